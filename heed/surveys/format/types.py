"""Which class a question of a type is, and what SurveyJS says in another way than we do."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from heed.surveys.format.codecs import Codec, Problems
from heed.surveys.format.objects import read_object, write_object
from heed.surveys.format.own_questions import BestWorst, Kano, Paired, Sum
from heed.surveys.format.problems import Problem
from heed.surveys.format.questions import (
    Block,
    Comment,
    Computed,
    Dropdown,
    Files,
    Line,
    Matrix,
    OneOf,
    Question,
    Ranking,
    Rating,
    Selecting,
    SeveralOf,
    YesNo,
)
from heed.surveys.format.words import Missing

TYPES: dict[str, type[Question]] = {
    each.type: each
    for each in (
        *(OneOf, Dropdown, SeveralOf, Rating, Matrix, Ranking, Line, Comment, Files, YesNo),
        *(Block, Computed, BestWorst, Paired, Kano, Sum),
    )
}
# Choices of SurveyJS that are missing codes here.
SHOWN = {"showDontKnowItem": Missing.DONT_KNOW, "showRefuseItem": Missing.REFUSED}


def _read(value: object, path: str, problems: Problems) -> Question | None:
    if not isinstance(value, dict):
        problems.append(Problem(path, _("A question was expected.")))
        return None
    kind = TYPES.get(str(value.get("type")))
    if kind is None:
        shown = {"type": str(value.get("type"))[:60], "types": ", ".join(TYPES)}
        message = _("type '%(type)s' is not supported; supported are %(types)s.") % shown
        problems.append(Problem(path, message))
        return None
    return _in_order(read_object(kind, _in_our_words(kind, value), path, problems))


def _in_our_words(kind: type[Question], value: dict[str, Any]) -> dict[str, Any]:
    found = {key: each for key, each in value.items() if key != "type"}
    if issubclass(kind, Selecting):
        codes = [code for key, code in SHOWN.items() if found.pop(key, False) is True]
        if codes:
            found["heed_missing"] = [*_list(found.get("heed_missing")), *codes]
    if kind is Rating:
        found = _scale(found)
    return found


def _scale(found: dict[str, Any]) -> dict[str, Any]:
    """SurveyJS's editor writes the number of points beside, or instead of, the highest one."""
    count = found.pop("rateCount", None)
    found.pop("autoGenerate", None)
    written = [_value(each) for each in _list(found.get("rateValues"))]
    values = [each for each in written if isinstance(each, int)]
    if values:
        return {"rateMin": min(values), "rateMax": max(values)} | found
    lowest = found.get("rateMin", 1)
    if isinstance(count, int) and isinstance(lowest, int):
        return {"rateMax": lowest + count - 1} | found
    return found


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _value(choice: object) -> object:
    return choice.get("value") if isinstance(choice, dict) else choice


def _in_order(question: Question) -> Question:
    """Missing codes stand once each and in one order, so that writing and reading agree."""
    codes = tuple(code for code in Missing if code in question.missing)
    return replace(question, missing=codes)


def _write(question: Question) -> dict[str, object]:
    written: dict[str, object] = {"type": question.type, **write_object(question)}
    if isinstance(question, Selecting):
        written |= {key: True for key, code in SHOWN.items() if code in question.missing}
    return written


QUESTION = Codec(_read, _write)
