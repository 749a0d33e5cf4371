"""Search over documents, one per customer and per conversation, the latest changed first.

A changed document is a new row with a higher id, so the newest hits are read off the end of the
index and the others are never sorted. The database keeps its full-text index beside the rows:
PostgreSQL in a generated column, SQLite by triggers, which no write can pass by. Who may see a
document is asked of the same index, by the tokens `=kind` and `=team`, which no text can hold.
"""

import heapq
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from operator import attrgetter

from django.db import transaction
from django.db.models import Count, Max, Q

from heed.core import search_sql
from heed.core.models import SearchDocument, SearchNameGram
from heed.core.search_tokens import LIKE_ENOUGH, Term, likeness, name_grams, query_terms, tokenize

BATCH = 400
CANDIDATES = 150


@dataclass(frozen=True, kw_only=True)
class Document:
    """What one object is found by; of a long text the beginning counts, so begin with the newest.

    `name` is also found when mistyped; `at` puts documents in order where many are indexed.
    """

    kind: str
    object_id: int
    text: str
    name: str = ""
    team_id: int | None = None
    at: datetime


@dataclass(frozen=True)
class Hit:
    """One document found; the hits after it are those before its `id`."""

    id: int
    kind: str
    object_id: int


def index(document: Document) -> None:
    """Make the document found by its present text, in the caller's transaction.

    A changed document becomes the newest; where nothing changed nothing is written.
    """
    with transaction.atomic():
        _put([document])


def index_many(documents: Iterable[Document]) -> None:
    """Index documents given oldest first, each batch of them in a transaction of its own."""
    for batch in _batches(documents):
        with transaction.atomic():
            _put(batch)


def remove(kind: str, object_id: int) -> None:
    """Let the object no longer be found."""
    SearchDocument.objects.filter(kind=kind, object_id=object_id).delete()


def rebuild(*sources: Iterable[Document]) -> None:
    """Index everything anew from sources that are each oldest first, and drop what is in none.

    Search goes on meanwhile, and what is indexed meanwhile is kept.
    """
    last_id = SearchDocument.objects.aggregate(last=Max("id"))["last"] or 0
    for batch in _batches(heapq.merge(*sources, key=attrgetter("at"))):
        with transaction.atomic():
            _put(batch, replacing_until=last_id)
    while old := list(
        SearchDocument.objects.filter(pk__lte=last_id).values_list("pk", flat=True)[:BATCH]
    ):
        SearchDocument.objects.filter(pk__in=old).delete()


def found(
    query: str,
    *,
    kinds: Collection[str] = (),
    team_ids: Collection[int] | None,
    before_id: int | None = None,
    limit: int = 25,
) -> list[Hit]:
    """Documents that hold all words of the query, the latest changed first.

    Any text is a query; the beginning of a word will do. No `kinds` means all of them;
    `team_ids` None means all teams, else these and documents of no team.
    """
    terms = query_terms(query)
    if not terms:
        return []
    terms += _restrictions(kinds, team_ids)
    return [Hit(*row) for row in search_sql.newest(terms, before_id=before_id, limit=limit)]


def similar_names(query: str, *, team_ids: Collection[int] | None, limit: int = 5) -> list[Hit]:
    """Documents whose name is written much like the query, the most alike first."""
    grams = SearchNameGram.objects.filter(gram__in=name_grams(query))
    if team_ids is not None:
        mine = Q(document__team_id=None) | Q(document__team_id__in=team_ids)
        grams = grams.filter(mine)
    shared = (
        grams.values("document").annotate(shared=Count("gram")).order_by("-shared", "-document")
    )
    candidates = SearchDocument.objects.filter(
        pk__in=[row["document"] for row in shared[:CANDIDATES]]
    ).only("kind", "object_id", "name")
    alike = [(likeness(query, row.name), row.pk, row) for row in candidates]
    best = heapq.nlargest(limit, (one for one in alike if one[0] >= LIKE_ENOUGH))
    return [Hit(row.pk, row.kind, row.object_id) for _likeness, _id, row in best]


def _restrictions(kinds: Collection[str], team_ids: Collection[int] | None) -> list[Term]:
    terms: list[Term] = []
    if kinds:
        terms.append(tuple((f"={kind}",) for kind in sorted(kinds)))
    if team_ids is not None:
        terms.append(tuple((f"=team{team_id}",) for team_id in (0, *sorted(team_ids))))
    return terms


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    rest = iter(documents)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _put(batch: Sequence[Document], *, replacing_until: int = 0) -> None:
    """Write the batch; unchanged rows stay, unless all rows up to an id are to be replaced.

    Another worker may write the same document: then its row is the one that is updated.
    """
    latest = {(document.kind, document.object_id): _row(document) for document in batch}
    old = {(row.kind, row.object_id): row for row in _rows_of(latest.keys())}
    for key, row in old.items():
        if row.pk > replacing_until and (replacing_until or _is_same(row, latest[key])):
            del latest[key]
    replaced = [row.pk for key, row in old.items() if key in latest]
    if replaced:
        SearchDocument.objects.filter(pk__in=replaced).only("pk").delete()
    written = SearchDocument.objects.bulk_create(
        latest.values(),
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=["team_id", "name", "tokens"],
    )
    SearchNameGram.objects.bulk_create(
        [
            SearchNameGram(gram=gram, document=row)
            for row in written
            if row.name
            for gram in sorted(name_grams(row.name))
        ],
        ignore_conflicts=True,
    )


def _row(document: Document) -> SearchDocument:
    shown_to = (f"={document.kind}", f"=team{document.team_id or 0}")
    return SearchDocument(
        kind=document.kind,
        object_id=document.object_id,
        team_id=document.team_id,
        name=document.name[:200],
        tokens=" ".join((*tokenize(document.text), *shown_to)),
    )


def _rows_of(keys: Iterable[tuple[str, int]]) -> Iterator[SearchDocument]:
    ids: dict[str, list[int]] = {}
    for kind, object_id in keys:
        ids.setdefault(kind, []).append(object_id)
    for kind, object_ids in ids.items():
        yield from SearchDocument.objects.filter(kind=kind, object_id__in=object_ids)


def _is_same(old: SearchDocument, new: SearchDocument) -> bool:
    return (old.team_id, old.name, old.tokens) == (new.team_id, new.name, new.tokens)
