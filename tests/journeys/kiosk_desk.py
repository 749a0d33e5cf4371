"""What happens to kiosks at the desk while journeys stand before a tablet."""

import json
import sys
from typing import Any

from django.utils import timezone

from heed.accounts.models import User
from heed.surveys.models import Response
from heed.surveys.operations.kiosks import open_kiosk, retire_kiosk
from heed.surveys.operations.questionnaires import create_questionnaire
from heed.surveys.operations.surveys import close_survey, open_survey
from heed.surveys.queries.kiosks import kiosk_token_of


def put_up(definition: object) -> dict[str, Any]:
    """Open a survey of its own with a kiosk that stands in it."""
    actor, now = _manager(), timezone.now()
    held = create_questionnaire(name="Shop", definition=definition, actor=actor, now=now)
    survey = open_survey(
        questionnaire_id=held.pk, name="Shop", has_open_link=False, actor=actor, now=now
    )
    kiosk = open_kiosk(survey_id=survey.pk, name="Till", actor=actor, now=now)
    return {"survey": survey.pk, "kiosk": kiosk.pk, "token": kiosk_token_of(kiosk)}


def known(kiosk_id: int) -> list[list[Any]]:
    """What has come in from a kiosk, in the order in which it was begun."""
    rows = Response.objects.filter(kiosk=kiosk_id).order_by("started_at")
    return [
        [
            str(each.key),
            each.cleaned,
            each.flags,
            each.ending,
            each.language,
            each.submitted_at is not None,
        ]
        for each in rows
    ]


def retire(kiosk_id: int) -> None:
    retire_kiosk(kiosk_id=kiosk_id, actor=_manager(), now=timezone.now())


def close(survey_id: int) -> None:
    close_survey(survey_id=survey_id, actor=_manager(), now=timezone.now())


def _manager() -> User:
    return User.objects.filter(role="manager").order_by("pk")[0]


ORDERS = {each.__name__: each for each in (put_up, known, retire, close)}


def work() -> None:
    """Do what each line of the input orders, and answer it with a line."""
    for line in sys.stdin:
        name, given = json.loads(line)
        sys.stdout.write(json.dumps(ORDERS[name](given)) + "\n")
        sys.stdout.flush()
