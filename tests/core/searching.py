from heed.core import search
from heed.core.search import Document
from tests.moments import NOON


def document(object_id, text, *, kind="conversation", name="", team_id=None, at=NOON):
    return Document(kind=kind, object_id=object_id, text=text, name=name, team_id=team_id, at=at)


def objects_found(query, *, team_ids=None, **restrictions):
    return [hit.object_id for hit in search.found(query, team_ids=team_ids, **restrictions)]
