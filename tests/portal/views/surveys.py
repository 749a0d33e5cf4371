"""A questionnaire of every type, and the ways to it, for the tests of what respondents see."""

import re
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from heed.surveys.models import Invitation
from heed.surveys.queries.invitations import token_of
from heed.surveys.queries.surveys import open_token_of
from tests.customers.factories import make_customer
from tests.surveys.factories import make_questionnaire, make_survey

TWO = [{"value": "a", "text": "Apples"}, {"value": "b", "text": "Bread"}]
ROWS = [{"value": "r1", "text": "Staff"}, {"value": "r2", "text": "Shop"}]


def both(english, chinese):
    return {"default": english, "zh-cn": chinese}


EVERYTHING = {
    "title": both("Your visit", "您的光临"),
    "completedHtml": both("<p>Thanks for {fruit}.</p>", "<p>谢谢 {fruit}。</p>"),
    "pages": [
        {
            "name": "one",
            "elements": [
                {
                    "type": "radiogroup",
                    "name": "fruit",
                    "title": both("What did you buy?", "您买了什么？"),
                    "choices": TWO,
                    "showOtherItem": True,
                    "isRequired": True,
                },
                {"type": "dropdown", "name": "shop", "choices": TWO},
                {"type": "checkbox", "name": "several", "choices": TWO, "showNoneItem": True},
                {
                    "type": "rating",
                    "name": "nps",
                    "rateMin": 0,
                    "rateMax": 10,
                    "heed_missing": ["dontknow"],
                },
                {"type": "text", "name": "line"},
                {"type": "text", "name": "number", "inputType": "number", "max": 99},
                {"type": "text", "name": "day", "inputType": "date"},
                {"type": "boolean", "name": "again"},
                {"type": "text", "name": "website", "heed_role": "trap"},
            ],
        },
        {
            "name": "two",
            "elements": [
                {"type": "html", "name": "how", "html": "<p>Now tables.</p>"},
                {
                    "type": "matrix",
                    "name": "grid",
                    "rows": ROWS,
                    "columns": [1, 2, 3],
                    "heed_missing": ["notapplicable"],
                },
                {"type": "heed:pair", "name": "pair", "rows": ROWS, "rateMin": 1, "rateMax": 7},
                {
                    "type": "heed:kano",
                    "name": "kano",
                    "rows": [
                        {
                            "value": "k1",
                            "text": "Tea",
                            "functional": "With tea?",
                            "dysfunctional": "Without?",
                        }
                    ],
                },
                {
                    "type": "heed:bestworst",
                    "name": "best",
                    "choices": [*TWO, {"value": "c", "text": "Cheese"}],
                    "sets": [["a", "b", "c"]],
                },
                {"type": "ranking", "name": "order", "choices": TWO},
                {"type": "heed:sum100", "name": "sum", "choices": TWO},
            ],
        },
        {
            "name": "three",
            "elements": [
                {"type": "comment", "name": "remarks", "title": "Anything else?"},
                {
                    "type": "file",
                    "name": "photo",
                    "acceptedTypes": ".png,image/*",
                    "maxSize": 1000,
                },
                {
                    "type": "boolean",
                    "name": "agree",
                    "title": "May we keep it?",
                    "heed_consent": True,
                },
            ],
        },
    ],
}

ONE = {
    "fruit": "other",
    "fruit-Comment": "Figs",
    "shop": "b",
    "several": ["a", "b"],
    "nps": "9",
    "line": " short ",
    "number": "12,5",
    "day": "2026-03-02",
    "again": "true",
    "website": "",
}
TABLES = {
    "grid.r1": "2",
    "grid.r2": "notapplicable",
    "pair.r1.expected": "6",
    "pair.r1.perceived": "4",
    "kano.k1.functional": "1",
    "kano.k1.dysfunctional": "5",
    "best.1.best": "a",
    "best.1.worst": "c",
    "order.a": "2",
    "order.b": "1",
    "sum.a": "60",
    "sum.b": "40",
}
THREE = {"remarks": "<script>alert(1)</script>", "agree": ["true", "false"]}
MEANT = {
    "fruit": "other",
    "fruit-Comment": "Figs",
    "shop": "b",
    "several": ["a", "b"],
    "nps": 9,
    "line": "short",
    "number": 12.5,
    "day": "2026-03-02",
    "again": True,
    "grid": {"r1": 2, "r2": "notapplicable"},
    "pair": {"r1": {"expected": 6, "perceived": 4}},
    "kano": {"k1": {"functional": 1, "dysfunctional": 5}},
    "best": {"1": {"best": "a", "worst": "c"}},
    "order": ["b", "a"],
    "sum": {"a": 60, "b": 40},
    "remarks": "<script>alert(1)</script>",
    "agree": True,
}


def make_open_survey(actor, definition=EVERYTHING, **how):
    now = timezone.now() - timedelta(hours=1)
    questionnaire = make_questionnaire(actor=actor, definition=definition, now=now)
    return make_survey(actor=actor, questionnaire=questionnaire, now=now, **how)


def make_invitation(survey, *, language="zh-hans", **how):
    now = timezone.now()
    return Invitation.objects.create(
        customer=make_customer(name="陈梅", email="mei@chen.example", language=language),
        survey=survey,
        created_at=now,
        expires_at=now + timedelta(days=14),
        **how,
    )


def open_link(survey):
    return f"/survey/{open_token_of(survey)}/"


def personal_link(invitation):
    return f"/survey/{token_of(invitation)}/"


def begin(client, survey, answers=ONE, *, key=None, by=""):
    """Send the first page of an open link; the answer, whose Location is where one goes on."""
    sent = {**answers, "key": str(key or uuid4())}
    return client.post(f"{open_link(survey)}?page=one{by}", sent)


def key_in(page):
    return re.search(r'name="key" value="([0-9a-f-]{36})"', page)[1]


def main_of(answer):
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]
