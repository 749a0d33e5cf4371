"""How customers are spread over the amounts they spend in twelve months."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q

from heed.core.currencies import decimals_of
from heed.value.models import CustomerValue, TierRule

HEIGHT = 96
MOST_STEPS = 12


@dataclass(frozen=True)
class Step:
    """The customers who spent from so much up to where the next step begins."""

    label: str
    customers: int
    tier: str
    height: float

    @property
    def top(self) -> float:
        return HEIGHT - self.height


def spread(rule: TierRule) -> list[Step]:
    """Steps that grow by 1, 2, 5, 10 …, so that small and great spenders are both seen."""
    unit = 10 ** decimals_of(rule.currency)
    highest = CustomerValue.objects.aggregate(most=Max("year_money_minor"))["most"] or 0
    starts = _starts(highest // unit)
    bounds = [*(start * unit for start in starts), highest + 1]
    counts = CustomerValue.objects.aggregate(
        **{
            f"n{number}": Count("pk", filter=_between(bounds, number))
            for number in range(len(starts))
        }
    )
    most = max(counts.values(), default=0) or 1
    return [
        Step(
            label=str(start) if start < 1000 else f"{start // 1000:,}k",
            customers=counts[f"n{number}"],
            tier=_tier_at((bounds[number] + bounds[number + 1]) // 2, rule),
            height=round(counts[f"n{number}"] / most * HEIGHT, 1),
        )
        for number, start in enumerate(starts)
    ]


def _starts(highest: int) -> list[int]:
    """0 and the last of 1, 2, 5, 10, 20, 50 … up to the highest amount."""
    series = [digit * 10**power for power in range(16) for digit in (1, 2, 5)]
    return [0, *[each for each in series if each <= highest][-MOST_STEPS + 1 :]]


def _between(bounds: list[int], number: int) -> Q:
    below = Q(year_money_minor__lt=bounds[number + 1])
    return below if number == 0 else below & Q(year_money_minor__gte=bounds[number])


def _tier_at(minor: int, rule: TierRule) -> str:
    if rule.policy_id is not None:
        return "medium"  # spend alone does not tell the tier, so all steps have one shade
    if rule.high_from_minor is not None and minor >= rule.high_from_minor:
        return "high"
    if rule.medium_from_minor is not None and minor >= rule.medium_from_minor:
        return "medium"
    return "low"
