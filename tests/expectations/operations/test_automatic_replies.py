from datetime import timedelta

from heed.accounts.models import Organisation
from heed.conversations.models import Message
from heed.core import jobs
from heed.core.models import OutgoingMail
from heed.expectations.models import Announcement
from heed.expectations.operations.advice import learn_series
from heed.expectations.operations.automatic_replies import automatic_text
from heed.expectations.queries.delivery_cases import FIRST_ANSWER
from tests.conversations.factories import make_conversation, receive_mail
from tests.customers.factories import make_customer
from tests.moments import DAY, HOUR, NOON

HOURS = timedelta(hours=3)


def announcing(organisation):
    Organisation.objects.update(announces_answer_time=True)


def answered_conversations(cases=70):
    """First letters of the past, each answered three business hours later."""
    for number in range(cases):
        at = NOON - (cases - number) * DAY
        conversation = make_conversation(
            now=at, message_id=f"<{number}@example.net>", subject=f"Matter {number}"
        )
        conversation.messages.create(direction="outbound", identity=f"{number}", at=at + HOURS)


def test_a_first_letter_is_answered_with_the_time_of_our_answer(organisation, system):
    answered_conversations()
    learn_series(series=FIRST_ANSWER, topic=None, now=NOON)
    announcing(organisation)

    taken = receive_mail(message_id="<now@example.net>", subject="A new matter")
    jobs.run_due(now=NOON)

    made, mail = Announcement.objects.get(), OutgoingMail.objects.get()
    assert (made.conversation_id, made.place) == (taken.conversation_id, "auto_reply")
    assert made.due_at == NOON + 3 * HOUR
    assert "by March 2, 2026, 15:00 (UTC time)" in mail.text
    assert mail.purpose == "auto_reply"


def test_without_enough_past_only_the_arrival_is_told(organisation, system):
    announcing(organisation)

    receive_mail()
    jobs.run_due(now=NOON)

    text = OutgoingMail.objects.get().text
    assert "your letter has arrived" in text
    assert "UTC" not in text
    assert not Announcement.objects.exists()


def test_nothing_is_sent_where_the_company_does_not_want_it(organisation, system):
    receive_mail()
    jobs.run_due(now=NOON)

    assert not OutgoingMail.objects.exists()


def test_two_machines_do_not_write_to_each_other(organisation, system):
    announcing(organisation)
    receive_mail()
    jobs.run_due(now=NOON)
    ours = OutgoingMail.objects.get().message_id

    receive_mail(
        now=NOON + HOUR, message_id="<auto@example.net>", subject="Out of office: Order 1042",
        references=f"<{ours}>", headers=(("Auto-Submitted", "auto-replied"),),
    )  # fmt: skip
    receive_mail(now=NOON + HOUR, message_id="<b@example.net>", subject="I am away")
    jobs.run_due(now=NOON + HOUR)

    assert OutgoingMail.objects.count() == 1
    assert Message.objects.filter(kind="auto_reply", direction="outbound").count() == 1


def test_the_reply_is_in_her_language_and_time_zone(organisation):
    customer = make_customer(name="陈安娜", language="zh-hans")
    customer.time_zone = "Asia/Shanghai"

    text = automatic_text(
        company=organisation, customer=customer, language="zh-hans", due_at=NOON + 3 * HOUR
    )

    assert "23:00" in text
    assert "Asia/Shanghai" in text
