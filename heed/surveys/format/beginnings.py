"""What a new question of each type begins as: well-formed, to be filled by its author."""

from copy import deepcopy

from heed.surveys.format.rearranging import Draft, free_name
from heed.surveys.format.types import TYPES

TWO = [
    {"value": "a", "text": {"default": "First", "zh-cn": "第一项"}},
    {"value": "b", "text": {"default": "Second", "zh-cn": "第二项"}},
]
THREE = [*TWO, {"value": "c", "text": {"default": "Third", "zh-cn": "第三项"}}]
FIVE = [
    {"value": 1, "text": {"default": "Strongly disagree", "zh-cn": "非常不同意"}},
    {"value": 2, "text": {"default": "Disagree", "zh-cn": "不同意"}},
    {"value": 3, "text": {"default": "Neither", "zh-cn": "一般"}},
    {"value": 4, "text": {"default": "Agree", "zh-cn": "同意"}},
    {"value": 5, "text": {"default": "Strongly agree", "zh-cn": "非常同意"}},
]
SCALE = {
    "rateMin": 1,
    "minRateDescription": {"default": "Low", "zh-cn": "低"},
    "maxRateDescription": {"default": "High", "zh-cn": "高"},
}
WITH_CHOICES = ("radiogroup", "dropdown", "checkbox", "ranking", "heed:sum100")
WITHOUT_TITLE = {"html", "expression"}
PARTS: dict[str, Draft] = {
    **{kind: {"choices": TWO} for kind in WITH_CHOICES},
    "rating": {**SCALE, "rateMax": 5, "heed_purpose": "opinion"},
    "matrix": {"rows": TWO, "columns": FIVE},
    "html": {"html": {"default": "A few words.", "zh-cn": "几句说明。"}},
    "expression": {"expression": "1 + 1"},
    "heed:bestworst": {"choices": THREE, "sets": [["a", "b", "c"]]},
    "heed:pair": {**SCALE, "rateMax": 7, "rows": TWO},
    "heed:kano": {
        "rows": [
            {
                **TWO[0],
                "functional": {"default": "With it, how is that?", "zh-cn": "有它，您觉得如何？"},
                "dysfunctional": {
                    "default": "Without it, how is that?",
                    "zh-cn": "没有它，您觉得如何？",
                },
            }
        ]
    },
}


def beginning_of(kind: str, draft: Draft) -> Draft:
    """A question of a type under a name that is free. Raises ValueError for an unknown type."""
    if kind not in TYPES:
        raise ValueError(f"expected one of {', '.join(TYPES)}, got {kind!r}")
    title = (
        {} if kind in WITHOUT_TITLE else {"title": {"default": "New question", "zh-cn": "新问题"}}
    )
    return {
        "type": kind,
        "name": free_name(draft, "question1"),
        **title,
        **deepcopy(PARTS.get(kind, {})),
    }
