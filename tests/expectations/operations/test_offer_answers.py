import threading
from decimal import Decimal

import pytest
from django.db import connection, connections

from heed.accounts.operations import note_absence
from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.expectations.models import Negotiation, Offer, Promise
from heed.expectations.operations import offer_answers as operations
from heed.expectations.operations.offers import expire_offer, withdraw_offer
from tests.accounts.factories import make_user
from tests.expectations.factories import make_measured_topic
from tests.expectations.negotiating import draft, make_negotiation, offer_to
from tests.moments import DAY, HOUR, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(agent, system) -> Offer:
    return offer_to(make_negotiation(actor=agent), actor=agent)


def choose(offer, position=1, *, actor, now=NOON + HOUR):
    option = offer.options.get(position=position)
    return operations.choose_option(offer_id=offer.pk, option_id=option.pk, actor=actor, now=now)


def test_what_the_customer_chooses_becomes_our_promise(offer, agent, system):
    choose(offer, 2, actor=system)

    option, promise = offer.options.get(is_chosen=True), Promise.objects.get()
    negotiation = Negotiation.objects.get()
    assert option.position == 2
    assert option.promise == promise
    assert promise.wording == "You collect it in the shop"
    assert (promise.due_at, promise.owner, promise.made_by) == (option.due_at, agent, system)
    assert promise.conversation == negotiation.conversation
    assert (negotiation.state, negotiation.closed_at) == ("agreed", NOON + HOUR)
    assert negotiation.closed_because == option.wording
    assert Event.objects.filter(type="expectations.PromiseMade").count() == 1
    answered = Event.objects.get(type="expectations.OfferAnswered")
    assert answered.payload["answer"] == "chosen"


def test_the_promise_is_about_the_topic_and_value_of_the_option(agent, system):
    topic = make_measured_topic()
    options = [draft(topic=topic, value=Decimal(2)), draft("Another")]
    offer = offer_to(make_negotiation(actor=agent), actor=agent, options=options)

    choose(offer, actor=system)

    assert Promise.objects.values_list("topic", "value").get() == (topic.pk, Decimal(2))


def test_an_agent_enters_what_was_said_on_the_phone(offer, agent):
    answered = choose(offer, actor=agent)

    assert answered.answered_to == agent
    assert Promise.objects.get().made_by == agent


@pytest.mark.parametrize("second", [1, 2], ids=["the same", "another"])
def test_one_answer_counts(offer, system, second):
    choose(offer, actor=system)

    with pytest.raises(operations.OfferAlreadyAnswered, match="the first"):
        choose(offer, second, actor=system, now=NOON + 2 * HOUR)

    assert Promise.objects.count() == 1
    assert offer.options.get(is_chosen=True).position == 1


def test_an_option_whose_time_has_passed_is_refused_with_a_way_out(offer, system):
    with pytest.raises(operations.OptionNoLongerPossible, match="choose another option"):
        choose(offer, 1, actor=system, now=NOON + DAY)

    assert not Promise.objects.exists()
    assert Negotiation.objects.get().state == "open"
    choose(offer, 2, actor=system, now=NOON + DAY)
    assert Promise.objects.count() == 1


def test_an_expired_offer_cannot_be_chosen_even_before_the_worker_noticed(offer, system):
    with pytest.raises(operations.OfferExpired, match="good until"):
        choose(offer, 2, actor=system, now=NOON + 3 * DAY)

    expire_offer(offer_id=offer.pk, actor=system, now=NOON + 3 * DAY)
    with pytest.raises(operations.OfferExpired):
        choose(offer, 2, actor=system, now=NOON + 3 * DAY)

    assert not Promise.objects.exists()


def test_a_withdrawn_offer_cannot_be_chosen(offer, agent, system):
    withdraw_offer(offer_id=offer.pk, actor=agent, now=NOON)

    with pytest.raises(operations.OfferWithdrawn):
        choose(offer, actor=system)

    assert not Promise.objects.exists()


