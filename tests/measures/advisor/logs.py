"""Invented histories of which the truth is known."""

import numpy as np

from heed.measures.advisor.history import History

DAY = 24.0


def arrivals(rng: np.random.Generator, cases: int, *, per_day: float = 30.0) -> np.ndarray:
    return np.cumsum(rng.exponential(DAY / per_day, cases))


def history_of(starts, durations, *, until: float | None = None, **categories) -> History:
    """The history as known at `until`, with hour and weekday of the start."""
    ends = starts + durations
    last = float(starts[-1]) if until is None else until
    return History.of(
        starts,
        np.where(ends <= last, ends, np.nan),
        {name: [str(each) for each in values] for name, values in categories.items()},
        {"hour": np.floor(starts % DAY), "weekday": np.floor(starts / DAY) % 7},
    )


def lognormal(rng, cases, *, middle=3.0, spread=0.9):
    return np.exp(rng.normal(middle, spread, cases))


def drifting(cases: int = 2500) -> History:
    rng = np.random.default_rng(1)
    starts = arrivals(rng, cases)
    topic = rng.integers(0, 4, cases)
    middle = 1 + 0.5 * topic + np.log(4) * np.arange(cases) / cases
    return history_of(starts, lognormal(rng, cases, middle=middle), topic=topic)


def heavy_tailed(cases: int = 2500) -> History:
    rng = np.random.default_rng(2)
    starts = arrivals(rng, cases)
    return history_of(starts, 2 * (rng.pareto(1.2, cases) + 0.1))


def switching(cases: int = 2500) -> History:
    rng = np.random.default_rng(3)
    starts = arrivals(rng, cases)
    middle = 2 + np.where(np.arange(cases) > 0.6 * cases, np.log(2.0), 0)
    return history_of(starts, lognormal(rng, cases, middle=middle, spread=0.8))


def closed_on_fridays(cases: int = 2500) -> History:
    rng = np.random.default_rng(4)
    starts = arrivals(rng, cases)
    day = np.floor(starts / DAY)
    friday = (day + (4 - day) % 7) * DAY + 15 + rng.uniform(0, 2, cases)
    friday = np.where(friday < starts + 1, friday + 7 * DAY, friday)
    later = np.where(rng.random(cases) < 0.15, 7 * DAY, 0)
    return history_of(starts, friday + later - starts)


def small_groups(cases: int = 2500) -> History:
    rng = np.random.default_rng(5)
    starts = arrivals(rng, cases)
    share = 1 / np.arange(1, 201)
    group = rng.choice(200, cases, p=share / share.sum())
    middle = rng.normal(2, 0.8, 200)[group]
    quarters = np.ceil(lognormal(rng, cases, middle=middle, spread=0.7) * 4) / 4
    return history_of(starts, quarters, group=group)


def some_never_end(cases: int = 2500) -> History:
    rng = np.random.default_rng(6)
    starts = arrivals(rng, cases)
    took = np.where(rng.random(cases) < 0.02, np.inf, lognormal(rng, cases, middle=2.0))
    return history_of(starts, took)


def often_at_once(cases: int = 2500) -> History:
    rng = np.random.default_rng(7)
    starts = arrivals(rng, cases)
    return history_of(starts, np.where(rng.random(cases) < 0.6, 0, lognormal(rng, cases)))
