import pytest

from heed.conversations.models import Message
from heed.core.models import OutgoingMail
from heed.expectations.models import Negotiation, Offer
from heed.expectations.operations.declining import TopicMissing, decline_negotiation
from heed.expectations.operations.negotiations import NegotiationEnded, ReasonMissing
from heed.expectations.operations.offer_letters import OfferNeedsAddress
from tests.customers.factories import make_customer
from tests.expectations.factories import make_topic
from tests.expectations.negotiating import make_negotiation, offer_to
from tests.moments import NOON

pytestmark = pytest.mark.django_db


def decline(negotiation, actor, **fields):
    wanted = {"because": "The maker stopped making it", "now": NOON} | fields
    return decline_negotiation(negotiation_id=negotiation.pk, actor=actor, **wanted)


def test_a_no_goes_out_as_one_letter_and_lands_on_its_topic(agent):
    topic = make_topic()
    negotiation = make_negotiation(actor=agent)
    offer_to(negotiation, actor=agent)

    decline(negotiation, agent, topic=topic, text="I would have liked to.\n", token="t")

    negotiation.refresh_from_db()
    assert (negotiation.state, negotiation.topic) == ("declined", topic)
    assert negotiation.closed_because == "The maker stopped making it"
    assert OutgoingMail.objects.order_by("-pk").first().text == "I would have liked to.\n"
    assert Offer.objects.get().withdrawn_at == NOON


def test_a_no_said_by_word_of_mouth_writes_no_letter(agent):
    negotiation = make_negotiation(actor=agent, customer=make_customer(), topic=make_topic())

    decline(negotiation, agent)

    assert Negotiation.objects.get().state == "declined"
    assert not Message.objects.exists()


def test_a_no_has_a_true_reason_and_a_topic(agent):
    negotiation = make_negotiation(actor=agent)

    with pytest.raises(ReasonMissing):
        decline(negotiation, agent, because=" ", topic=make_topic())
    with pytest.raises(TopicMissing, match="opportunity"):
        decline(negotiation, agent)

    assert Negotiation.objects.get().state == "open"


def test_a_letter_that_has_nowhere_to_go_declines_nothing(agent):
    negotiation = make_negotiation(actor=agent, customer=make_customer(), topic=make_topic())

    with pytest.raises(OfferNeedsAddress):
        decline(negotiation, agent, text="We are sorry.", token="t")

    assert Negotiation.objects.get().state == "open"


def test_what_was_declined_cannot_be_declined_again(agent):
    negotiation = make_negotiation(actor=agent, topic=make_topic())
    decline(negotiation, agent)

    with pytest.raises(NegotiationEnded, match="Declined"):
        decline(negotiation, agent)
