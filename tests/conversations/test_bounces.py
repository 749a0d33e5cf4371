import pytest

from heed.conversations.models import Message, RawMail
from heed.conversations.operations import intake
from heed.conversations.operations.answering import answer
from heed.core.models import Event, OutgoingMail
from heed.core.outbox import write_mail
from tests.conversations.factories import make_bounce, make_conversation, message_of, receive
from tests.moments import HOUR, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(system, agent) -> Message:
    return answer(conversation=make_conversation(), text="It left.", actor=agent, now=NOON)


def test_a_bounce_marks_our_mail_and_stands_in_its_conversation(sent):
    taken = receive(make_bounce(of=sent.message_id), now=NOON + HOUR)

    report = message_of(taken)
    sent.outgoing.refresh_from_db()
    assert (taken.state, taken.conversation_id) == ("continued", sent.conversation_id)
    assert (report.kind, report.direction) == (Message.Kind.BOUNCE, Message.Direction.INBOUND)
    assert sent.outgoing.state == OutgoingMail.State.BOUNCED
    assert sent.outgoing.problem == "5.1.1 550 5.1.1 no such user here"
    assert Event.objects.filter(type="core.MailBounced").count() == 1


def test_a_bounce_is_no_question_of_the_customers(sent):
    receive(make_bounce(of=sent.message_id))

    sent.conversation.refresh_from_db()
    assert sent.conversation.waiting_since is None


def test_a_delay_is_told_but_is_no_bounce_yet(sent):
    taken = receive(make_bounce(of=sent.message_id, status="4.4.1"))

    sent.outgoing.refresh_from_db()
    assert taken.state == "continued"
    assert sent.outgoing.state == OutgoingMail.State.WAITING


def test_a_delivery_that_ran_out_of_time_is_a_bounce(sent):
    receive(make_bounce(of=sent.message_id, status="4.4.7"))

    sent.outgoing.refresh_from_db()
    assert sent.outgoing.state == OutgoingMail.State.BOUNCED


def test_the_bounce_of_a_mail_outside_conversations_marks_it(system):
    letter = write_mail(
        purpose="invitation",
        sender_name="Harbour Lane",
        sender_address="service@harbour.example",
        to_address="joan@example.net",
        subject="Two questions",
        text="…",
        customer_id=5,
        actor=None,
        now=NOON,
    )

    taken = receive(make_bounce(of=letter.message_id))

    letter.refresh_from_db()
    assert taken == intake.Intake("continued", customer_id=5)
    assert letter.state == OutgoingMail.State.BOUNCED


def test_a_bounce_of_no_mail_of_ours_is_parked(sent):
    taken = receive(make_bounce(of="nobody.knows@example.net"))

    assert taken == intake.Intake("parked")
    assert RawMail.objects.get(state=RawMail.State.PARKED).problem == RawMail.Problem.STRAY_BOUNCE
