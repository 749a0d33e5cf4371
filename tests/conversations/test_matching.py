from datetime import timedelta

import pytest

from heed.conversations.models import Conversation, Message
from heed.conversations.operations.answering import answer
from heed.conversations.operations.handling import close_conversation
from heed.core.models import Event
from heed.customers.models import Customer
from tests.conversations.factories import make_conversation, receive_mail
from tests.moments import HOUR, NOON

pytestmark = pytest.mark.django_db
REPLY = {"message_id": "<second@example.net>", "subject": "Something new", "text": "And now?"}


@pytest.mark.parametrize(
    "named",
    [
        pytest.param({"in_reply_to": "<first@example.net>"}, id="in reply to"),
        pytest.param(
            {"references": "<first@example.net> <unknown@example.net>"}, id="older reference"
        ),
    ],
)
def test_a_reply_continues_the_conversation_it_refers_to(system, named):
    conversation = make_conversation()

    taken = receive_mail(**REPLY, **named)

    assert (taken.state, taken.conversation_id) == ("continued", conversation.pk)


def test_a_reply_to_our_answer_continues_the_conversation(system, agent):
    conversation = make_conversation()
    sent = answer(conversation=conversation, text="It left.", actor=agent, now=NOON)

    taken = receive_mail(**REPLY, in_reply_to=f"<{sent.message_id}>")

    assert (taken.state, taken.conversation_id) == ("continued", conversation.pk)


def test_the_newest_reference_counts_most(system):
    make_conversation()
    newer = make_conversation(message_id="<other@example.net>", subject="Another matter")

    taken = receive_mail(**REPLY, references="<first@example.net> <other@example.net>")

    assert taken.conversation_id == newer.pk


def test_a_stranger_who_knows_the_identifier_gets_a_conversation_of_her_own(system):
    conversation = make_conversation()

    taken = receive_mail(**REPLY, in_reply_to="<first@example.net>", sender="eve@example.org")

    assert taken.state == "new"
    assert taken.conversation_id != conversation.pk
    assert Conversation.objects.get(pk=taken.conversation_id).customer.name == "Eve"


def test_who_got_a_copy_may_join_without_becoming_the_customer(system):
    conversation = make_conversation(cc="Bob <Bob@example.org>")

    taken = receive_mail(**REPLY, in_reply_to="<first@example.net>", sender="bob@example.org")

    assert (taken.state, taken.conversation_id) == ("continued", conversation.pk)
    assert taken.customer_id == conversation.customer_id
    assert Customer.objects.count() == 1


@pytest.mark.parametrize("subject", ["Re: Order 1042", "RE:  order 1042", "回复：Order 1042"])
def test_a_reply_without_references_is_found_by_its_subject(system, subject):
    conversation = make_conversation()

    taken = receive_mail(**{**REPLY, "subject": subject})

    assert (taken.state, taken.conversation_id) == ("continued", conversation.pk)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"subject": "Order 1042"}, id="no reply prefix"),
        pytest.param({"subject": "Re: Order 1043"}, id="other subject"),
        pytest.param({"subject": "Re:"}, id="nothing but a prefix"),
        pytest.param({"sender": "bob@example.org"}, id="other sender"),
        pytest.param({"now": NOON + timedelta(days=31)}, id="after a month"),
    ],
)
def test_a_subject_alone_joins_nothing_else(system, changes):
    make_conversation()

    taken = receive_mail(**{**REPLY, "subject": "Re: Order 1042", **changes})

    assert taken.state == "new"


def test_a_reply_opens_a_closed_conversation_again(system, agent):
    conversation = make_conversation()
    close_conversation(conversation=conversation, actor=agent, now=NOON)

    receive_mail(**REPLY, in_reply_to="<first@example.net>", now=NOON + HOUR)

    conversation.refresh_from_db()
    assert (conversation.state, conversation.closed_at) == (Conversation.State.OPEN, None)
    assert conversation.waiting_since == NOON + HOUR
    assert Event.objects.filter(type="conversations.ConversationReopened").count() == 1


def test_an_automatic_reply_joins_but_opens_nothing_and_waits_for_nothing(system, agent):
    conversation = make_conversation()
    answer(conversation=conversation, text="It left.", actor=agent, now=NOON, close=True)

    taken = receive_mail(
        **REPLY,
        in_reply_to="<first@example.net>",
        headers=[("Auto-Submitted", "auto-replied")],
        now=NOON + HOUR,
    )

    conversation.refresh_from_db()
    assert (taken.state, taken.conversation_id) == ("continued", conversation.pk)
    assert Message.objects.get(pk=taken.message_id).kind == Message.Kind.AUTO_REPLY
    assert (conversation.state, conversation.waiting_since) == (Conversation.State.CLOSED, None)
    assert conversation.last_message_at == NOON + HOUR


def test_an_automatic_mail_of_its_own_waits_for_nothing(system):
    conversation = make_conversation(headers=[("Auto-Submitted", "auto-generated")])

    assert (conversation.state, conversation.waiting_since) == (Conversation.State.OPEN, None)
