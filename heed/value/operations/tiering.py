"""Proposing, previewing and approving what decides tiers."""

import json
import tempfile
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.accounts.queries import organisation
from heed.core import access, events
from heed.core.errors import DomainError
from heed.value.conditions import problems_of
from heed.value.events import TierPolicyApproved, TierPolicyDrafted
from heed.value.models import TierPolicy
from heed.value.operations.valuing import Asked, compute
from heed.value.policies import others_who_may_approve

MOST_MARGIN = 50


class TierConditionUnusable(DomainError):
    code = "tiers.condition_unusable"
    message = _("The condition “%(condition)s” cannot decide a tier: %(problem)s")


class MarginOutOfRange(DomainError):
    code = "tiers.margin_out_of_range"
    message = _("A margin of %(percent)s %% is out of range. Choose 0 to %(most)s %%.")


class PolicyAlreadyApproved(DomainError):
    code = "tiers.already_approved"
    message = _("This policy was approved on %(day)s already. Propose another one to change it.")


class PolicyNotPreviewed(DomainError):
    code = "tiers.not_previewed"
    message = _("Who would move is not known yet. Wait until it is worked out, then approve.")


class PolicyInPast(DomainError):
    code = "tiers.in_past"
    message = _("%(day)s is over already. Choose today or a later day.")


class PolicyOfYourOwn(DomainError):
    code = "tiers.of_your_own"
    message = _("You proposed this policy yourself. Ask %(others)s to approve it.")


@transaction.atomic
def draft_tier_policy(
    *, high: str, medium: str, margin_percent: int, reason: str, actor: User, now: datetime
) -> TierPolicy:
    """Propose what decides tiers; who would move is worked out afterwards.

    Publishes TierPolicyDrafted. Raises TierConditionUnusable or MarginOutOfRange.
    """
    access.require(actor, "tiers.change")
    for condition in (high, medium):
        for problem in problems_of(condition):
            raise TierConditionUnusable(condition=condition, problem=problem)
    if not 0 <= margin_percent <= MOST_MARGIN:
        raise MarginOutOfRange(percent=margin_percent, most=MOST_MARGIN)
    policy = TierPolicy.objects.create(
        high=high,
        medium=medium,
        margin_percent=margin_percent,
        reason=reason,
        drafted_by=actor,
        drafted_at=now,
    )
    events.publish(TierPolicyDrafted(policy_id=policy.pk), actor=actor, at=now)
    return policy


def preview_tier_policy(*, policy_id: int, actor: User, now: datetime) -> TierPolicy:
    """Work out who would move, and keep it with the policy. Call it outside a transaction.

    Without purchases nobody would. Raises ValuationFailed.
    """
    access.require(actor, "tiers.change")
    policy = TierPolicy.objects.get(pk=policy_id)
    currency = organisation().currency
    with tempfile.TemporaryFile("w+", encoding="utf-8") as answers:
        compute(answers, Asked(currency, policy), is_preview=True)
        answers.seek(0)
        head, found = (json.loads(next(answers, "null")) for _line in range(2))
    as_of, customers = (head[0], head[3]) if head else (None, 0)
    moves = found[0] if found else {"counts": [], "largest": []}
    told = {"as_of": as_of, "customers": customers, "currency": currency}
    policy.preview = told | moves
    policy.previewed_at = now
    policy.save(update_fields=["preview", "previewed_at"])
    return policy


@transaction.atomic
def approve_tier_policy(
    *, policy_id: int, valid_from: date, actor: User, now: datetime
) -> TierPolicy:
    """Let a proposed policy decide tiers from a day on; its author only where nobody else may.

    Publishes TierPolicyApproved. Raises PolicyAlreadyApproved, PolicyNotPreviewed, PolicyInPast
    or PolicyOfYourOwn.
    """
    access.require(actor, "tiers.change")
    policy = TierPolicy.objects.select_for_update().get(pk=policy_id)
    if policy.approved_at:
        day = date_format(timezone.localtime(policy.approved_at), "DATE_FORMAT")
        raise PolicyAlreadyApproved(day=day)
    if policy.previewed_at is None:
        raise PolicyNotPreviewed
    if valid_from < timezone.localdate(now):
        raise PolicyInPast(day=date_format(valid_from, "DATE_FORMAT"))
    others = others_who_may_approve(actor)
    if policy.drafted_by_id == actor.pk and others:
        raise PolicyOfYourOwn(others=", ".join(other.name for other in others[:3]))
    policy.approved_by, policy.approved_at, policy.valid_from = actor, now, valid_from
    policy.save(update_fields=["approved_by", "approved_at", "valid_from"])
    approved = TierPolicyApproved(policy_id=policy.pk, valid_from=valid_from.isoformat())
    events.publish(approved, actor=actor, at=now)
    return policy
