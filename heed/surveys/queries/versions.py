"""Questionnaires as they were asked, read once for each version while it is in use."""

from functools import lru_cache

from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.reading import questionnaire_from
from heed.surveys.models import QuestionnaireVersion

MOST_KEPT = 64

_kept: dict[int, tuple[object, Questionnaire]] = {}


def asked_in(version: QuestionnaireVersion) -> Questionnaire:
    """The questionnaire of a version. Versions never change, so reading one again is spared."""
    kept = _kept.get(version.pk)
    if kept and kept[0] == version.definition:
        return kept[1]
    found = questionnaire_from(version.definition)
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[version.pk] = (version.definition, found)
    return found


@lru_cache(maxsize=MOST_KEPT)
def asked_under(version_id: int) -> Questionnaire:
    """The questionnaire of the version with this id, which is loaded once."""
    return asked_in(QuestionnaireVersion.objects.get(pk=version_id))
