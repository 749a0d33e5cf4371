"""A worker that works off rounds of invitations, for the test that kills it; batches are small."""

from datetime import timedelta

from django.utils import timezone

from heed.accounts.queries import system_user
from heed.core import jobs, worker
from heed.core.jobs import Subscriber
from heed.surveys import tasks
from heed.surveys.format.writing import json_of
from heed.surveys.operations import invitation_rounds
from heed.surveys.operations.questionnaires import create_questionnaire
from heed.surveys.operations.surveys import open_survey
from heed.surveys.ready.catalogue import ready_questionnaire
from tests.customers.factories import make_customer

ADVANCE = Subscriber(tasks.advance_round, lease=timedelta(seconds=2))
ROUNDS = ("surveys.InvitationRoundOrdered", "surveys.InvitationRoundAdvanced")


def order(*, customers):
    """Order a round to so many customers; no worker is at work yet."""
    jobs.register([(name, (ADVANCE,)) for name in ROUNDS], [])
    now, actor = timezone.now(), system_user()
    made = create_questionnaire(
        name="Visit",
        definition=json_of(ready_questionnaire("transactional")),
        actor=actor,
        now=now,
    )
    survey = open_survey(questionnaire_id=made.pk, name="Visit", actor=actor, now=now)
    for number in range(customers):
        make_customer(name=f"Anna {number}", email=f"anna{number}@berg.example")
    invitation_rounds.order_round(survey_id=survey.pk, actor=actor, now=now)


def work():
    invitation_rounds.BATCH = 4
    jobs.register([*((name, (ADVANCE,)) for name in ROUNDS), ("core.MailWritten", ())], [])
    worker.run_until_signalled()
