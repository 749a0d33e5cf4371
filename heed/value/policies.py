"""Which policy decides tiers, and how it is told to a customer's agent why she is where she is."""

from collections.abc import Mapping
from datetime import date

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext, pgettext

from heed.core.currencies import decimals_of
from heed.core.templatetags.amounts import spell_money
from heed.customers.models import Customer
from heed.value.conditions import (
    MEASURED,
    MONEY,
    TierConditions,
    condition_said,
    number_said,
    values_joined,
)
from heed.value.models import CustomerValue, TierMove, TierPolicy


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
