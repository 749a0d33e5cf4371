"""Walks through a history in order of time and promises at each start, without looking ahead."""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, isnan, log

import numpy as np

from heed.measures.advisor.calibration import (
    LARGEST_STRETCH,
    LEAST_ALLOWANCE,
    MOST_ALLOWANCE,
    Calibration,
    drift_of,
)
from heed.measures.advisor.history import History
from heed.measures.advisor.model import GRID, Model, fit_model, share_by
from heed.measures.advisor.survival import JUST_BEFORE, Bools, Curve, Floats, kaplan_meier

FEWEST_FINISHED = 30
WINDOW = 4_000
RECENT = 1_500
MINUTE = 1 / 60  # so that ratios of the shortest times mean something
STEP = 1 / 3600  # promises are whole seconds
DOUBT = 0.05
GOLDEN = (5**0.5 - 1) / 2  # its multiples spread evenly over 0 to 1


class Reason(StrEnum):
    """Why nothing is promised."""

    TOO_FEW_FINISHED = "too_few_finished"
    TAIL_NOT_REACHED = "tail_not_reached"
    TOO_FEW_FOLLOWED = "too_few_followed"
    SPAN_TOO_SHORT = "span_too_short"


def cases_needed(coverage: float) -> int:
    """Return how many cases it takes before the longest of them exceeds the quantile.

    Parameters
    ----------
    coverage : float
        Level of the quantile, strictly between 0 and 1.

    Returns
    -------
    int
        The least n with 1 - coverage ** n >= 0.95.

    Raises
    ------
    ValueError
        If `coverage` is not strictly between 0 and 1.

    Notes
    -----
    With fewer cases not even the longest time seen is an upper bound at 95 % confidence, whatever
    the distribution.

    References
    ----------
    Wilks, S. S. (1941). Determination of sample sizes for setting tolerance limits. The Annals of
    Mathematical Statistics, 12(1), 91-96.

    Examples
    --------
    >>> cases_needed(0.95), cases_needed(0.8)
    (59, 14)
    """
    if not 0 < coverage < 1:
        raise ValueError(f"Expected a coverage strictly between 0 and 1, got {coverage!r}.")
    return ceil(log(DOUBT) / log(coverage))


@dataclass(frozen=True)
class Pace:
    """How often the walk learns anew.

    Parameters
    ----------
    growth : float
        The curves are learnt again when there are so many times as many cases.
    every : int
        The level is adapted after so many promises.

    Examples
    --------
    >>> Pace().every
    10
    """

    growth: float = 1.1
    every: int = 10


