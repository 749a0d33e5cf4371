import pytest

from heed.accounts.models import Notice
from heed.core import jobs
from heed.expectations import negotiation_tasks as tasks
from heed.expectations.models import Negotiation, Offer
from heed.expectations.operations.concessions import ask_concession, plan_concession
from heed.expectations.operations.negotiations import defer_negotiation, escalate_negotiation
from heed.expectations.operations.offer_answers import counter_offer, decline_offer
from tests.expectations.negotiating import make_negotiation, offer_to
from tests.moments import DAY, HOUR, NOON

pytestmark = pytest.mark.django_db


def notices():
    """Who was told of what, in order."""
    rows = Notice.objects.order_by("pk").values_list("recipient__name", "kind")
    return [(name, kind.partition(".")[2]) for name, kind in rows]


def deliver(now=NOON + HOUR):
    while jobs.run_due(most=50, now=now):
        pass


def test_the_clock_lets_offers_run_out_and_tells_the_owner(agent, system):
    offer_to(make_negotiation(actor=agent), actor=agent)

    tasks.keep_negotiations_in_time(now=NOON + 3 * DAY)
    tasks.keep_negotiations_in_time(now=NOON + 4 * DAY)
    deliver(NOON + 4 * DAY)

    assert Offer.objects.get().expired_at == NOON + 3 * DAY
    assert notices() == [("Mei Chen", "OfferExpired")]


def test_the_clock_opens_again_what_was_deferred(agent, system):
    negotiation = make_negotiation(actor=agent)
    defer_negotiation(
        negotiation_id=negotiation.pk, until=NOON + DAY, because="Stock", actor=agent, now=NOON
    )

    tasks.keep_negotiations_in_time(now=NOON + DAY - HOUR)
    assert Negotiation.objects.get().state == "deferred"
    tasks.keep_negotiations_in_time(now=NOON + DAY)
    deliver(NOON + DAY)

    assert Negotiation.objects.get().state == "open"
    assert notices() == [("Mei Chen", "NegotiationResumed")]


def test_each_wish_of_a_long_negotiation_is_told(agent, system):
    negotiation = make_negotiation(actor=agent)
    for number in range(2):
        offer = offer_to(negotiation, actor=agent)
        counter_offer(offer_id=offer.pk, wish=f"Wish {number}", actor=system, now=NOON)

    deliver()

    assert notices() == [("Mei Chen", "OfferAnswered")] * 2


def test_nobody_is_told_of_her_own_doing(agent, system):
    offer = offer_to(make_negotiation(actor=agent), actor=agent, mode="phone")
    decline_offer(offer_id=offer.pk, actor=agent, now=NOON)

    deliver()

    assert notices() == []


def test_a_supervisor_is_told_that_approval_is_asked_for(agent, manager, system):
    negotiation = make_negotiation(actor=agent)
    step = plan_concession(
        negotiation_id=negotiation.pk,
        kind="supervisor",
        wording="Free of charge",
        asked_of=manager,
        actor=agent,
        now=NOON,
    )
    ask_concession(concession_id=step.pk, actor=agent, now=NOON)

    deliver()

    assert notices() == [("Ruth Adler", "ConcessionAsked")]


def test_who_a_negotiation_is_escalated_to_is_told(agent, manager, system):
    negotiation = make_negotiation(actor=agent)
    escalate_negotiation(
        negotiation_id=negotiation.pk, to=manager, because="Too much", actor=agent, now=NOON
    )

    deliver()

    assert notices() == [("Ruth Adler", "NegotiationClosed")]
