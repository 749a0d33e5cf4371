"""Analyses as the worker would have made them, for tests of the pages that show them."""

from typing import Any

from heed.surveys.analysing.choices import Choice, as_object
from heed.surveys.models import Analysis, Survey
from heed.surveys.queries.analyses import told_count
from tests.moments import NOON

SVG = '<svg role="img" aria-label="NPS" viewBox="0 0 9 9"><rect fill="var(--plot-1)"/></svg>'


def shown(**fields: Any) -> dict[str, Any]:
    told = {
        "reading": ["NPS is 40, n = 6."],
        "blocks": [
            {"heading": "Mail, 6 answers"},
            {"text": "Read with care."},
            {
                "table": {
                    "title": "Groups",
                    "head": ["Group", "Share", "n"],
                    "rows": [["Promoters", "50% (20% to 80%)", "6"], ["=1+1", "–", "0"]],
                    "note": "Newcombe",
                }
            },
        ],
        "figures": [
            {
                "title": "NPS",
                "note": "n = 6",
                "wide": SVG,
                "narrow": SVG,
                "headings": ["Group", "n"],
                "rows": [["Promoters", 3]],
            }
        ],
    }
    return told | fields


def make_analysis(survey: Survey, choice: Choice, **fields: Any) -> Analysis:
    content = {
        "object": {"result": {}, "missing": {"nps": {"skipped": 2}}},
        "n": 6,
        "rows": 8,
        "left_out": {"robots": 1},
        "command": "heed measure nps answers.csv --answer nps",
        "shown": {"en": shown(), "zh-hans": shown(reading=["净推荐值为 40，n = 6。"])},
    }
    values = {
        "choice": as_object(choice),
        "state": "ready",
        "asked_at": NOON,
        "made_at": NOON,
        "responses": told_count(survey),
        "content": content | fields.pop("content", {}),
    }
    return Analysis.objects.create(survey=survey, digest=choice.digest, **(values | fields))
