from datetime import timedelta

import pytest

from heed.conversations.models import Conversation, Message
from heed.conversations.operations.automatic import answer_automatically, is_to_be_answered
from heed.core.letters import letter_of
from heed.core.models import Event, OutgoingMail
from tests.conversations.factories import message_of, receive_mail
from tests.moments import DAY, HOUR, NOON

TEXT = "Your letter has arrived."


def first_letter(*, now=NOON, **mail):
    return message_of(receive_mail(now=now, **mail))


def reply(message, actor, *, now=NOON):
    return answer_automatically(message=message, text=TEXT, actor=actor, now=now)


def test_a_first_letter_gets_one_reply_that_is_no_answer(system):
    message = first_letter()

    sent = reply(message, system)
    again = reply(message, system, now=NOON + HOUR)

    mail, conversation = OutgoingMail.objects.get(), Conversation.objects.get()
    assert again is None
    assert (sent.kind, sent.direction, sent.outgoing) == ("auto_reply", "outbound", mail)
    assert (mail.to_address, mail.in_reply_to, mail.is_automatic) == (
        "joan@example.net",
        "first@example.net",
        True,
    )
    assert letter_of(mail)["Auto-Submitted"] == "auto-replied"
    assert conversation.waiting_since == NOON
    assert Event.objects.filter(type="conversations.AutomaticReplySent").count() == 1
    assert not Event.objects.filter(type="conversations.MessageSent").exists()


def test_an_address_gets_one_reply_a_day(system):
    reply(first_letter(), system)
    second = first_letter(message_id="<second@example.net>", subject="Another matter")
    later = first_letter(now=NOON + DAY, message_id="<third@example.net>", subject="A third matter")

    assert reply(second, system, now=NOON + HOUR) is None
    assert reply(later, system, now=NOON + DAY).subject == "Re: A third matter"
    assert OutgoingMail.objects.count() == 2


def test_a_tag_makes_no_other_address(system):
    first = first_letter(sender="Joan <joan@example.net>")
    tagged = first_letter(sender="Joan <Joan+2@example.net>", message_id="<b@example.net>")
    other = first_letter(sender="Joanna <joanna@example.net>", message_id="<c@example.net>")

    assert reply(first, system)
    assert reply(tagged, system) is None
    assert reply(other, system)


@pytest.mark.parametrize(
    ("domain", "sent"),
    [pytest.param("shop.example", 20, id="one house"), pytest.param("qq.com", 21, id="anybody")],
)
def test_a_domain_gets_twenty_replies_a_day(system, domain, sent):
    for number in range(21):
        letter = first_letter(
            sender=f"P <p{number}@{domain}>",
            message_id=f"<{number}@{domain}>",
            subject=f"No. {number}",
        )
        reply(letter, system)

    assert OutgoingMail.objects.count() == sent


@pytest.mark.parametrize(
    "mail",
    [
        pytest.param({"headers": (("Auto-Submitted", "auto-replied"),)}, id="an automatic reply"),
        pytest.param({"headers": (("List-Id", "<news.example.net>"),)}, id="a list"),
        pytest.param({"headers": (("List-Unsubscribe", "<mailto:a@b.c>"),)}, id="a newsletter"),
        pytest.param({"headers": (("Precedence", "bulk"),)}, id="sent to many"),
        pytest.param({"headers": (("X-Auto-Response-Suppress", "All"),)}, id="asks for none"),
        pytest.param({"headers": (("Return-Path", "<>"),)}, id="no way back"),
        pytest.param({"headers": (("Reply-To", "service@harbour.example"),)}, id="back to us"),
        pytest.param({"headers": (("Reply-To", "no-reply@example.net"),)}, id="to nobody"),
        pytest.param({"sender": "Shop <noreply@example.net>"}, id="from nobody"),
        pytest.param({"headers": (("Reply-To", "Service+a@harbour.example"),)}, id="to our tag"),
        pytest.param({"sender": "Mei <mei+x@harbour.example>"}, id="from a colleague's tag"),
        pytest.param({"subject": "Automatic reply: Order 1042"}, id="automatic reply"),
        pytest.param({"subject": "Auto: Order 1042"}, id="auto"),
        pytest.param({"subject": "Out of office"}, id="out of office"),
        pytest.param({"subject": "【自动回复】订单"}, id="in Chinese"),
        pytest.param({"subject": "自动答复: 订单"}, id="in Chinese, the other word"),
        pytest.param({"subject": "Abwesenheitsnotiz: Order"}, id="in German"),
        pytest.param({"sender": "Mei <mei@harbour.example>"}, id="from a colleague"),
        pytest.param({"sender": "L <owner-list@example.net>"}, id="from a list's owner"),
        pytest.param({"date": "Fri, 27 Feb 2026 09:00:00 +0000"}, id="written days ago"),
    ],
)
def test_machines_lists_and_our_own_are_not_answered(system, agent, mail):
    message = first_letter(**mail)

    assert not is_to_be_answered(message, now=NOON)


def test_a_letter_of_a_person_is_answered_while_it_is_news(system):
    message = first_letter()

    assert is_to_be_answered(message, now=NOON + timedelta(minutes=1))
    assert not is_to_be_answered(message, now=NOON + 2 * DAY)


def test_a_later_letter_of_the_conversation_is_not_answered(system):
    first_letter()
    second = first_letter(
        message_id="<second@example.net>",
        subject="Re: Order 1042",
        references="<first@example.net>",
    )

    assert second.conversation == Message.objects.order_by("pk")[0].conversation
    assert not is_to_be_answered(second, now=NOON)