class Walk:
    """One walk; afterwards what was promised at each start, and what the past says now.

    Parameters
    ----------
    history : History
        Cases in the order in which they began.
    coverage : float
        Share of promises to keep, strictly between 0 and 1.
    pace : Pace
        How often to learn.

    Examples
    --------
    >>> history = History.of(range(400), [start + 2.0 for start in range(400)])
    >>> walk = Walk(history, 0.95)
    >>> walk.run(0)
    >>> float(walk.promised[-1])
    2.0
    """

    def __init__(self, history: History, coverage: float, pace: Pace | None = None) -> None:
        self.history, self.coverage, self.pace = history, coverage, pace or Pace()
        count = len(history)
        self.promised = np.full(count, np.nan)
        self.reasons: dict[int, Reason] = {}
        self._needed = cases_needed(coverage)
        self._quantiles = np.zeros((count, len(GRID)))
        self._used = np.full(count, -1)
        self._calibrations: list[Calibration] = []
        self._finished = np.searchsorted(np.sort(history.ends), history.starts, side="right")
        self._stretch = np.ones(count)

    def run(self, first: int) -> None:
        """Promise at every start from the case at place `first` on."""
        place, count, self._first = first, len(self.history), first
        while place < count and self._finished[place] < FEWEST_FINISHED:
            self.reasons[place] = Reason.TOO_FEW_FINISHED
            place += 1
        self._first = place
        while place < count:
            until = min(count, max(ceil(place * self.pace.growth), place + 20))
            self._promise_for(place, until)
            place = until

    def _promise_for(self, place: int, until: int) -> None:
        model = fit_model(self.history, place, float(self.history.starts[place]))
        self._quantiles[place:until] = self._curves(model, place, until)
        for begin in range(place, until, self.pace.every):
            end = min(begin + self.pace.every, until)
            self._calibrations.append(self.calibration_at(begin, float(self.history.starts[begin])))
            self._used[begin:end] = len(self._calibrations) - 1
            self._stretch[begin:end] = self._calibrations[-1].stretch
            asked = self._calibrations[-1].times(self.coverage, self._quantiles[begin:end])
            for each, hours in zip(range(begin, end), asked, strict=True):
                self._promise(each, float(hours))

    def _curves(self, model: Model, place: int, until: int) -> Floats:
        categories = {name: each[place:until] for name, each in self.history.categories.items()}
        numbers = {name: each[place:until].tolist() for name, each in self.history.numbers.items()}
        return model.quantiles(model.encoder.codes(categories, numbers))

    def _promise(self, place: int, hours: float) -> None:
        begun = self.history.starts[:place]
        now = self.history.starts[place]
        reason = refusal_of(
            needed=self._needed,
            finished=int(self._finished[place]),
            followed=int(np.searchsorted(begun, now - hours, side="right")),
            span=float(begun[-1] - begun[0]),
            hours=hours,
        )
        if reason:
            self.reasons[place] = reason
        else:
            self.promised[place] = ceil(hours / STEP - 1e-6) * STEP

    def calibration_at(self, count: int, now: float) -> Calibration:
        """What the first `count` promises say at `now` about the level needed."""
        first = max(self._first, count - WINDOW)
        before, by, is_finished = self._levels(first, count, now)
        # Where many took exactly as long, the level needed lies anywhere in their step.
        spread = np.arange(first, count) * GOLDEN % 1
        levels = np.where(is_finished & (by <= 1), before + spread * (by - before), by)
        found = Calibration.of(levels, is_finished)
        recent = max(first, count - RECENT)
        curves, done = self._quantiles[recent:count], is_finished[recent - first :]
        if not len(done):
            return found
        coverage = self.coverage
        needed = found.coverage_of(levels[recent - first :])
        asked = drift_of(needed, done, coverage, at=coverage)
        allowance = (1 - asked) / (1 - coverage)
        allowance = min(max(allowance, LEAST_ALLOWANCE), MOST_ALLOWANCE)
        most = Calibration(found.nominal, LEAST_ALLOWANCE).times(coverage, curves)
        is_known = np.isfinite(most)
        known = self.history.until(count, now)[0][recent:]
        ratios = (known[is_known] + MINUTE) / (most[is_known] + MINUTE)
        stretch = drift_of(ratios, done[is_known], coverage, at=1.0) if len(ratios) else 1.0
        return Calibration(found.nominal, allowance, min(max(stretch, 1.0), LARGEST_STRETCH))

    def _levels(self, first: int, count: int, now: float) -> tuple[Floats, Floats, Bools]:
        """Levels of the curves just before and at what is known, and which have finished."""
        known, is_finished = self.history.until(count, now)
        known, is_finished = known[first:], is_finished[first:]
        curves = self._quantiles[first:count]
        by = share_by(known / self._stretch[first:count], curves)
        before = np.where(
            is_finished,
            share_by((known - 2 * JUST_BEFORE) / self._stretch[first:count], curves),
            by,
        )
        return before, by, is_finished

    def kept_by_coverage(self, now: float) -> tuple[Curve, int]:
        """Share of past promises that would have been kept per coverage, and how many are known."""
        count = len(self.history)
        levels, _by, is_finished = self._levels(self._first, count, now)
        coverages = np.ones(len(levels))
        used = self._used[self._first :]
        for number in np.unique(used):
            rows = used == number
            coverages[rows] = self._calibrations[number].coverage_of(levels[rows])
        return kaplan_meier(coverages, is_finished), int(is_finished.sum())


def refusal_of(
    *, needed: int, finished: int, followed: int, span: float, hours: float
) -> Reason | None:
    """Return why nothing can be promised, or None.

    Parameters
    ----------
    needed : int
        Cases needed for the coverage, as from `cases_needed`.
    finished : int
        Cases known to have finished.
    followed : int
        Cases that began at least `hours` ago.
    span : float
        Hours between the first and the last start.
    hours : float
        What would be promised; inf where the share has never been seen reached.

    Returns
    -------
    Reason or None
        The first that applies.

    Raises
    ------
    ValueError
        If `hours` is no number.

    Notes
    -----
    A promise longer than the time over which cases began rests on one episode: all cases then
    overlap and one bad week, or none, decides for all of them.

    References
    ----------
    Wilks, S. S. (1941). Determination of sample sizes for setting tolerance limits. The Annals of
    Mathematical Statistics, 12(1), 91-96.

    Examples
    --------
    >>> print(refusal_of(needed=59, finished=400, followed=400, span=57.0, hours=900.0))
    span_too_short
    """
    if isnan(hours):
        raise ValueError("Expected hours, got no number.")
    if finished < needed:
        return Reason.TOO_FEW_FINISHED
    if hours == float("inf"):
        return Reason.TAIL_NOT_REACHED
    if hours > span:
        return Reason.SPAN_TOO_SHORT
    if followed < needed:
        return Reason.TOO_FEW_FOLLOWED
    return None
