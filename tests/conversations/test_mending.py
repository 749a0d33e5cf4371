import pytest

from heed.conversations.models import Message, RawMail
from heed.conversations.operations.intake import mend_raw
from heed.conversations.operations.storing import MailNotParked, dismiss_raw
from heed.core.access import NotPermitted
from heed.core.models import Event
from tests.conversations.factories import (
    make_bounce,
    make_conversation,
    make_mail,
    message_of,
    receive,
)
from tests.moments import HOUR, NOON

pytestmark = pytest.mark.django_db


def parked(content: bytes) -> RawMail:
    receive(content)
    return RawMail.objects.get(state=RawMail.State.PARKED)


def mend(raw, agent, **corrections):
    return mend_raw(raw=raw, corrections=corrections, actor=agent, now=NOON + HOUR)


def test_a_mail_without_a_sender_is_taken_in_once_it_has_one(system, agent):
    raw = parked(make_mail(sender=""))

    taken = mend(raw, agent, sender_name="Joan Mills", sender_address="joan@example.net")

    raw.refresh_from_db()
    message = message_of(taken)
    assert taken.state == "new"
    assert (message.sender_name, message.text) == ("Joan Mills", "My order has not arrived.")
    assert message.conversation.waiting_since == NOON
    assert (raw.state, raw.problem, raw.corrected_by) == (RawMail.State.TAKEN, "", agent)
    mended = Event.objects.get(type="conversations.MailMended")
    assert mended.payload["fields"] == ["sender_address", "sender_name"]


def test_what_is_no_mail_at_all_can_be_written_out_by_hand(system, agent):
    raw = parked(b"joan called about order 1042")

    taken = mend(
        raw, agent, sender_address="joan@example.net", subject="Order 1042", text="She called."
    )

    message = message_of(taken)
    assert (taken.state, message.subject, message.text) == ("new", "Order 1042", "She called.")


def test_a_web_form_sent_in_our_own_name_becomes_the_customers(system, agent):
    raw = parked(make_mail(sender="service@harbour.example"))

    taken = mend(raw, agent, sender_address="joan@example.net")

    assert message_of(taken).sender_address == "joan@example.net"


def test_who_names_the_sender_of_a_stray_report_makes_it_a_message(system, agent):
    conversation = make_conversation()
    raw = parked(make_bounce(of="unknown@example.net"))

    taken = mend(raw, agent, sender_address="joan@example.net")

    assert message_of(taken).kind == Message.Kind.MESSAGE
    assert taken.customer_id == conversation.customer_id


def test_a_correction_that_does_not_help_leaves_the_mail_parked(system, agent):
    raw = parked(make_mail(sender=""))

    taken = mend(raw, agent, sender_address="not an address")

    raw.refresh_from_db()
    assert taken.state == "parked"
    assert (raw.state, raw.problem) == (RawMail.State.PARKED, RawMail.Problem.NO_SENDER)


def test_a_mail_can_be_tried_again_unchanged(system, agent):
    raw = parked(b"")

    assert mend(raw, agent, subject="  ").state == "parked"


def test_a_mail_is_mended_once(system, agent):
    raw = parked(make_mail(sender=""))
    mend(raw, agent, sender_address="joan@example.net")

    with pytest.raises(MailNotParked, match="no longer parked"):
        mend(raw, agent, sender_address="bob@example.org")

    assert Message.objects.count() == 1


def test_a_mail_dismissed_stays_kept_and_leaves_the_page(system, agent):
    raw = parked(b"")

    dismiss_raw(raw=raw, actor=agent, now=NOON)

    raw.refresh_from_db()
    assert (raw.state, raw.corrected_by) == (RawMail.State.DISMISSED, agent)
    assert receive(b"").state == "duplicate"
    with pytest.raises(MailNotParked):
        dismiss_raw(raw=raw, actor=agent, now=NOON)


@pytest.mark.parametrize("operation", ["mend", "dismiss"])
def test_who_only_reads_mends_nothing(system, analyst, operation):
    raw = parked(b"")

    with pytest.raises(NotPermitted):
        {
            "mend": lambda: mend(raw, analyst, sender_address="joan@example.net"),
            "dismiss": lambda: dismiss_raw(raw=raw, actor=analyst, now=NOON),
        }[operation]()

    raw.refresh_from_db()
    assert raw.state == RawMail.State.PARKED
