"""When things happen: the rhythm of the day, the week and the year, by language."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

from heed.core.public_holidays import public_holidays

DAYS = 548  # eighteen months
WEEKDAYS = {
    "en": (1.15, 1.1, 1.0, 1.0, 0.95, 0.85, 1.05),
    "zh": (1.1, 1.05, 1.0, 1.0, 1.0, 0.9, 1.0),
}
MONTHS = {
    "en": (0.95, 0.85, 0.9, 0.95, 1.0, 0.95, 0.85, 0.8, 1.0, 1.05, 1.35, 1.5),
    "zh": (1.0, 0.8, 1.0, 1.0, 1.05, 1.3, 0.9, 0.9, 1.0, 0.95, 1.4, 1.1),
}
HOURS = (1, 0, 0, 0, 0, 1, 3, 7, 9, 10, 11, 10, 12, 9, 8, 8, 9, 10, 11, 13, 16, 15, 9, 3)


@dataclass(frozen=True)
class Season:
    """The days of a span and how much happens on each, summed up."""

    first: date
    sums: tuple[float, ...]

    def day(self, chance: Random, *, since: date) -> date:
        """A day of the span from `since` on, the busy ones more often."""
        skipped = max((since - self.first).days, 0)
        floor = self.sums[skipped - 1] if 0 < skipped < len(self.sums) else 0.0
        sought = chance.uniform(floor, self.sums[-1])
        return self.first + timedelta(days=min(bisect_left(self.sums, sought), len(self.sums) - 1))


def seasons(last: date) -> dict[str, Season]:
    """The eighteen months until the last day, for each language."""
    first = last - timedelta(days=DAYS - 1)
    days = [first + timedelta(days=n) for n in range(DAYS)]
    lull = spring_festivals(range(first.year, last.year + 1))
    return {
        language: Season(
            first,
            tuple(
                accumulate(
                    _busyness(day, language, lull) * (0.85 + 0.3 * n / DAYS)
                    for n, day in enumerate(days)
                )
            ),
        )
        for language in ("en", "zh")
    }


def spring_festivals(years: range) -> tuple[date, ...]:
    """New Year's days of the lunar calendar in these years."""
    closed = public_holidays("CN", years).closed
    return tuple(
        day
        for day, name in closed.items()
        if name.zh == "春节"
        and day - timedelta(days=1) in closed
        and closed[day - timedelta(days=1)].zh == "农历除夕"
    )


def _busyness(day: date, language: str, lull: tuple[date, ...]) -> float:
    weight = WEEKDAYS[language][day.weekday()] * MONTHS[language][day.month - 1]
    if language == "en":
        return weight * (0.35 if (day.month, day.day) >= (12, 23) else 1.0)
    if any(-3 <= (day - new_year).days <= 8 for new_year in lull):
        return weight * 0.15
    if (day.month, day.day) == (11, 11):
        return weight * 5
    return weight * (2.2 if (day.month in {6, 11}) and day.day in range(9, 19) else 1.0)


def is_rush(day: date, language: str, festivals: tuple[date, ...]) -> bool:
    """Whether parcels are slow: before Christmas, after Singles' Day, around the New Year."""
    if language == "en":
        return (11, 25) <= (day.month, day.day) <= (12, 31)
    if any(-12 <= (day - festival).days <= 12 for festival in festivals):
        return True
    return (11, 9) <= (day.month, day.day) <= (11, 22)


def moment(chance: Random, day: date, time_zone: str) -> datetime:
    """A moment of the day at which people at home write or buy."""
    hour = chance.choices(range(24), HOURS)[0]
    at = time(hour, chance.randint(0, 59), chance.randint(0, 59))
    return datetime.combine(day, at, ZoneInfo(time_zone)).astimezone(UTC)
