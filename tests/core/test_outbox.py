import pytest

from heed.core import outbox
from heed.core.models import Delivery, Event, OutgoingMail
from heed.core.outbox import AddressUnusable
from tests.core.factories import make_outgoing_mail
from tests.moments import HOUR, NOON

pytestmark = pytest.mark.django_db


def test_a_mail_written_waits_to_be_sent_by_one_delivery():
    mail = make_outgoing_mail(customer_id=7)

    assert mail.state == OutgoingMail.State.WAITING
    assert mail.message_id.endswith("@harbour.example")
    event = Event.objects.get()
    assert event.type == "core.MailWritten"
    assert event.payload == {"mail_id": mail.pk, "customer_id": 7, "purpose": "answer"}
    assert Delivery.objects.get().subscriber == "core.send_mail"


def test_the_last_reference_is_the_mail_answered():
    mail = make_outgoing_mail(references=["a@example.net", "b@example.net"])

    assert (mail.in_reply_to, mail.references) == ("b@example.net", "a@example.net b@example.net")


def test_of_a_long_thread_the_first_and_the_newest_references_are_named():
    mail = make_outgoing_mail(references=[f"{n}@example.net" for n in range(100)])

    assert mail.references.split() == [
        "0@example.net",
        *(f"{n}@example.net" for n in range(81, 100)),
    ]


def test_no_line_break_gets_into_a_header():
    mail = make_outgoing_mail(
        subject="a\r\nBcc: x@example.org", to_name="Joan\nX: y", sender_name="M\x00ei"
    )

    assert (mail.subject, mail.to_name, mail.sender_name) == (
        "a Bcc: x@example.org",
        "Joan X: y",
        "M ei",
    )


@pytest.mark.parametrize(
    "address",
    ["", "joan", "joan@", "@example.net", "joan@example.net\r\nBcc: x@example.org", "a,b@c.d",
     "a b@c.d", "<joan@example.net>", f"{'j' * 320}@example.net"],
)  # fmt: skip
def test_mail_is_written_to_plain_addresses_alone(address):
    with pytest.raises(AddressUnusable, match="Correct it first"):
        make_outgoing_mail(to_address=address)

    assert not OutgoingMail.objects.exists()
    assert not Event.objects.exists()


def test_a_bounce_is_told_once():
    mail = make_outgoing_mail(customer_id=7)

    told = [
        outbox.mark_bounced(mail_id=mail.pk, problem="5.1.1 unknown", actor=None, now=NOON)
        for _ in range(2)
    ]

    mail.refresh_from_db()
    assert told == [True, False]
    assert (mail.state, mail.problem) == (OutgoingMail.State.BOUNCED, "5.1.1 unknown")
    assert Event.objects.filter(type="core.MailBounced").count() == 1


def test_the_outbox_shows_the_newest_first():
    old = make_outgoing_mail(now=NOON - HOUR)
    new = make_outgoing_mail(now=NOON)

    assert list(outbox.outgoing_mail()) == [new, old]
    assert outbox.read_outgoing(old.pk) == old
    assert outbox.read_outgoing(0) is None
