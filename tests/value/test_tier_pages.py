"""Proposing, previewing and approving what decides tiers, over the pages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from heed.core.models import Event
from heed.value.models import TierPolicy
from heed.value.operations.tiering import (
    PolicyAlreadyApproved,
    PolicyInPast,
    PolicyNotPreviewed,
    PolicyOfYourOwn,
    TierConditionUnusable,
    approve_tier_policy,
    draft_tier_policy,
)
from tests.accounts.factories import make_user
from tests.customers.factories import make_customer
from tests.moments import DAY, NOON
from tests.value.factories import make_policy

TODAY = NOON.date()
SAID = {"high": "{spend} >= 900", "medium": "{spend} >= 400", "margin_percent": 10, "reason": ""}


@pytest.fixture
def customer(organisation):
    return make_customer(name="Ann Lee", tier="low")


@pytest.fixture
def previewed(manager, customer):
    policy = make_policy(by=manager)
    policy.preview = {
        "as_of": "2026-03-01",
        "customers": 10,
        "currency": "GBP",
        "counts": [["", "low", 1], ["high", "high", 2], ["low", "high", 3], ["low", "low", 4]],
        "largest": [
            {
                "customer_id": customer.pk,
                "before": "low",
                "after": "high",
                "deciding": {"spend": 950.0},
                "year_money_minor": 95000,
            }
        ],
    }
    policy.previewed_at = NOON
    policy.save()
    return policy


def test_who_would_move_is_shown_from_what_is_kept(
    client, manager, previewed, django_assert_max_num_queries
):
    client.force_login(manager)

    with django_assert_max_num_queries(9):
        page = client.get(reverse("tiers:policy", args=[previewed.pk])).content.decode()

    assert "4</span> customers would move" in page
    assert "Ann Lee" in page
    assert "net spend of twelve months: £950.00" in page


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_pages_are_shown_in_both_languages(client, manager, previewed, language):
    manager.language = language
    manager.save()
    client.force_login(manager)

    for address in (
        reverse("tiers:tiers"),
        reverse("tiers:policy_draft"),
        reverse("tiers:policy", args=[previewed.pk]),
    ):
        assert client.get(address).status_code == 200


def test_a_proposal_is_sent_by_the_form_and_waits_for_its_preview(client, manager):
    client.force_login(manager)

    answer = client.post(reverse("tiers:policy_draft"), SAID)

    policy = TierPolicy.objects.get()
    assert answer.url == reverse("tiers:policy", args=[policy.pk])
    assert Event.objects.get().type == "value.TierPolicyDrafted"
    assert "being worked out" in client.get(answer.url).content.decode()


def test_a_condition_that_cannot_decide_comes_back_with_what_is_wrong(client, manager):
    client.force_login(manager)

    answer = client.post(reverse("tiers:policy_draft"), SAID | {"high": "{income} > 5"})

    assert answer.status_code == 422
    assert "There is no value “income”." in answer.content.decode()
    assert not TierPolicy.objects.exists()


def test_the_operation_refuses_such_a_condition_too(manager):
    with pytest.raises(TierConditionUnusable, match="income"):
        draft_tier_policy(**SAID | {"high": "{income} > 5"}, actor=manager, now=NOON)

    assert not TierPolicy.objects.exists()
    assert not Event.objects.exists()


def test_an_agent_may_not_propose(client, agent):
    client.force_login(agent)

    assert client.get(reverse("tiers:policy_draft")).status_code == 403


def test_another_person_approves_from_a_day_on(client, previewed):
    other = make_user(role="manager", name="Li Na", email="li@harbour.example")
    client.force_login(other)
    day = timezone.localdate() + timedelta(days=3)

    client.post(reverse("tiers:policy_approve", args=[previewed.pk]), {"valid_from": day})

    previewed.refresh_from_db()
    assert (previewed.approved_by, previewed.valid_from) == (other, day)
    assert Event.objects.get().type == "value.TierPolicyApproved"


def test_the_author_approves_only_where_nobody_else_may(previewed, manager):
    other = make_user(role="admin", name="Li Na", email="li@harbour.example")
    with pytest.raises(PolicyOfYourOwn, match="Ask Li Na to approve it"):
        approve(previewed, manager)
    assert not Event.objects.exists()

    other.is_active = False
    other.save()
    approve(previewed, manager)

    previewed.refresh_from_db()
    assert previewed.approved_by == manager


def test_what_was_not_previewed_is_not_approved(manager):
    with pytest.raises(PolicyNotPreviewed):
        approve(make_policy(by=manager), manager)


def test_a_day_that_is_over_is_refused(previewed, manager):
    with pytest.raises(PolicyInPast, match="March 1, 2026 is over"):
        approve(previewed, manager, valid_from=(NOON - DAY).date())


def test_a_policy_is_approved_once(previewed, manager):
    approve(previewed, manager)

    with pytest.raises(PolicyAlreadyApproved, match="March 2, 2026"):
        approve(previewed, manager)


def approve(policy, actor, valid_from=TODAY):
    return approve_tier_policy(policy_id=policy.pk, valid_from=valid_from, actor=actor, now=NOON)
