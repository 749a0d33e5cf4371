import pytest

from heed.conversations.models import Attachment, Conversation, Message, RawMail
from heed.conversations.operations import intake, storing
from heed.core import files
from heed.core.models import Event
from heed.customers.models import Customer
from tests.conversations.factories import (
    make_conversation,
    make_mail,
    message_of,
    receive,
    receive_mail,
)
from tests.moments import HOUR, MINUTE, NOON

pytestmark = pytest.mark.django_db


def events():
    return list(Event.objects.order_by("pk").values_list("type", flat=True))


def test_a_first_mail_opens_a_conversation_of_a_new_customer(system):
    taken = receive_mail()

    message = message_of(taken)
    customer = Customer.objects.get()
    assert taken == intake.Intake("new", message.pk, message.conversation_id, customer.pk)
    assert (customer.name, customer.language, customer.team) == ("Joan Mills", "en", None)
    assert customer.last_contact_at == NOON
    assert (message.text, message.sender_address) == (
        "My order has not arrived.",
        "joan@example.net",
    )
    assert message.conversation.subject == "Order 1042"
    assert message.conversation.waiting_since == NOON
    assert message.raw.state == RawMail.State.TAKEN
    assert events() == [
        "customers.CustomerCreated",
        "conversations.ConversationOpened",
        "conversations.MessageReceived",
    ]


def test_the_bytes_are_kept_before_anything_is_read_from_them(system):
    content = b"\x00 not a mail at all"

    raw = storing.store_raw(content=content, source="test", now=NOON)

    assert files.read(raw.digest) == content
    assert raw.state == RawMail.State.STORED


def test_the_same_bytes_twice_are_one_raw_mail_and_one_message(system):
    first = receive_mail()

    second = receive_mail(now=NOON + HOUR)

    assert second == intake.Intake(
        "duplicate", first.message_id, first.conversation_id, first.customer_id
    )
    assert (RawMail.objects.count(), Message.objects.count()) == (1, 1)


def test_two_copies_that_took_different_ways_are_one_message(system):
    first = receive(b"Received: by mx1.example; Mon, 2 Mar 2026\r\n" + make_mail())

    second = receive(b"Received: by mx2.example; Tue, 3 Mar 2026\r\n" + make_mail())

    assert (second.state, second.message_id) == ("duplicate", first.message_id)
    assert RawMail.objects.filter(state=RawMail.State.DUPLICATE).count() == 1
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"text": "Something else altogether."}, id="other text"),
        pytest.param({"date": "Mon, 2 Mar 2026 12:01:00 +0000"}, id="other date"),
        pytest.param({"sender": "bob@example.org"}, id="other sender"),
        pytest.param({"files": [("a.pdf", b"%PDF")]}, id="other files"),
    ],
)
def test_the_same_message_id_with_other_content_is_a_second_message(system, other):
    receive_mail()

    second = receive_mail(**other)

    assert second.state in {"new", "continued"}
    assert Message.objects.count() == 2


def test_mails_without_a_message_id_are_the_same_only_byte_for_byte(system):
    taken = [receive_mail(message_id="", text=text) for text in ("a", "b", "a")]

    assert [each.state for each in taken] == ["new", "new", "duplicate"]


def test_a_chinese_sender_without_a_name_gets_language_and_name(system):
    receive_mail(sender="wang.wei@example.cn", subject="订单", text="您好，还没有收到货。")

    customer = Customer.objects.get()
    assert (customer.name, customer.language) == ("Wang Wei", "zh-hans")


def test_a_known_sender_is_found_whatever_the_capitals(system):
    first = receive_mail()

    second = receive_mail(sender="JOAN@Example.NET", subject="Other", message_id="<2@example.net>")

    assert second.state == "new"
    assert second.customer_id == first.customer_id


def test_attachments_are_kept_by_content(system):
    taken = receive_mail(files=[("receipt.pdf", b"%PDF-1"), ("beleg.pdf", b"%PDF-1")])

    kept = Attachment.objects.filter(message_id=taken.message_id).order_by("pk")
    assert [(each.name, each.type, each.size) for each in kept] == [
        ("receipt.pdf", "application/pdf", 6),
        ("beleg.pdf", "application/pdf", 6),
    ]
    assert files.read(kept[0].digest) == b"%PDF-1"


