"""Which policy decides tiers, and how it is told to a customer's agent why she is where she is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext, pgettext

from heed.accounts.models import User
from heed.core.currencies import decimals_of
from heed.core.templatetags.amounts import spell_money
from heed.customers.models import Customer
from heed.customers.queries import customers_visible_to
from heed.value.conditions import (
    MEASURED,
    MONEY,
    TierConditions,
    condition_said,
    number_said,
    values_joined,
)
from heed.value.models import CustomerValue, TierMove, TierPolicy

NEVER_APPROVE = (User.Role.AGENT, User.Role.SYSTEM)


def policy_in_force(*, on: date) -> TierPolicy | None:
    """The approved policy that decides tiers on a day; None where percentiles do."""
    approved = TierPolicy.objects.filter(approved_at__isnull=False, valid_from__lte=on)
    return approved.order_by("-valid_from", "-approved_at", "-pk").first()


def conditions_of(policy: TierPolicy | None) -> TierConditions:
    """The conditions of a policy, those of the percentiles without one."""
    if policy is None:
        return TierConditions()
    return TierConditions(policy.high, policy.medium, policy.margin_percent)


def tier_on(customer: Customer, *, on: date) -> str:
    """In which tier the customer was at the last valuation up to the end of a day (UTC)."""
    moves = TierMove.objects.filter(customer=customer, rule__made_at__date__lte=on)
    move = moves.order_by("-rule__made_at", "-rule_id").first()
    return move.after if move else ""


def policies() -> QuerySet[TierPolicy]:
    """All policies, the newest first, with who proposed and approved them."""
    chosen = TierPolicy.objects.select_related("drafted_by", "approved_by")
    return chosen.order_by("-drafted_at", "-pk")


def others_who_may_approve(actor: User) -> list[User]:
    """Active people besides the actor who may approve a policy, by name."""
    deciding = User.objects.filter(is_active=True).exclude(role__in=NEVER_APPROVE)
    others = deciding.exclude(pk=actor.pk).order_by("name", "pk")
    return [other for other in others if other.may("tiers.change")]


@dataclass(frozen=True)
class Mover:
    """One customer who would come to another tier, and the values that would decide."""

    customer: Customer
    before: str
    after: str
    year_money_minor: int
    values: str


@dataclass(frozen=True)
class PolicyPreview:
    """Who would move by a policy: all by tier before and after, and the largest by spend."""

    as_of: date | None
    currency: str
    customers: int
    moving: int
    matrix: list[tuple[str, list[tuple[str, int]]]]
    largest: list[Mover]


def preview_of(policy: TierPolicy, actor: User) -> PolicyPreview | None:
    """The stored preview, with those of the largest the actor may see; None before it is made."""
    kept = policy.preview
    if kept is None:
        return None
    counts = {(before, after): count for before, after, count in kept["counts"]}
    ids = [each["customer_id"] for each in kept["largest"]]
    seen = customers_visible_to(actor).order_by().in_bulk(ids)
    tiers = [*Customer.Tier.values, ""]
    return PolicyPreview(
        as_of=date.fromisoformat(kept["as_of"]) if kept["as_of"] else None,
        currency=kept["currency"],
        customers=kept["customers"],
        moving=sum(count for (before, after), count in counts.items() if before != after),
        matrix=[
            (before, [(after, counts.get((before, after), 0)) for after in Customer.Tier.values])
            for before in tiers
        ],
        largest=[
            Mover(
                seen[each["customer_id"]],
                each["before"],
                each["after"],
                each["year_money_minor"],
                values_said(each["deciding"], kept["currency"]),
            )
            for each in kept["largest"]
            if each["customer_id"] in seen
        ],
    )


def policy_said(tier: str, value: CustomerValue) -> str:
    """Which condition placed the customer, and the measured values it was held against."""
    conditions = conditions_of(value.rule.policy)
    facts = {
        "high": condition_said(conditions.high),
        "medium": condition_said(conditions.medium),
        "values": values_said(value.deciding, value.rule.currency),
        "margin": conditions.margin_percent,
        "day": format_date(value.rule.as_of, pgettext("date format: day of another year", "j M Y")),
    }
    return _policy_wording(tier, is_held=value.is_held) % facts


def _policy_wording(tier: str, *, is_held: bool) -> str:
    if is_held and tier == Customer.Tier.HIGH:
        return gettext(
            "Stays high by the margin of %(margin)s %%: high needs that %(high)s. "
            "On %(day)s: %(values)s."
        )
    if is_held:
        return gettext(
            "Stays medium by the margin of %(margin)s %%: medium needs that %(medium)s. "
            "On %(day)s: %(values)s."
        )
    if tier == Customer.Tier.HIGH:
        return gettext("High: %(high)s. On %(day)s: %(values)s.")
    if tier == Customer.Tier.MEDIUM:
        return gettext("Medium: %(medium)s, but high needs that %(high)s. On %(day)s: %(values)s.")
    return gettext("Low: medium needs that %(medium)s. On %(day)s: %(values)s.")


def values_said(deciding: Mapping[str, float | None], currency: str) -> str:
    """The values that decided, in the order of the list, money with its currency."""
    unit = 10 ** decimals_of(currency)
    said = []
    for name in MEASURED:
        if name in deciding:
            value = deciding[name]
            if value is None:
                shown = gettext("unknown")
            elif name in MONEY:
                shown = spell_money(round(value * unit), currency)
            else:
                shown = number_said(value)
            said.append((name, shown))
    return values_joined(said)
