"""How long each customer was with us, whether that ended, and why: plain arrays."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.db.models import Sum
from numpy.typing import NDArray

from heed.customers.models import Customer
from heed.loyalty.models import Departure
from heed.loyalty.rules.following import SILENCE, SILENT
from heed.measures.tiers import cut_points, tier_of
from heed.value.models import CustomerValue, Purchase, TierRule

AT_ONCE = 5_000
YEAR = timedelta(days=365)
Days = NDArray[np.int64]


@dataclass(frozen=True)
class Followed:
    """Customers from their first purchase on, in days counted as `date.toordinal` counts them.

    `reasons` are empty where somebody is still here, and `silent` where nobody said why.
    """

    customer_ids: Days
    begun: Days
    ended: Days
    reasons: NDArray[np.object_]
    as_of: date

    @property
    def has_left(self) -> NDArray[np.bool_]:
        return np.asarray(self.reasons != "", dtype=bool)


def followed(rule: TierRule) -> Followed:
    """Everybody who bought by the day of the rule; two statements.

    Who has left did so on the day recorded, or else, where her state is lost, on the day on which
    she had been silent for more than a year. Who came back since counts as never silent.
    """
    left = _departures(rule.as_of)
    last = rule.as_of.toordinal()
    rows = [_spell(row, left, last) for row in _bought(rule)]
    ids, begun, ended, reasons = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Followed(
        np.array(ids, dtype=np.int64),
        np.array(begun, dtype=np.int64),
        np.array(ended, dtype=np.int64),
        np.array(reasons, dtype=object),
        rule.as_of,
    )


def _bought(rule: TierRule) -> Iterator[tuple[int, date, date, date | None, str]]:
    rows = CustomerValue.objects.filter(rule=rule, first_on__lte=rule.as_of).values_list(
        "customer_id", "first_on", "last_on", "customer__last_contact_at", "customer__state"
    )
    for customer_id, first_on, last_on, contact_at, state in rows.iterator(chunk_size=AT_ONCE):
        yield customer_id, first_on, last_on, contact_at.date() if contact_at else None, state


def _departures(until: date) -> dict[int, list[tuple[date, str]]]:
    """Entries that count by customer, the earliest first."""
    rows = Departure.objects.filter(ended_at=None, left_on__lte=until).order_by("left_on", "pk")
    found: dict[int, list[tuple[date, str]]] = {}
    for customer_id, left_on, reason in rows.values_list("customer_id", "left_on", "reason"):
        found.setdefault(customer_id, []).append((left_on, reason))
    return found


def _spell(
    row: tuple[int, date, date, date | None, str],
    left: dict[int, list[tuple[date, str]]],
    last: int,
) -> tuple[int, int, int, str]:
    customer_id, first_on, last_on, contact_on, state = row
    for left_on, reason in left.get(customer_id, ()):
        if left_on >= first_on:
            return customer_id, first_on.toordinal(), left_on.toordinal(), reason
    if state == Customer.State.LOST:
        gone_on = max(last_on, contact_on or last_on) + SILENCE
        return customer_id, first_on.toordinal(), min(gone_on.toordinal(), last), SILENT
    return customer_id, first_on.toordinal(), last, ""


def tiers_at(day: date, rule: TierRule, customer_ids: Days) -> NDArray[np.object_]:
    """The tier each customer would have had on a day, by the twelve months before; one statement.

    Tiers of today would not do: who has left spends nothing, and would be low for having left.
    Empty where nobody spent anything.
    """
    rows = Purchase.objects.filter(
        currency=rule.currency, purchased_on__gt=day - YEAR, purchased_on__lte=day
    )
    summed = rows.order_by().values_list("customer_id").annotate(Sum("amount_minor"))
    spent = dict(summed.iterator(chunk_size=AT_ONCE))
    positive = [amount for amount in spent.values() if amount > 0]
    if not positive:
        return np.full(customer_ids.size, "", dtype=object)
    cuts = cut_points(np.array(positive, dtype=np.int64))
    given = np.array([spent.get(int(each), 0) for each in customer_ids], dtype=np.int64)
    return tier_of(given, cuts).astype(object)
