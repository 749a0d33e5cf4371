"""Business time for many instants at once: a table of openings, read by straight lines between."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from heed.core.business_hours import BusinessHours

Floats = NDArray[np.float64]
HOUR = 3600.0
SPARE = timedelta(days=2)


@dataclass(frozen=True)
class WorkingTime:
    """How many business hours have passed by each edge (a closing or opening, in seconds UTC)."""

    edges: Floats
    passed: Floats

    def hours_at(self, instants: Sequence[datetime] | Floats) -> Floats:
        """Business hours since the table begins; instants may be given in seconds UTC."""
        return np.asarray(np.interp(_seconds(instants), self.edges, self.passed))

    def between(
        self, since: Sequence[datetime] | Floats, until: Sequence[datetime] | Floats
    ) -> Floats:
        """Business hours from each instant to the other, negative where that is earlier."""
        return self.hours_at(until) - self.hours_at(since)


def working_time(hours: BusinessHours, *, since: datetime, until: datetime) -> WorkingTime:
    """The table that covers all instants from one to the other, whole years of it."""
    first, last = (since - SPARE).astimezone(UTC), (until + SPARE).astimezone(UTC)
    return _table(hours, first.year, last.year)


@lru_cache(maxsize=32)
def _table(hours: BusinessHours, first: int, last: int) -> WorkingTime:
    edges: list[float] = [datetime(first, 1, 1, tzinfo=UTC).timestamp()]
    passed = [0.0]
    day, end = date(first, 1, 1) - timedelta(days=1), date(last + 1, 1, 1)
    while day <= end:
        for opens, closes in hours.intervals_on(day):
            start, stop = opens.timestamp(), closes.timestamp()
            if stop > edges[-1]:
                start = max(start, edges[-1])
                edges += [start, stop]
                passed += [passed[-1], passed[-1] + (stop - start) / HOUR]
        day += timedelta(days=1)
    return WorkingTime(np.array(edges), np.array(passed))


def _seconds(instants: Sequence[datetime] | Floats) -> Floats:
    if isinstance(instants, np.ndarray):
        return instants
    return np.array([each.timestamp() for each in instants], dtype=float)