def test_an_option_of_another_offer_cannot_be_chosen(offer, agent, system):
    other = offer_to(
        make_negotiation(actor=agent, customer=offer.negotiation.customer), actor=agent
    )
    option = other.options.first()

    with pytest.raises(operations.OptionOfAnother, match="one of its 2"):
        operations.choose_option(offer_id=offer.pk, option_id=option.pk, actor=system, now=NOON)

    assert not Promise.objects.exists()


def test_who_has_left_does_not_keep_the_promise(offer, agent, system, manager):
    agent.is_active = False
    agent.save()

    choose(offer, actor=system)

    assert Promise.objects.get().owner == manager


def test_who_stands_in_keeps_what_was_chosen_while_the_owner_is_away(offer, agent, system):
    other = make_user(name="Olga Stand")
    away = {"since": NOON + HOUR, "until": NOON + 20 * DAY, "actor": agent, "now": NOON}
    note_absence(user=agent, stand_in=other, **away)

    choose(offer, actor=system, now=NOON + 2 * HOUR)

    assert Promise.objects.get().owner == other


def test_a_choice_is_taken_also_where_nobody_is_there(offer, agent, system):
    away = {"since": NOON + HOUR, "until": NOON + 20 * DAY, "actor": agent, "now": NOON}
    note_absence(user=agent, **away)

    choose(offer, actor=system, now=NOON + 2 * HOUR)

    assert Promise.objects.get().owner == agent


def test_a_wish_keeps_the_negotiation_open_for_a_next_offer(offer, agent, system):
    operations.counter_offer(offer_id=offer.pk, wish=" In red 😀 ", actor=system, now=NOON + HOUR)

    offer.refresh_from_db()
    assert (offer.answer, offer.counter_wish) == ("counter", "In red 😀")
    assert Negotiation.objects.get().state == "open"
    assert offer_to(offer.negotiation, actor=agent, now=NOON + HOUR).pk != offer.pk


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        pytest.param("  ", operations.WishMissing, id="nothing"),
        pytest.param("红" * 5001, operations.SayingTooLong, id="too long"),
        pytest.param("x" * 10_000_000, operations.SayingTooLong, id="ten megabytes"),
    ],
)
def test_a_wish_that_cannot_be_taken_is_refused(offer, system, wish, refusal):
    with pytest.raises(refusal):
        operations.counter_offer(offer_id=offer.pk, wish=wish, actor=system, now=NOON)

    offer.refresh_from_db()
    assert offer.answered_at is None


def test_a_no_needs_no_reason(offer, system):
    operations.decline_offer(offer_id=offer.pk, actor=system, now=NOON + HOUR)

    offer.refresh_from_db()
    assert (offer.answer, offer.declined_because) == ("declined", "")
    assert Negotiation.objects.get().state == "open"
    assert not Promise.objects.exists()


def test_who_only_reads_answers_nothing(offer, analyst):
    with pytest.raises(NotPermitted):
        choose(offer, actor=analyst)

    assert not Promise.objects.exists()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time there")
@pytest.mark.django_db(transaction=True)
def test_two_browsers_at_once_give_one_answer(agent, system):
    offer = offer_to(make_negotiation(actor=agent), actor=agent)
    ready, said = threading.Barrier(2), []

    def answer(position):
        ready.wait()
        try:
            choose(offer, position, actor=system)
            said.append("taken")
        except operations.OfferAlreadyAnswered:
            said.append("refused")
        finally:
            connections.close_all()

    browsers = [threading.Thread(target=answer, args=(position,)) for position in (1, 2)]
    for browser in browsers:
        browser.start()
    for browser in browsers:
        browser.join()

    assert sorted(said) == ["refused", "taken"]
    assert Promise.objects.count() == 1
    assert offer.options.filter(is_chosen=True).count() == 1


def test_a_person_who_may_conduct_answers_for_the_customer_of_a_colleague(offer):
    colleague = make_user(name="Tom Hill")

    assert choose(offer, actor=colleague).answered_to == colleague
