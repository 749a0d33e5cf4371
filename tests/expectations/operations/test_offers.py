from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from heed.conversations.models import Message
from heed.core.access import NotPermitted
from heed.core.models import Event, OutgoingMail
from heed.customers.operations import CustomerGone
from heed.expectations.models import Negotiation, Offer, Option, Promise
from heed.expectations.operations import offers as operations
from heed.expectations.operations.negotiations import (
    ExpectationOfAnother,
    NegotiationEnded,
    defer_negotiation,
)
from heed.expectations.operations.offer_letters import OfferNeedsAddress
from heed.expectations.queries.offers import token_of
from tests.conversations.factories import make_conversation
from tests.customers.factories import make_customer
from tests.expectations.factories import make_expectation, make_measured_topic, make_topic
from tests.expectations.negotiating import draft, make_negotiation, offer_to, two_drafts
from tests.moments import DAY, HOUR, NOON

pytestmark = pytest.mark.django_db


def events_named(name):
    return Event.objects.filter(type=f"expectations.{name}")


def test_an_offer_goes_out_in_the_customers_language_with_a_personal_link(agent):
    customer = make_customer(name="陈梅", email="mei@chen.example", language="zh-hans")
    negotiation = make_negotiation(actor=agent, customer=customer)

    offer = offer_to(negotiation, actor=agent, introduction="我问了仓库。")

    mail = OutgoingMail.objects.get()
    assert offer.mail == mail
    assert (mail.to_address, mail.language) == ("mei@chen.example", "zh-hans")
    assert mail.text.count(token_of(offer)) == 3
    assert "我问了仓库。" in mail.text
    assert "A courier brings it" in mail.text
    assert "£5.00" in mail.text
    assert events_named("OfferMade").get().payload["offer_id"] == offer.pk


def test_what_an_option_costs_us_is_never_written_to_the_customer(agent):
    offer_to(make_negotiation(actor=agent), actor=agent)

    text = OutgoingMail.objects.get().text

    assert "12.34" not in text
    assert "1234" not in text


def test_an_offer_stands_in_the_conversation_it_belongs_to(agent, system):
    conversation = make_conversation()
    negotiation = make_negotiation(
        actor=agent, customer=conversation.customer, conversation=conversation
    )

    offer_to(negotiation, actor=agent)

    letter = conversation.messages.get(direction=Message.Direction.OUTBOUND)
    assert letter.subject == "Re: Order 1042"
    assert "A courier brings it" in letter.text


def test_without_a_conversation_the_offer_opens_one(agent):
    negotiation = make_negotiation(actor=agent)

    offer_to(negotiation, actor=agent)

    negotiation.refresh_from_db()
    assert negotiation.conversation.customer == negotiation.customer
    assert negotiation.conversation.messages.count() == 1


def test_an_offer_on_the_phone_writes_no_letter(agent):
    customer = make_customer()

    offer = offer_to(make_negotiation(actor=agent, customer=customer), actor=agent, mode="phone")

    assert offer.mail is None
    assert not OutgoingMail.objects.exists()


def test_without_an_address_the_phone_is_proposed(agent):
    negotiation = make_negotiation(actor=agent, customer=make_customer())

    with pytest.raises(OfferNeedsAddress, match="on the phone instead"):
        offer_to(negotiation, actor=agent)

    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    ("count", "refusal", "said"),
    [
        pytest.param(0, operations.TooFewOptions, "0 option is no choice", id="none"),
        pytest.param(1, operations.TooFewOptions, "at least 2", id="one"),
        pytest.param(6, operations.TooManyOptions, "Keep the best 5", id="six"),
    ],
)
def test_an_offer_has_two_to_five_options(agent, count, refusal, said):
    negotiation = make_negotiation(actor=agent)
    options = [draft(f"Way {number}") for number in range(count)]

    with pytest.raises(refusal, match=said):
        offer_to(negotiation, actor=agent, options=options)

    assert not Offer.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_five_options_are_put_in_their_order(agent):
    options = [draft(f"Way {number} 😀") for number in range(1, 6)]

    offer = offer_to(make_negotiation(actor=agent), actor=agent, options=options)

    assert [option.wording for option in offer.options.all()] == [each.wording for each in options]


@pytest.mark.parametrize(
    ("changes", "refusal", "said"),
    [
        pytest.param(
            {"wording": " "}, operations.OptionWordingMissing, "Option 2", id="no wording"
        ),
        pytest.param(
            {"due_at": NOON - HOUR}, operations.OptionDuePast, "March 2, 2026", id="due in the past"
        ),
        pytest.param(
            {"price_minor": -1}, operations.OptionAmountNegative, "−£0.01", id="negative price"
        ),
        pytest.param(
            {"cost_minor": -5}, operations.OptionAmountNegative, "−£0.05", id="negative cost"
        ),
        pytest.param(
            {"value": Decimal(3)}, operations.OptionValueWithoutUnit, "Option 2", id="no topic"
        ),
        pytest.param(
            {"cost_minor": 2001}, operations.OptionAboveBudget, "£20.01", id="above the budget"
        ),
    ],
)
def test_an_option_that_makes_no_sense_is_named(agent, changes, refusal, said):
    negotiation = make_negotiation(actor=agent)
    options = [draft(), replace(draft("Another way"), **changes)]

    with pytest.raises(refusal, match=said):
        offer_to(negotiation, actor=agent, options=options)

    assert not Offer.objects.exists()


