import re
from argparse import Namespace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.db.models import Count, Max

from heed.accounts.models import Organisation
from heed.cli.commands import demo_make
from heed.cli.demo.on_site import PLACES
from heed.cli.demo.seeding import invent_company
from heed.cli.demo.surveying import SURVEYS, named_in_both
from heed.cli.demo.wordbook import matters
from heed.conversations.models import Conversation, Message, RawMail
from heed.conversations.operations.answering import answer
from heed.core.models import Delivery, Event, OutgoingMail
from heed.customers.models import Customer
from heed.expectations.models import (
    Expectation,
    Perception,
    Promise,
)
from heed.expectations.operations.closing import fulfil_promise
from heed.expectations.operations.expectations import record_expectation
from heed.expectations.operations.promises import record_promise
from heed.surveys.models import Invitation
from heed.surveys.ready.catalogue import ready_questionnaire
from heed.value.models import Purchase
from tests.customers.factories import make_customer

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)  # a Wednesday, open in Bristol
CUSTOMERS = 260
SAMPLE = 40


@pytest.fixture(scope="module")
def company(django_db_setup, django_db_blocker):
    """The invented company as of NOW, made once for all tests here and rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        invent_company(customers=CUSTOMERS, seed=7, now=NOW)
        yield Organisation.objects.get()
        transaction.set_rollback(True)


@pytest.fixture
def rolled_back(company):
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def fields_of(row, *names):
    return {name: getattr(row, name) for name in names}


def test_both_languages_write_about_the_same_matters():
    english = {matter.name: (matter.topic, matter.due) for matter in matters("en")}
    chinese = {matter.name: (matter.topic, matter.due) for matter in matters("zh")}

    assert len(english) >= 25
    assert english == chinese


def test_the_company_is_named_as_invented(company):
    assert company.is_invented
    assert Customer.objects.count() == CUSTOMERS


def test_what_the_company_names_is_named_in_both_its_languages():
    surveys = [named_in_both(ready_questionnaire(ready)) for ready, *_others in SURVEYS]

    assert surveys[1] == "Three quick questions / 三个小问题"
    names = [*surveys, *PLACES]
    assert [name for name in names if not re.fullmatch(r"[ -~]+ / [^ -~]+", name)] == []


def test_no_letter_has_an_unfilled_place(company):
    assert not Message.objects.filter(text__contains="{").exists()
    assert not Promise.objects.filter(wording__contains="{").exists()


def test_promises_are_what_the_operation_would_have_recorded(company, rolled_back):
    kept = (
        "remind_at",
        "breaks_at",
        "escalates_at",
        "team_id",
        "tier",
        "wording",
        "value",
        "made_by_id",
    )
    rows = list(Promise.objects.select_related("customer", "topic", "message")[:SAMPLE])

    again = [
        record_promise(
            customer=row.customer,
            wording=row.wording,
            due_at=row.due_at,
            actor=row.made_by,
            now=row.made_at,
            topic=row.topic,
            value=row.value,
            conversation=row.conversation,
            message=row.message,
        )
        for row in rows
    ]

    assert [fields_of(row, *kept) for row in again] == [fields_of(row, *kept) for row in rows]


def test_outcomes_are_what_the_operation_would_have_found(company, rolled_back):
    closed = Promise.objects.filter(outcome__in=["kept", "late"]).order_by("-outcome", "pk")
    rows = list(closed.select_related("owner")[:SAMPLE])
    Promise.objects.filter(pk__in=[row.pk for row in rows]).update(closed_at=None, outcome="")

    again = [
        fulfil_promise(
            promise_id=row.pk,
            evidence=row.evidence,
            actor=row.owner,
            now=row.closed_at,
            delivered_at=row.delivered_at,
            delivered_value=row.delivered_value,
        )
        for row in rows
    ]

    assert {row.outcome for row in rows} == {"kept", "late"}
    assert [row.outcome for row in again] == [row.outcome for row in rows]


def test_broken_promises_were_closed_when_their_grace_ended(company):
    undelivered = Promise.objects.filter(outcome="broken", delivered_at=None)

    assert undelivered.exists()
    assert all(
        timedelta() < row.closed_at - row.breaks_at < timedelta(minutes=1) for row in undelivered
    )
    assert not Promise.objects.filter(
        closed_at=None, breaks_at__lt=NOW - timedelta(minutes=1)
    ).exists()


def test_expectations_are_what_the_operation_would_have_recorded(company, rolled_back):
    kept = (
        "felt",
        "value",
        "desired",
        "adequate",
        "wording",
        "level",
        "source",
        "is_must_have",
        "knows_norm",
    )
    rows = list(Expectation.objects.select_related("customer", "topic")[:SAMPLE])

    again = [
        record_expectation(
            customer=row.customer,
            topic=row.topic,
            actor=row.recorded_by,
            now=NOW,
            conversation=row.conversation,
            **fields_of(row, *kept),
        )
        for row in rows
    ]

    assert [fields_of(row, *kept) for row in again] == [fields_of(row, *kept) for row in rows]


def test_a_changed_expectation_ends_when_the_next_begins(company):
    repeated = (
        Expectation.objects.values_list("customer_id", "topic_id")
        .annotate(entries=Count("pk"))
        .filter(entries__gt=1)
    )

    chains = [
        list(Expectation.objects.filter(customer=customer, topic=topic).order_by("recorded_at"))
        for customer, topic, _entries in repeated
    ]

    assert chains
    assert all(
        earlier.superseded_at == later.recorded_at
        for chain in chains
        for earlier, later in pairwise(chain)
    )


def test_perceptions_keep_what_was_expected_before(company):
    def expected(row):
        earlier = Expectation.objects.filter(
            customer=row.customer_id, topic=row.topic_id, recorded_at__lt=row.answered_at
        )
        return earlier.order_by("-recorded_at", "-pk").values_list("felt", flat=True).first()

    rows = list(Perception.objects.all())

    assert any(row.expected for row in rows)
    assert [row.expected for row in rows] == [expected(row) for row in rows]


def test_nobody_was_asked_twice_in_thirty_days(company):
    asked: dict[int, list[datetime]] = {}
    for row in Invitation.objects.filter(skipped="").order_by("created_at"):
        asked.setdefault(row.customer_id, []).append(row.created_at)

    gaps = [later - earlier for times in asked.values() for earlier, later in pairwise(times)]

    assert gaps
    assert min(gaps) >= timedelta(days=30)
    assert Invitation.objects.filter(skipped="asked_recently").exists()


def test_every_ended_promise_was_asked_about_or_skipped(company):
    ended = Promise.objects.exclude(outcome__in=["", "renegotiated"])
    silent = ended.filter(invitation=None, closed_at__lt=NOW - timedelta(minutes=1))

    assert ended.exists()
    assert not silent.exists()
    assert not Invitation.objects.filter(skipped="", mail=None).exists()


def test_conversations_stand_as_their_letters_leave_them(company):
    rows = Conversation.objects.annotate(newest=Max("messages__at"))

    assert all(row.last_message_at == row.newest for row in rows)
    assert not rows.filter(state="closed").exclude(waiting_since=None).exists()
    assert not rows.filter(state="closed", closed_at=None).exists()


def test_answers_are_what_the_operation_would_have_sent(company, rolled_back):
    row = Message.objects.filter(direction="outbound", conversation__state="open").first()
    earlier = row.conversation.messages.filter(at__lt=row.at)
    row.conversation.messages.exclude(pk__in=earlier).exclude(pk=row.pk).delete()
    Promise.objects.filter(message=row).update(message=None)
    written = OutgoingMail.objects.get(pk=row.outgoing_id)
    row.delete()
    kept = ("sender_name", "sender_address", "recipients", "subject", "text", "kind")
    mail = ("references", "in_reply_to", "purpose", "to_name", "to_address", "language", "cc")

    again = answer(
        conversation=row.conversation, text=row.text, actor=row.author, now=written.written_at
    )

    assert fields_of(again, *kept) == fields_of(row, *kept)
    assert fields_of(again.outgoing, *mail) == fields_of(written, *mail)


def test_the_log_says_what_happened_and_nothing_is_delivered_again(company):
    count = dict(Event.objects.values_list("type").annotate(count=Count("pk")))

    assert count["expectations.PromiseMade"] == Promise.objects.count()
    assert count["expectations.ExpectationRecorded"] == Expectation.objects.count()
    assert count["expectations.PerceptionRecorded"] == Perception.objects.count()
    assert count["conversations.ConversationOpened"] == Conversation.objects.count()
    assert count["core.MailWritten"] == OutgoingMail.objects.count()
    assert not Delivery.objects.filter(event__type="core.MailWritten").exists()
    assert not Event.objects.filter(at__gt=NOW).exists()


def test_the_present_is_alive(company):
    waiting = Promise.objects.filter(closed_at=None)

    assert waiting.filter(due_at__range=(NOW, NOW + timedelta(hours=1))).count() >= 2
    assert waiting.filter(due_at__lt=NOW).count() >= 2
    assert Conversation.objects.exclude(waiting_since=None).count() >= 6
    assert RawMail.objects.filter(state="parked").count() == 4


def test_returns_take_back_what_was_bought(company):
    returned = Purchase.objects.filter(amount_minor__lt=0)

    assert returned.exists()
    assert not Purchase.objects.filter(purchased_at__gt=NOW).exists()


def test_a_heed_in_use_is_left_alone(organisation, capsys):
    make_customer()

    code = demo_make.run(Namespace(customers=200, seed=1, host="127.0.0.1", port=8000))

    assert code == 1
    assert "There is a company in this Heed already" in capsys.readouterr().err
    assert Customer.objects.count() == 1
