"""Questionnaires for tests, as JSON."""

from typing import Any

ONE_OF_EACH: list[dict[str, Any]] = [
    {"type": "radiogroup", "name": "reason", "choices": ["price", "staff"], "showOtherItem": True},
    {"type": "dropdown", "name": "city", "choices": [{"value": 1, "text": "Bonn"}, 2]},
    {
        "type": "checkbox",
        "name": "used",
        "choices": ["web", "phone", "shop"],
        "showNoneItem": True,
        "maxSelectedChoices": 2,
        "heed_missing": ["dontknow", "refused"],
    },
    {"type": "rating", "name": "nps", "rateMin": 0, "rateMax": 10, "heed_role": "nps"},
    {
        "type": "matrix",
        "name": "grid",
        "rows": [{"value": "speed", "heed_item": "speed"}, "tone"],
        "columns": ["bad", "good"],
        "heed_missing": ["notapplicable"],
    },
    {"type": "ranking", "name": "order", "choices": ["a", "b", "c"]},
    {"type": "text", "name": "days", "inputType": "number", "min": 0, "max": 30},
    {"type": "text", "name": "since", "inputType": "date", "min": "2020-01-01"},
    {"type": "comment", "name": "words", "maxLength": 200},
    {"type": "file", "name": "photo", "acceptedTypes": ".png,image/*", "maxSize": 1000},
    {"type": "boolean", "name": "agree", "heed_consent": True, "isRequired": True},
    {"type": "html", "name": "note", "html": {"default": "<b>Hi {reason}</b>", "zh-cn": "你好"}},
    {"type": "expression", "name": "double", "expression": "{nps} * 2"},
    {
        "type": "heed:bestworst",
        "name": "best",
        "choices": ["a", "b", "c"],
        "sets": [["a", "b"], ["b", "c"]],
    },
    {"type": "heed:pair", "name": "pairs", "rows": ["x", "y"]},
    {
        "type": "heed:kano",
        "name": "kano",
        "rows": [{"value": "f", "functional": "With f?", "dysfunctional": "Without f?"}],
    },
    {"type": "heed:sum100", "name": "points", "choices": ["x", "y"]},
]


def survey(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"pages": [{"name": "p1", "elements": list(elements)}], **more}


def pages(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Each question on a page of its own."""
    named = [{"name": f"p{n}", "elements": [each]} for n, each in enumerate(elements, start=1)]
    return {"pages": named, **more}


RATING = {"type": "rating", "name": "q"}