def test_options_that_say_the_same_are_no_choice(agent):
    with pytest.raises(operations.OptionsAlike, match="Options 1 and 2"):
        offer_to(make_negotiation(actor=agent), actor=agent, options=[draft(), draft()])


def test_a_felt_topic_has_no_value(agent):
    options = [draft(topic=make_topic(), value=Decimal(3)), draft("Another")]

    with pytest.raises(operations.OptionValueWithoutUnit):
        offer_to(make_negotiation(actor=agent), actor=agent, options=options)


def test_an_option_fulfils_what_the_customer_expects_now(agent):
    negotiation = make_negotiation(actor=agent)
    delivery = make_measured_topic()
    expectation = make_expectation(
        customer=negotiation.customer, topic=delivery, value=2, recorded_by=agent
    )
    options = [draft(topic=delivery, value=2, fulfils=[expectation]), draft("Another")]

    offer = offer_to(negotiation, actor=agent, options=options)

    assert list(offer.options.first().fulfils.all()) == [expectation]


def test_an_option_cannot_fulfil_what_another_customer_expects(agent):
    strange = make_expectation(customer=make_customer(), topic=make_topic(), recorded_by=agent)
    options = [draft(fulfils=[strange]), draft("Another")]

    with pytest.raises(ExpectationOfAnother):
        offer_to(make_negotiation(actor=agent), actor=agent, options=options)


def test_one_offer_waits_at_a_time(agent):
    negotiation = make_negotiation(actor=agent)
    offer_to(negotiation, actor=agent)

    with pytest.raises(operations.OfferWaits, match="Withdraw it before"):
        offer_to(negotiation, actor=agent)

    assert Offer.objects.count() == 1


def test_the_database_too_lets_one_offer_wait(agent):
    offer = offer_to(make_negotiation(actor=agent), actor=agent)
    offer.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        offer.save(force_insert=True)


def test_after_withdrawing_another_offer_can_be_made(agent):
    negotiation = make_negotiation(actor=agent)
    offer = offer_to(negotiation, actor=agent)

    operations.withdraw_offer(offer_id=offer.pk, actor=agent, now=NOON + HOUR)
    offer_to(negotiation, actor=agent, now=NOON + HOUR)

    assert Offer.objects.count() == 2
    assert events_named("OfferWithdrawn").count() == 1
    with pytest.raises(operations.OfferNotWaiting):
        operations.withdraw_offer(offer_id=offer.pk, actor=agent, now=NOON + 2 * HOUR)


def test_an_offer_that_ends_before_it_begins_is_refused(agent):
    with pytest.raises(operations.OfferExpiryPast):
        offer_to(make_negotiation(actor=agent), actor=agent, expires_at=NOON)


def test_nothing_is_offered_in_a_negotiation_that_has_ended(agent):
    negotiation = make_negotiation(actor=agent)
    defer_negotiation(
        negotiation_id=negotiation.pk, until=NOON + DAY, because="Stock", actor=agent, now=NOON
    )

    with pytest.raises(NegotiationEnded, match="Deferred"):
        offer_to(negotiation, actor=agent)


def test_nothing_is_offered_to_an_erased_customer(agent):
    negotiation = make_negotiation(actor=agent)
    customer = negotiation.customer
    customer.erased_at = NOON
    customer.save()

    with pytest.raises(CustomerGone):
        offer_to(negotiation, actor=agent)
    with pytest.raises(CustomerGone):
        make_negotiation(actor=agent, customer=customer)

    assert not Offer.objects.exists()
    assert Negotiation.objects.count() == 1


def test_who_only_reads_offers_nothing(agent, analyst):
    negotiation = make_negotiation(actor=agent)

    with pytest.raises(NotPermitted):
        offer_to(negotiation, actor=analyst)

    assert not Option.objects.exists()
    assert not Promise.objects.exists()


def test_an_unanswered_offer_runs_out_once(agent, system):
    offer = offer_to(make_negotiation(actor=agent), actor=agent)
    later = NOON + 3 * DAY
    expire = {"offer_id": offer.pk, "actor": system}

    assert not operations.expire_offer(**expire, now=later - HOUR)
    assert operations.expire_offer(**expire, now=later)
    assert not operations.expire_offer(**expire, now=later + HOUR)

    offer.refresh_from_db()
    assert offer.expired_at == later
    assert events_named("OfferExpired").count() == 1
    assert Negotiation.objects.get().state == "open"
    assert len(two_drafts()) == offer.options.count()
