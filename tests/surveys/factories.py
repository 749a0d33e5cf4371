from datetime import datetime
from uuid import UUID, uuid4

from heed.accounts.models import User
from heed.surveys.format.writing import json_of
from heed.surveys.models import Questionnaire, Response, Survey
from heed.surveys.operations.questionnaires import create_questionnaire
from heed.surveys.operations.responses import begin_response
from heed.surveys.operations.surveys import open_survey
from heed.surveys.ready.catalogue import ready_questionnaire
from tests.moments import NOON


def make_questionnaire(
    *, actor: User, ready: str = "transactional", definition: object = None, now: datetime = NOON
) -> Questionnaire:
    asked = definition or json_of(ready_questionnaire(ready))
    return create_questionnaire(name="After a visit", definition=asked, actor=actor, now=now)


def make_survey(
    *,
    actor: User,
    questionnaire: Questionnaire | None = None,
    is_anonymous: bool = False,
    closes_at: datetime | None = None,
    now: datetime = NOON,
) -> Survey:
    questionnaire = questionnaire or make_questionnaire(actor=actor, now=now)
    return open_survey(
        questionnaire_id=questionnaire.pk,
        name="Spring",
        is_anonymous=is_anonymous,
        closes_at=closes_at,
        actor=actor,
        now=now,
    )


def make_response(*, survey: Survey, key: UUID | None = None, now: datetime = NOON) -> Response:
    return begin_response(
        survey=survey,
        key=key or uuid4(),
        mode=Response.Mode.LINK,
        language="en",
        now=now,
    )