def test_the_quoted_part_is_kept_apart_from_what_was_written(system):
    text = "Thank you!\n\nOn Mon, 2 Mar 2026, Mei wrote:\n> It is on its way.\n"

    message = message_of(receive_mail(text=text))

    assert message.text.strip() == "Thank you!"
    assert "> It is on its way." in message.quoted_text


def test_a_second_question_does_not_shorten_the_wait(system):
    conversation = make_conversation()

    receive_mail(message_id="<2@example.net>", in_reply_to="<first@example.net>", now=NOON + HOUR)

    conversation.refresh_from_db()
    assert conversation.waiting_since == NOON
    assert conversation.last_message_at == NOON + HOUR


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(b"", "unreadable", id="empty"),
        pytest.param(b"no header here", "unreadable", id="no header"),
        pytest.param(make_mail(sender=""), "no_sender", id="no sender"),
        pytest.param(make_mail(sender="root"), "no_sender", id="no domain"),
        pytest.param(make_mail(sender="Service@Harbour.example"), "from_ourselves", id="loop"),
    ],
)
def test_what_cannot_be_placed_is_parked_with_its_reason(system, content, problem):
    taken = receive(content)

    raw = RawMail.objects.get()
    assert taken == intake.Intake("parked")
    assert (raw.state, raw.problem) == (RawMail.State.PARKED, problem)
    assert str(raw.get_problem_display())
    assert events() == ["conversations.MailParked"]
    assert not Message.objects.exists()


def test_a_parked_mail_handed_over_again_stays_parked(system):
    receive(b"")

    assert receive(b"") == intake.Intake("parked")
    assert events() == ["conversations.MailParked"]


def test_a_mail_that_breaks_the_reader_is_parked_and_the_next_is_read(system):
    raws = storing.store_all(
        [storing.Incoming("a", make_mail()), storing.Incoming("b", make_mail(text="b"))], now=NOON
    )
    files.path_of(raws[0].digest).unlink()

    taken = intake.take_in_all(raws, now=NOON)

    assert [each.state for each in taken] == ["parked", "new"]
    assert RawMail.objects.get(pk=raws[0].pk).problem == RawMail.Problem.FAILED


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param({"subject": ""}, id="no subject"),
        pytest.param({"subject": "x" * 5000}, id="long subject"),
        pytest.param({"sender": f"{'😀' * 300} <joan@example.net>"}, id="long emoji name"),
        pytest.param({"message_id": f"<{'m' * 3000}@example.net>"}, id="long Message-ID"),
        pytest.param({"message_id": f"<{'汉' * 900}@example.net>"}, id="Chinese Message-ID"),
        pytest.param({"references": "<r@example.net> " * 3000}, id="many references"),
        pytest.param({"cc": ", ".join(f"a{n}@example.net" for n in range(900))}, id="many copies"),
        pytest.param({"text": "nul \x00 inside"}, id="NUL in the text"),
        pytest.param({"files": [("f" * 600 + ".pdf", b"%PDF")]}, id="long file name"),
        pytest.param({"date": "Mon, 2 Mar 0001 00:00:00 +1400"}, id="date before time"),
    ],
)
def test_odd_mails_are_taken_in(system, odd):
    taken = receive_mail(**odd)

    assert taken.state == "new"
    assert "\x00" not in message_of(taken).text


def test_many_mails_are_taken_in_with_one_result_each_in_order(system):
    mails = [
        storing.Incoming(str(n), make_mail(message_id=f"<{n}@example.net>", subject=f"S{n}"))
        for n in (1, 2, 1, 3)
    ]

    taken = intake.receive_all(mails, now=NOON)

    assert [each.state for each in taken] == ["new", "new", "duplicate", "new"]
    assert Conversation.objects.count() == 3


def test_the_wait_begins_when_the_mail_came_not_when_it_was_taken_in(system):
    raw = storing.store_raw(content=make_mail(), source="test", now=NOON)

    taken = intake.take_in(raw, now=NOON + 5 * MINUTE)

    assert message_of(taken).conversation.waiting_since == NOON


def test_a_conversation_goes_to_the_customers_team_and_named_agent(system, agent):
    known = receive_mail()
    Customer.objects.filter(pk=known.customer_id).update(named_agent=agent)

    conversation = make_conversation(message_id="<2@example.net>", subject="Another matter")

    assert conversation.assignee == agent
