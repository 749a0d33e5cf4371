"""Real purchases: customers of an online shop for music who first bought in early 1997.

Purchases of one day count once; times are in weeks; the calibration ends on 1997-09-30 and the
holdout on 1998-06-30, as in the published analyses.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

VALUE = Path(__file__).parents[4] / "shared/data/value"
needs_cdnow = pytest.mark.skipif(not VALUE.is_dir(), reason=f"The purchases are not in {VALUE}.")
# Columns of the customer, the day and the amount.
FILES = {"CDNOW_sample.txt": (1, 2, 4), "CDNOW_master.txt": (0, 1, 3)}
CALIBRATION_ENDS, HOLDOUT_ENDS = date(1997, 9, 30), date(1998, 6, 30)
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Histories:
    """One entry a customer: x repeat purchases until t_x of T weeks, their mean, and what came
    after; then every day of purchase, by place of the customer and in weeks from 1997-01-01."""

    x: NDArray[np.int64]
    t_x: Floats
    T: Floats
    mean_spend: Floats
    holdout: NDArray[np.int64]
    customer_of: NDArray[np.int64]
    bought_at: Floats


def sample(ends: date = CALIBRATION_ENDS) -> Histories:
    """2,357 customers, one in ten."""
    return histories("CDNOW_sample.txt", ends)


def everyone(ends: date = CALIBRATION_ENDS) -> Histories:
    """All 23,570 customers."""
    return histories("CDNOW_master.txt", ends)


@cache
def histories(name: str, ends: date) -> Histories:
    customers, days, amounts = _purchases(name)
    both, at = np.unique(np.stack([customers, days]), axis=1, return_inverse=True)
    spent = np.bincount(at.ravel(), amounts)
    (customer, day), many, end = both, int(customers.max()) + 1, ends.toordinal()
    first, last = np.full(many, 10**9), np.zeros(many, int)
    np.minimum.at(first, customer, day)
    np.maximum.at(last, customer[day <= end], day[day <= end])
    is_repeat, is_later = (day <= end) & (day > first[customer]), day > end
    x = np.bincount(customer[is_repeat], minlength=many)
    total = np.bincount(customer[is_repeat], spent[is_repeat], minlength=many)
    is_held_out = is_later & (day <= HOLDOUT_ENDS.toordinal())
    return Histories(
        x,
        (last - first) / 7,
        (end - first) / 7,
        total / np.maximum(x, 1),
        np.bincount(customer[is_held_out], minlength=many),
        customer,
        (day - date(1997, 1, 1).toordinal()) / 7,
    )


@cache
def _purchases(name: str) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Return the place of the customer, the day and the amount of each line."""
    places = FILES[name]
    lines = [line.split() for line in (VALUE / name).read_text("ascii").splitlines()]
    rows = [[line[place] for place in places] for line in lines if line and line[-1][0].isdigit()]
    customers, days, amounts = zip(*rows, strict=True)
    _, place = np.unique(np.array(customers), return_inverse=True)
    ordinals = {day: date.fromisoformat(day).toordinal() for day in set(days)}
    return place, np.array([ordinals[day] for day in days]), np.array(amounts, dtype=float)
