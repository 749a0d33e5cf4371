"""What promises made with the advisor would have been worth, over a history that is known."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heed.measures.advisor.history import History
from heed.measures.advisor.scores import pinball_loss
from heed.measures.advisor.survival import Bools, Floats
from heed.measures.advisor.walking import STEP, Reason, Walk
from heed.measures.estimates import Estimate
from heed.measures.shares import share_estimate

WARM_UP = 0.3
LAST_FINISHED = 500
TENTHS = 10
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Score:
    """What promises to some cases were worth.

    Parameters
    ----------
    cases : int
        Cases that began after the warm-up.
    refused : dict of Reason to int
        Those to whom nothing was promised, by reason.
    undecided : int
        Those still open whose promise had not come due when the history ends.
    kept : Estimate
        Share kept of all others; a case still open past its promise is broken.
    median_promise_hours : float
        Middle of the times promised.
    pinball, pinball_plain : float
        Mean pinball loss in hours of these promises and of the plain past quantile, over the same
        cases; a case still open counts with the time it has been open.
    pinball_finished, pinball_plain_finished : float
        The same over finished cases alone.
    kept_plain : float
        Share the plain past quantile would have kept.

    Examples
    --------
    >>> Score.__name__
    'Score'
    """

    cases: int
    refused: dict[Reason, int]
    undecided: int
    kept: Estimate
    median_promise_hours: float
    pinball: float
    pinball_plain: float
    pinball_finished: float
    pinball_plain_finished: float
    kept_plain: float


@dataclass(frozen=True)
class Tenth:
    """A tenth of the scored cases in order of time.

    Parameters
    ----------
    since, until : float
        First and last start in it, in hours on the history's clock.
    kept : Estimate
        Share kept.

    Examples
    --------
    >>> Tenth(0.0, 24.0, share_estimate(9, 10)).kept.value
    0.9
    """

    since: float
    until: float
    kept: Estimate


class Backtest:
    """A walk through a history, scored.

    Parameters
    ----------
    history : History
        Cases in the order in which they began.
    coverage : float
        Share of promises to keep, strictly between 0 and 1.

    Examples
    --------
    >>> test = Backtest(History.of(range(400), [start + 2.0 for start in range(400)]), 0.95)
    >>> test.score().kept.value, test.score().median_promise_hours
    (1.0, 2.0)
    """

    def __init__(self, history: History, coverage: float) -> None:
        self.history, self.coverage = history, coverage
        self._walk = Walk(history, coverage)
        self._walk.run(0)
        starts, ends, promised = history.starts, history.ends, self._walk.promised
        closed = ends[np.isfinite(ends)]
        self.until = float(max([*starts[-1:], *closed], default=0.0))
        self._took = np.round(np.where(np.isfinite(ends), ends, self.until) - starts, 6)
        is_finished = np.isfinite(ends)
        self._is_finished: Bools = is_finished
        self._is_scored = np.arange(len(history)) >= int(WARM_UP * len(history))
        is_due = starts + promised < self.until
        self._is_decided: Bools = self._is_scored & np.isfinite(promised) & (is_finished | is_due)
        self._is_kept = is_finished & (self._took <= promised + STEP / 2)
        self._plain = plain_promises(history, coverage)

    @property
    def warm_up(self) -> int:
        return int((~self._is_scored).sum())

    def score(self, places: Places | None = None) -> Score:
        """The score of the cases at these places of the history, or of all."""
        chosen = np.zeros(len(self.history), bool)
        chosen[slice(None) if places is None else places] = True
        scored, decided = chosen & self._is_scored, chosen & self._is_decided
        promised = self._walk.promised
        refused = np.nonzero(scored & np.isnan(promised))[0]
        said = promised[scored & np.isfinite(promised)]
        finished = decided & self._is_finished
        return Score(
            cases=int(scored.sum()),
            refused=dict(Counter(self._walk.reasons[int(place)] for place in refused)),
            undecided=int((scored & np.isfinite(promised) & ~decided).sum()),
            kept=share_estimate(int(self._is_kept[decided].sum()), int(decided.sum())),
            median_promise_hours=float(np.median(said)) if len(said) else float("nan"),
            pinball=self._loss(promised, decided),
            pinball_plain=self._loss(self._plain, decided),
            pinball_finished=self._loss(promised, finished),
            pinball_plain_finished=self._loss(self._plain, finished),
            kept_plain=self._kept_plain(decided),
        )

    def tenths(self) -> list[Tenth]:
        """The scored cases in tenths of equal size, in order of time."""
        places = np.nonzero(self._is_decided)[0]
        parts = [part for part in np.array_split(places, TENTHS) if len(part)]
        starts = self.history.starts
        return [
            Tenth(
                since=float(starts[part[0]]),
                until=float(starts[part[-1]]),
                kept=share_estimate(int(self._is_kept[part].sum()), len(part)),
            )
            for part in parts
        ]

    def groups(self, columns: Sequence[str]) -> dict[tuple[str, ...], Places]:
        """Places of the scored cases by the names in these categories, the largest group first."""
        found: dict[tuple[str, ...], list[int]] = {}
        named = [self.history.categories[column] for column in columns]
        for place in np.nonzero(self._is_scored)[0]:
            found.setdefault(tuple(each[int(place)] for each in named), []).append(int(place))
        ranked = sorted(found.items(), key=lambda group: (-len(group[1]), group[0]))
        return {names: np.array(places, dtype=np.intp) for names, places in ranked}

    def _loss(self, promised: Floats, chosen: Bools) -> float:
        return pinball_loss(self._took[chosen], promised[chosen], coverage=self.coverage)

    def _kept_plain(self, decided: Bools) -> float:
        if not decided.any():
            return float("nan")
        kept = self._is_finished & (self._took <= self._plain)
        return float(kept[decided].mean())


def plain_promises(history: History, coverage: float) -> Floats:
    """Return the quantile of the last 500 cases finished before each start.

    Parameters
    ----------
    history : History
        Cases in the order in which they began.
    coverage : float
        Level of the quantile, in [0, 1].

    Returns
    -------
    ndarray of float, shape (n,)
        Hours; nan where nothing had finished.

    Raises
    ------
    ValueError
        If `coverage` is no share.

    Notes
    -----
    What is usually done by hand, and what the advisor is measured against. It does not know of open
    cases, so it is too short where slow ones pile up.

    References
    ----------
    Hyndman, R. J., & Fan, Y. (1996). Sample quantiles in statistical packages. The American
    Statistician, 50(4), 361-365.

    Examples
    --------
    >>> plain_promises(History.of([0.0, 5.0, 9.0], [4.0, 7.0, 10.0]), 0.5)
    array([nan,  4.,  3.])
    """
    if not 0 <= coverage <= 1:
        raise ValueError(f"Expected a coverage between 0 and 1, got {coverage!r}.")
    by_end = np.argsort(history.ends, kind="stable")
    ends = history.ends[by_end]
    took = ends - history.starts[by_end]
    finished = np.searchsorted(ends, history.starts, side="right")
    known: dict[int, float] = {0: float("nan")}
    for count in np.unique(finished):
        if count:
            last = took[max(0, count - LAST_FINISHED) : count]
            known[int(count)] = float(np.quantile(last, coverage))
    return np.array([known[int(count)] for count in finished])
