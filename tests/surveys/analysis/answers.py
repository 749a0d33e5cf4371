"""Surveys of every kind with made-up answers, as analyses need them."""

from datetime import datetime, timedelta
from random import Random
from uuid import uuid4

from heed.accounts.models import User
from heed.surveys.analysing.privacy import FEWEST
from heed.surveys.answering.completion import cleaned, states_of
from heed.surveys.answering.made_up import made_up_answers
from heed.surveys.answering.sitting import Sitting
from heed.surveys.format.reading import questionnaire_from
from heed.surveys.models import Response, Survey
from tests.moments import NOON
from tests.surveys.factories import make_questionnaire, make_survey

SCALE = {"rateMin": 1, "rateMax": 7}
TABLE = [{"value": each, "text": each.title()} for each in ("staff", "place", "speed")]
OWN = {
    "pages": [
        {
            "name": "one",
            "elements": [
                {"type": "rating", "name": "overall", **SCALE, "heed_role": "overall",
                 "title": {"default": "All in all", "zh-cn": "总的来说"}},
                {"type": "rating", "name": "expected", **SCALE, "heed_role": "disconfirmation"},
                {"type": "rating", "name": "ideal", **SCALE, "heed_role": "desired"},
                {"type": "heed:pair", "name": "zone", **SCALE, "rows": TABLE,
                 "parts": ["adequate", "desired", "perceived", "importance"]},
                {"type": "matrix", "name": "found", "rows": TABLE, "columns": [1, 2, 3, 4, 5]},
                {"type": "matrix", "name": "matters", "rows": TABLE, "columns": [1, 2, 3, 4, 5],
                 "heed_role": "importance"},
                {"type": "ranking", "name": "order", "choices": TABLE},
                {"type": "boolean", "name": "again"},
                {"type": "comment", "name": "words"},
            ],
        }
    ]
}  # fmt: skip


def make_answered(
    *, actor: User, ready: str = "", many: int = 80, seed: int = 1, is_anonymous: bool = False
) -> Survey:
    """A survey with so many made-up responses, a day apart: of OWN, or of a ready questionnaire."""
    definition = None if ready else OWN
    held = make_questionnaire(actor=actor, ready=ready, definition=definition)
    survey = make_survey(actor=actor, questionnaire=held, is_anonymous=is_anonymous)
    asked = questionnaire_from(survey.version.definition)
    random = Random(seed)  # noqa: S311 - made up, not secret
    rows = []
    for number in range(many):
        sitting = Sitting(asked, random.getrandbits(32), "en")
        answers = made_up_answers(sitting)
        at = NOON + timedelta(days=number)
        rows.append(
            Response(
                survey=survey,
                version=survey.version,
                key=uuid4(),
                mode=random.choice(["link", "mail"]),
                language=random.choice(["en", "zh-hans"]),
                seed=number,
                tier="" if is_anonymous else random.choice(["high", "low"]),
                cleaned=cleaned(sitting, answers),
                states=states_of(sitting, answers),
                started_at=at,
                changed_at=at,
                submitted_at=at,
                told_at=told_at(number, many) if is_anonymous else None,
                ending="complete",
            )
        )
    Response.objects.bulk_create(rows)
    return survey


def told_at(number: int, many: int) -> datetime | None:
    """When the group of an answer was full: five answers make one, the last few wait."""
    last = number - number % FEWEST + FEWEST - 1
    return NOON + timedelta(days=last) if last < many else None
