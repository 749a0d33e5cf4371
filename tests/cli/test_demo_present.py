from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import F, Max
from django.urls import reverse

from heed.accounts.models import Absence, Notice, Organisation, User
from heed.cli.demo.present import play
from heed.cli.demo.seeding import invent_company
from heed.cli.demo.staff import DOMAIN
from heed.conversations.models import Message
from heed.customers.models import Customer
from heed.expectations.models import (
    AdviceSource,
    Announcement,
    Exceeding,
    Exclusion,
    Expectation,
    LedgerPeriod,
    Negotiation,
    Offer,
    Perception,
    Promise,
    Proposal,
    ProposedTime,
    Ranking,
    Standard,
    StandingPromise,
    Steering,
    TierOffer,
    Topic,
)
from heed.expectations.queries.conflicts import conflicts_of
from heed.expectations.queries.negotiations import concessions_to_answer
from heed.expectations.queries.offers import token_of
from heed.expectations.queries.opportunities import market
from heed.expectations.queries.rankings import link_waiting
from heed.expectations.queries.steering_effects import effect_of
from heed.improvement.models import Improvement, Measurement

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)  # a Wednesday, open in Bristol
CUSTOMERS = 260


@pytest.fixture(scope="module")
def lively(django_db_setup, django_db_blocker):
    """The invented company with its present played, made once for all tests and rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        invent_company(customers=CUSTOMERS, seed=7, now=NOW)
        play(seed=7, now=NOW)
        yield Organisation.objects.get()
        transaction.set_rollback(True)


def manager():
    return User.objects.get(email=f"manager@{DOMAIN}")


def texts():
    return list(Message.objects.order_by("at", "identity").values_list("at", "text", "identity"))


def test_topics_stand_in_a_tree_with_norms_said_to_be_invented(lively):
    standards = Standard.objects.all()

    assert Topic.objects.filter(parent__parent__isnull=False).exists()
    assert standards.count() == 8
    assert all("Invented for this demonstration" in each.source for each in standards)
    assert set(TierOffer.objects.values_list("tier", flat=True)) == {"", "medium", "high"}
    assert Exclusion.objects.count() == 1


def test_some_expect_more_than_the_norm_and_it_is_being_improved(lively):
    found = market(now=NOW).unreasonable(manager())

    assert found.count() >= 10
    assert found.filter(knows_norm="yes").exists()
    assert Improvement.objects.filter(topic__key="answer-time", closed_at=None).count() == 1


def test_improvements_stand_in_every_column_with_an_effect_of_the_company_s_rows(lively):
    states = set(Improvement.objects.values_list("state", flat=True))
    measured = Measurement.objects.filter(is_by_hand=False, figures__has_key="effect")

    assert {"found", "doing", "measuring", "shown"} <= states
    assert states & {"none", "worse", "unsaid"}
    assert measured.exists()
    assert Measurement.objects.filter(is_by_hand=True).count() == 1


def test_expectations_have_zones_must_haves_and_a_past(lively):
    rows = Expectation.objects.all()

    assert rows.filter(desired__isnull=False, adequate__isnull=False).exists()
    assert rows.filter(superseded_at__isnull=False, source="interview").count() >= 7
    assert {"", "yes", "no"} == set(rows.values_list("knows_norm", flat=True))


def test_some_customers_want_what_does_not_go_together(lively):
    asked = Customer.objects.filter(rankings__isnull=False).distinct()

    clashing = [
        conflicts_of(customer, list(customer.expectations.filter(superseded_at=None)), None)
        for customer in asked
    ]

    assert len(clashing) == 7
    assert all(clashing)


def test_rankings_were_answered_in_each_way_and_one_waits(lively):
    answered = Ranking.objects.exclude(answered_at=None)

    assert set(answered.values_list("method", flat=True)) == {"order", "best_worst", "pairs"}
    assert set(answered.values_list("mode", flat=True)) == {"link", "agent"}
    assert link_waiting(Ranking.objects.get(answered_at=None).customer, now=NOW)


def test_there_is_a_negotiation_in_every_state(lively):
    rows = Negotiation.objects.all()

    assert set(rows.values_list("state", flat=True)) == set(Negotiation.State.values)
    assert rows.get(state="agreed").offers.get().options.get(is_chosen=True).promise.due_at > NOW
    assert rows.get(state="deferred").deferred_until > NOW
    assert rows.get(state="escalated").escalated_to == manager()
    assert rows.filter(state="declined").exclude(topic=None).count() == 7


def test_offers_wait_for_customers_of_both_languages_with_steps_told(lively):
    waiting = Offer.objects.filter(answered_at=None, mode="mail", expires_at__gt=NOW)

    texts = [each.mail.text for each in waiting]

    assert {each.negotiation.customer.language for each in waiting} == {"en", "zh-hans"}
    assert all(
        reverse("portal:offer", args=[token_of(each)]) in text
        for each, text in zip(waiting, texts, strict=True)
    )
    assert all(each.negotiation.concessions.exclude(told_at=None).count() == 2 for each in waiting)


def test_the_manager_is_asked_to_approve_and_one_customer_wishes_something_else(lively):
    assert [each.kind for each in concessions_to_answer(manager())] == ["supervisor"]
    assert Offer.objects.get(answer="counter").counter_wish


def test_promises_stand_on_conditions_for_every_week_and_in_public(lively):
    rows = StandingPromise.objects.filter(ended_at=None)
    cases = Promise.objects.filter(standing__kind="guarantee")

    assert rows.filter(kind="conditional", promises=None).count() == 2
    assert rows.filter(kind="repeating", next_due_at__gt=NOW).count() == 2
    assert rows.filter(kind="guarantee").count() == 2
    assert cases.filter(standing__trigger="conversation_opened").exists()
    assert cases.filter(standing__trigger="").exists()


def test_somebody_is_away_next_week_and_something_overdue_went_to_the_managers(lively):
    absence = Absence.objects.get()

    assert timedelta() < absence.since - NOW <= timedelta(days=7)
    assert absence.stand_in
    assert Promise.objects.filter(closed_at=None, escalated_at__lte=NOW).exists()
    assert Notice.objects.filter(recipient=manager(), kind="expectations.PromiseEscalated").exists()


def test_customers_are_asked_whether_another_time_would_do(lively):
    asked = ProposedTime.objects.get(promise__customer__language="en")

    assert not asked.answer
    assert asked.due_at > asked.promise.due_at > NOW
    assert asked.mail


def test_promises_were_found_in_a_letter_and_a_note_of_each_language(lively):
    found = Proposal.objects.filter(state="open")

    assert set(found.values_list("message__direction", flat=True)) == {"outbound", "note"}
    assert found.filter(is_vague=True).exists()
    assert found.filter(due_at__isnull=False).exists()


def test_the_advisor_knows_some_series_refuses_others_and_was_scored(lively):
    learnt = AdviceSource.objects.all()

    assert learnt.filter(refusal="", finished__gt=60).count() >= 2
    assert learnt.get(series="topic:assembly").refusal
    assert Announcement.objects.filter(is_kept__isnull=False).count() >= 20
    assert not Announcement.objects.filter(settled_at=None, due_at__lt=NOW).exists()


def test_something_was_steered_and_something_given_on_top(lively):
    steering = Steering.objects.get(ended_at=None)

    assert effect_of(steering, manager(), now=NOW).expected
    assert steering.evidence["expected"]["n"] >= 6
    assert Exceeding.objects.filter(cost_minor__gt=0).exists()


def test_the_third_question_was_asked_for_half_a_year(lively):
    answered = Perception.objects.filter(satisfaction__isnull=False)

    assert lively.asks_satisfaction
    assert not answered.filter(answered_at__lt=NOW - timedelta(days=190)).exists()
    assert answered.filter(expected__isnull=False).count() >= 15


def test_the_past_is_summarised(lively):
    assert LedgerPeriod.objects.filter(grain="month").count() >= 12
    assert not LedgerPeriod.objects.exclude(built=F("changed")).exists()


def test_what_was_played_is_not_the_last_that_happened(lively):
    stale = [
        row.pk
        for row in Customer.objects.annotate(newest=Max("conversations__last_message_at"))
        if row.newest and row.last_activity_at < row.newest
    ]

    assert not stale


def test_the_same_seed_and_moment_give_the_same_letters(db):
    with transaction.atomic():
        invent_company(customers=60, seed=3, now=NOW)
        first = texts()
        transaction.set_rollback(True)

    invent_company(customers=60, seed=3, now=NOW)

    assert len(first) > 100
    assert [row[:2] for row in texts()] == [row[:2] for row in first]
