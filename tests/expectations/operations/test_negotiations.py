from datetime import UTC, datetime

import pytest

from heed.core.access import NotPermitted
from heed.core.instants import InstantOutOfRange
from heed.core.models import Event
from heed.expectations.models import Negotiation, Offer
from heed.expectations.operations import negotiations as operations
from heed.expectations.operations.expectations import ConversationOfAnother
from tests.conversations.factories import make_conversation
from tests.customers.factories import make_customer
from tests.expectations.factories import make_expectation, make_topic
from tests.expectations.negotiating import make_negotiation, offer_to
from tests.moments import DAY, HOUR, NOON

pytestmark = pytest.mark.django_db


def defer(negotiation, actor, **fields):
    wanted = {"until": NOON + DAY, "because": "New stock comes on Tuesday", "now": NOON} | fields
    return operations.defer_negotiation(negotiation_id=negotiation.pk, actor=actor, **wanted)


def escalate(negotiation, actor, to, **fields):
    wanted = {"because": "It is beyond what I may give", "now": NOON} | fields
    return operations.escalate_negotiation(
        negotiation_id=negotiation.pk, to=to, actor=actor, **wanted
    )


@pytest.mark.parametrize(
    ("tier", "budget_minor"),
    [("high", 10000), ("medium", 5000), ("low", 2000), ("", 2000)],
)
def test_the_budget_follows_the_tier(agent, tier, budget_minor):
    negotiation = make_negotiation(actor=agent, customer=make_customer(tier=tier))

    assert (negotiation.budget_minor, negotiation.currency) == (budget_minor, "GBP")
    assert (negotiation.tier, negotiation.owner) == (tier, agent)
    assert Event.objects.get().subject_id == negotiation.pk


def test_a_currency_without_decimals_has_a_budget_in_its_own_units(agent):
    assert make_negotiation(actor=agent, currency="JPY").budget_minor == 20


def test_the_topic_is_that_of_the_expectation(agent):
    expectation = make_expectation(recorded_by=agent)

    negotiation = make_negotiation(
        actor=agent, customer=expectation.customer, expectation=expectation
    )

    assert negotiation.topic == expectation.topic


@pytest.mark.parametrize(
    ("fields", "refusal", "said"),
    [
        pytest.param({"request": " "}, operations.RequestMissing, "asks for", id="no request"),
        pytest.param({"currency": "XYZ"}, operations.CurrencyUnknown, "XYZ", id="no such money"),
        pytest.param({"budget_minor": -1}, operations.BudgetNegative, "−£0.01", id="negative"),
        pytest.param({"budget_minor": 2001}, operations.BudgetAboveTier, "£20.00", id="too much"),
    ],
)
def test_what_makes_no_sense_opens_no_negotiation(agent, fields, refusal, said):
    with pytest.raises(refusal, match=said):
        make_negotiation(actor=agent, **fields)

    assert not Negotiation.objects.exists()
    assert not Event.objects.exists()


def test_a_supervisor_may_set_a_larger_budget(manager):
    assert make_negotiation(actor=manager, budget_minor=90000).budget_minor == 90000


def test_expectation_and_conversation_are_the_customers_own(agent, system):
    conversation = make_conversation()
    expectation = make_expectation(recorded_by=agent, topic=make_topic(key="other"))

    with pytest.raises(ConversationOfAnother):
        make_negotiation(actor=agent, conversation=conversation)
    with pytest.raises(operations.ExpectationOfAnother):
        make_negotiation(actor=agent, customer=make_customer(), expectation=expectation)


def test_who_only_reads_opens_nothing(analyst):
    with pytest.raises(NotPermitted):
        make_negotiation(actor=analyst)

    assert not Negotiation.objects.exists()


def test_what_is_deferred_opens_again_by_itself_at_its_time(agent, system):
    negotiation = defer(make_negotiation(actor=agent), agent)
    resume = {"negotiation_id": negotiation.pk, "actor": system}

    assert negotiation.state == "deferred"
    assert not operations.resume_deferred(**resume, now=NOON + HOUR)
    assert operations.resume_deferred(**resume, now=NOON + DAY)
    assert not operations.resume_deferred(**resume, now=NOON + DAY)

    negotiation.refresh_from_db()
    assert (negotiation.state, negotiation.closed_at) == ("open", None)
    assert negotiation.owner == agent
    assert Event.objects.filter(type="expectations.NegotiationResumed").count() == 1


def test_a_waiting_offer_is_withdrawn_when_the_negotiation_pauses(agent):
    negotiation = make_negotiation(actor=agent)
    offer_to(negotiation, actor=agent)

    defer(negotiation, agent)

    assert Offer.objects.get().withdrawn_at == NOON


def test_what_is_escalated_is_taken_up_by_somebody_else(agent, manager):
    negotiation = escalate(make_negotiation(actor=agent), agent, manager)

    assert (negotiation.state, negotiation.escalated_to) == ("escalated", manager)
    taken = operations.take_up_negotiation(
        negotiation_id=negotiation.pk, actor=manager, now=NOON + HOUR
    )

    assert (taken.state, taken.owner, taken.escalated_to) == ("open", manager, None)
    with pytest.raises(operations.NotPaused, match="Open"):
        operations.take_up_negotiation(negotiation_id=negotiation.pk, actor=agent, now=NOON)


def test_an_end_needs_a_reason_and_a_sensible_aim(agent, manager, analyst):
    negotiation = make_negotiation(actor=agent)

    with pytest.raises(operations.ReasonMissing):
        defer(negotiation, agent, because=" ")
    with pytest.raises(operations.DeferredIntoPast, match="March 2"):
        defer(negotiation, agent, until=NOON)
    with pytest.raises(operations.ReasonMissing):
        escalate(negotiation, agent, manager, because="")
    with pytest.raises(operations.EscalatedToOwner, match="Mei Chen"):
        escalate(negotiation, agent, agent)
    with pytest.raises(operations.CannotConduct, match="Tom Okoye"):
        escalate(negotiation, agent, analyst)

    negotiation.refresh_from_db()
    assert negotiation.state == "open"


def test_what_has_ended_ends_once(agent):
    negotiation = defer(make_negotiation(actor=agent), agent)

    with pytest.raises(operations.NegotiationEnded, match="Deferred"):
        defer(negotiation, agent)

    assert Event.objects.filter(type="expectations.NegotiationClosed").count() == 1


def test_nothing_is_deferred_beyond_what_can_be_reckoned(agent):
    negotiation = make_negotiation(actor=agent)

    with pytest.raises(InstantOutOfRange):
        defer(negotiation, agent, until=datetime(9999, 12, 31, tzinfo=UTC))
