import pytest

from heed.conversations.mime.mail import Attachment
from heed.conversations.models import Conversation, Message
from heed.conversations.operations.answering import (
    NoMailAddress,
    TextMissing,
    answer,
    open_conversation,
    take_down_message,
    write_note,
)
from heed.core import files
from heed.core.access import NotPermitted
from heed.core.models import Event, OutgoingMail
from tests.conversations.factories import make_conversation, receive_mail
from tests.customers.factories import make_customer
from tests.moments import HOUR, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation(system) -> Conversation:
    return make_conversation()


def test_an_answer_goes_out_by_mail_and_ends_the_wait(conversation, agent):
    message = answer(
        conversation=conversation, text="It left today.\r\n", actor=agent, now=NOON + HOUR
    )

    conversation.refresh_from_db()
    mail = OutgoingMail.objects.get()
    assert (message.direction, message.author) == (Message.Direction.OUTBOUND, agent)
    assert message.outgoing == mail
    assert message.message_id == mail.message_id
    assert (mail.to_name, mail.to_address) == ("Joan Mills", "joan@example.net")
    assert (mail.subject, mail.text) == ("Re: Order 1042", "It left today.\n")
    assert mail.sender_name == "Mei Chen · Harbour Lane"
    assert (mail.in_reply_to, mail.references) == ("first@example.net", "first@example.net")
    assert conversation.waiting_since is None
    assert conversation.last_message_at == NOON + HOUR
    assert conversation.state == Conversation.State.OPEN
    assert Event.objects.get(type="conversations.MessageSent").payload == {
        "customer_id": conversation.customer_id,
        "conversation_id": conversation.pk,
        "message_id": message.pk,
    }


def test_an_answer_names_the_whole_thread_and_answers_the_customers_last_mail(conversation, agent):
    ours = answer(conversation=conversation, text="It left.", actor=agent, now=NOON)
    receive_mail(
        message_id="<second@example.net>", in_reply_to=f"<{ours.message_id}>", now=NOON + HOUR
    )
    note = answer(conversation=conversation, text="Yes.", actor=agent, now=NOON + 2 * HOUR)

    assert note.outgoing.in_reply_to == "second@example.net"
    assert note.outgoing.references.split() == [
        "first@example.net",
        ours.message_id,
        "second@example.net",
    ]


def test_the_same_form_sent_twice_is_one_answer(conversation, agent):
    sent = [
        answer(conversation=conversation, text="It left.", actor=agent, now=NOON, token="t1")
        for _ in range(2)
    ]

    assert sent[0] == sent[1]
    assert OutgoingMail.objects.count() == 1
    assert Event.objects.filter(type="conversations.MessageSent").count() == 1


def test_two_forms_with_the_same_words_are_two_answers(conversation, agent):
    answer(conversation=conversation, text="Yes.", actor=agent, now=NOON, token="t1")
    answer(conversation=conversation, text="Yes.", actor=agent, now=NOON, token="t2")

    assert OutgoingMail.objects.count() == 2


def test_an_answer_may_close_the_matter(conversation, agent):
    answer(conversation=conversation, text="Done.", actor=agent, now=NOON, close=True)

    conversation.refresh_from_db()
    assert (conversation.state, conversation.closed_at) == (Conversation.State.CLOSED, NOON)
    assert Event.objects.filter(type="conversations.ConversationClosed").count() == 1


def test_files_go_with_the_answer(conversation, agent):
    given = Attachment("manual.pdf", "application/pdf", b"%PDF")

    message = answer(
        conversation=conversation, text="See here.", actor=agent, now=NOON, attachments=[given]
    )

    kept = message.attachments.get()
    assert (kept.name, kept.size, files.read(kept.digest)) == ("manual.pdf", 4, b"%PDF")
    assert message.outgoing.attachments == [
        {"name": "manual.pdf", "type": "application/pdf", "size": 4, "digest": kept.digest}
    ]


def test_an_answer_goes_where_the_customer_wants_it(system, agent):
    conversation = make_conversation(headers=[("Reply-To", "Home <joan@home.example>")])

    message = answer(conversation=conversation, text="Yes.", actor=agent, now=NOON)

    assert (message.outgoing.to_name, message.outgoing.to_address) == ("Home", "joan@home.example")


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_answer_is_not_sent(conversation, agent, text):
    with pytest.raises(TextMissing, match="no text"):
        answer(conversation=conversation, text=text, actor=agent, now=NOON)

    conversation.refresh_from_db()
    assert conversation.waiting_since == NOON
    assert not OutgoingMail.objects.exists()


def test_who_only_reads_does_not_answer(conversation, analyst):
    with pytest.raises(NotPermitted):
        answer(conversation=conversation, text="Yes.", actor=analyst, now=NOON)

    assert not OutgoingMail.objects.exists()


def test_we_may_write_first(system, agent):
    customer = make_customer(email="anna@example.net")

    message = open_conversation(
        customer=customer, subject="Your lamp", text="It is here.", actor=agent, now=NOON, token="x"
    )
    again = open_conversation(
        customer=customer, subject="Your lamp", text="It is here.", actor=agent, now=NOON, token="x"
    )

    assert message == again
    assert message.outgoing.to_address == "anna@example.net"
    assert (message.outgoing.subject, message.outgoing.in_reply_to) == ("Your lamp", "")
    assert message.conversation.waiting_since is None
    assert list(Event.objects.order_by("pk").values_list("type", flat=True)) == [
        "conversations.ConversationOpened",
        "core.MailWritten",
        "conversations.MessageSent",
    ]


def test_we_cannot_write_to_whom_we_have_no_address(system, agent):
    customer = make_customer()

    with pytest.raises(NoMailAddress, match="No mail address of Anna Berg is known"):
        open_conversation(customer=customer, subject="", text="Hello", actor=agent, now=NOON)

    assert not Conversation.objects.exists()


def test_what_a_customer_said_opens_a_conversation_in_which_she_waits(system, agent):
    customer = make_customer()

    message = open_conversation(
        customer=customer,
        subject="Call",
        text="The lamp flickers.",
        actor=agent,
        now=NOON,
        is_from_customer=True,
    )

    assert (message.direction, message.author) == (Message.Direction.INBOUND, agent)
    assert message.conversation.waiting_since == NOON
    assert not OutgoingMail.objects.exists()


def test_what_a_customer_said_reopens_and_waits(conversation, agent):
    answer(conversation=conversation, text="Done.", actor=agent, now=NOON, close=True)

    taken = [
        take_down_message(
            conversation=conversation, text="Not at all.", actor=agent, now=NOON + HOUR, token="t"
        )
        for _ in range(2)
    ]

    conversation.refresh_from_db()
    assert taken[0] == taken[1]
    assert conversation.state == Conversation.State.OPEN
    assert conversation.waiting_since == NOON + HOUR


def test_a_note_stays_among_ourselves(conversation, agent):
    notes = [
        write_note(
            conversation=conversation, text="She was upset.", actor=agent, now=NOON, token="n"
        )
        for _ in range(2)
    ]

    conversation.refresh_from_db()
    assert notes[0] == notes[1]
    assert notes[0].direction == Message.Direction.NOTE
    assert conversation.waiting_since == NOON
    assert not OutgoingMail.objects.exists()
    assert Event.objects.filter(type="conversations.NoteWritten").count() == 1
