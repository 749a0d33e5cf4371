import pytest

from heed.config.subscriptions import SUBSCRIPTIONS
from heed.core.models import Event
from heed.loyalty import tasks
from heed.loyalty.models import Departure
from heed.loyalty.operations.departures import record_said_departure
from heed.loyalty.operations.erasing import erase_words_of
from heed.surveys.models import Invitation
from heed.surveys.operations import responses
from heed.surveys.queries.invitations import key_of
from tests.customers.factories import make_customer
from tests.loyalty.factories import make_departure
from tests.moments import DAY, HOUR, NOON
from tests.surveys.factories import make_questionnaire, make_response, make_survey


@pytest.fixture
def customer(organisation):
    return make_customer(tier="low")


def answered(customer, manager, system, reason, *, definition=None, **further):
    questionnaire = make_questionnaire(actor=manager, ready="exit_interview", definition=definition)
    survey = make_survey(actor=manager, questionnaire=questionnaire)
    invitation = Invitation.objects.create(customer=customer, survey=survey, created_at=NOON)
    begun = responses.begin_response(
        survey=survey, key=key_of(invitation), mode="mail", language="en",
        invitation=invitation, now=NOON,
    )  # fmt: skip
    return responses.submit_response(
        response_id=begun.pk, answers={"reason": reason, **further}, actor=system, now=NOON + HOUR
    )


def test_an_exit_interview_records_the_reason_she_chose(customer, manager, system):
    response = answered(customer, manager, system, "cheaper")

    departure = record_said_departure(response_id=response.pk, actor=system, now=NOON + HOUR)

    assert (departure.reason, departure.source) == ("cheaper", "exit_interview")
    assert (departure.left_on, departure.tier) == (NOON.date(), "low")
    assert departure.response == response
    assert Event.objects.get(type="loyalty.DepartureRecorded").customer_id == customer.pk
    subscribed = [each.run for each in SUBSCRIPTIONS["surveys.ResponseSubmitted"]]
    assert tasks.record_said_departure in subscribed


@pytest.mark.parametrize(
    ("answer", "further"),
    [
        pytest.param("other", {"reason-Comment": "My doctor said so"}, id="another"),
        pytest.param("refused", {}, id="not told"),
    ],
)
def test_another_reason_or_none_told_is_unknown(customer, manager, system, answer, further):
    response = answered(customer, manager, system, answer, **further)

    departure = record_said_departure(response_id=response.pk, actor=system, now=NOON + HOUR)

    assert departure.reason == "unknown"


def test_the_same_response_is_taken_once(customer, manager, system):
    response = answered(customer, manager, system, "moved")

    for _again in range(2):
        record_said_departure(response_id=response.pk, actor=system, now=NOON + HOUR)

    assert Departure.objects.count() == 1


def test_her_own_account_takes_the_place_of_ours_and_keeps_the_day(
    customer, manager, agent, system
):
    day = (NOON - 40 * DAY).date()
    ours = make_departure(customer=customer, recorded_by=agent, left_on=day, reason="product")
    response = answered(customer, manager, system, "indifference")

    departure = record_said_departure(response_id=response.pk, actor=system, now=NOON + HOUR)

    ours.refresh_from_db()
    assert (departure.replaces, departure.left_on) == (ours, day)
    assert departure.reason == "indifference"
    assert ours.ended_by == system


def test_another_leaving_long_ago_stays(customer, manager, agent, system):
    long_ago = (NOON - 400 * DAY).date()
    make_departure(customer=customer, recorded_by=agent, left_on=long_ago)
    response = answered(customer, manager, system, "moved")

    record_said_departure(response_id=response.pk, actor=system, now=NOON + HOUR)

    assert Departure.objects.filter(ended_at=None).count() == 2


def test_a_reason_for_a_score_is_no_reason_for_leaving(customer, manager, system):
    choices = [{"value": each, "heed_item": each} for each in ("product", "cheaper")]
    asked = {"type": "radiogroup", "name": "reason", "heed_role": "reason", "choices": choices}
    definition = {"pages": [{"name": "one", "elements": [asked]}]}
    response = answered(customer, manager, system, "product", definition=definition)

    assert record_said_departure(response_id=response.pk, actor=system, now=NOON) is None
    assert not Departure.objects.exists()


def test_who_is_not_named_leaves_no_entry(manager, system):
    questionnaire = make_questionnaire(actor=manager, ready="exit_interview")
    begun = make_response(survey=make_survey(actor=manager, questionnaire=questionnaire))
    responses.submit_response(
        response_id=begun.pk, answers={"reason": "moved"}, actor=system, now=NOON + HOUR
    )

    assert record_said_departure(response_id=begun.pk, actor=system, now=NOON + HOUR) is None
    assert not Departure.objects.exists()


def test_erasing_parts_the_entry_from_her_answers(customer, manager, system):
    response = answered(customer, manager, system, "moved")
    departure = record_said_departure(response_id=response.pk, actor=system, now=NOON + HOUR)

    erase_words_of(customer_id=customer.pk)

    departure.refresh_from_db()
    assert departure.response is None
    assert departure.reason == "moved"
