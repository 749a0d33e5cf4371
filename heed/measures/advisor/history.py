"""What has happened: when each case began, when it ended, and what was known of it at its start."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from heed.measures.advisor.survival import Bools, Floats

BACKLOG, RECENT = "backlog", "recent"
RECENT_CASES = 50
DECIMALS = 6  # of an hour: equal durations stay equal in floating point


@dataclass(frozen=True)
class History:
    """Cases in the order in which they began.

    Parameters
    ----------
    starts, ends : ndarray of float, shape (n,)
        Hours on one clock; an end is inf for a case that is open.
    categories : dict of str to list of str
        Names known at the start, such as topic, tier, channel.
    numbers : dict of str to ndarray of float
        Figures known at the start, such as hour and weekday; with them stand `backlog` (cases open
        at that moment) and `recent` (mean logarithm of the last fifty durations).
    order : ndarray of int, shape (n,)
        Which of the cases given stands at each place.

    Examples
    --------
    >>> history = History.of([5.0, 0.0], [6.0, float("nan")])
    >>> history.starts, history.order, history.numbers["backlog"]
    (array([0., 5.]), array([1, 0]), array([0., 1.]))
    """

    starts: Floats
    ends: Floats
    categories: dict[str, list[str]]
    numbers: dict[str, Floats]
    order: "np.ndarray[tuple[int], np.dtype[np.intp]]"

    @classmethod
    def of(
        cls,
        starts: ArrayLike,
        ends: ArrayLike,
        categories: Mapping[str, Sequence[str]] | None = None,
        numbers: Mapping[str, ArrayLike] | None = None,
    ) -> Self:
        """Put cases in order. Raises ValueError for what is no history."""
        begun = np.round(np.asarray(starts, dtype=float), DECIMALS)
        ended = np.round(np.asarray(ends, dtype=float), DECIMALS)
        ended = np.where(np.isnan(ended), np.inf, ended)
        columns = {**(categories or {}), **(numbers or {})}
        lengths = {len(begun), len(ended), *(len(np.asarray(each)) for each in columns.values())}
        if len(lengths) > 1:
            raise ValueError(f"Expected columns of one length, got {sorted(lengths)}.")
        if not np.isfinite(begun).all():
            raise ValueError("Expected a start for every case, got one that is no number.")
        if (ended < begun).any():
            raise ValueError("Expected ends at or after their starts, got one before.")
        if {BACKLOG, RECENT} & columns.keys():
            raise ValueError(f"The names {BACKLOG} and {RECENT} are the advisor's own.")
        order = np.argsort(begun, kind="stable")
        begun, ended = begun[order], ended[order]
        figures = {
            name: np.asarray(each, dtype=float)[order] for name, each in (numbers or {}).items()
        }
        return cls(
            starts=begun,
            ends=ended,
            categories={
                name: [str(each[place]) for place in order]
                for name, each in (categories or {}).items()
            },
            numbers=figures | _load(begun, ended),
            order=order,
        )

    def __len__(self) -> int:
        return len(self.starts)

    def until(self, count: int, now: float) -> tuple[Floats, Bools]:
        """Age or duration of the first `count` cases as known at `now`, and which were finished."""
        is_finished = self.ends[:count] <= now
        known = np.where(is_finished, self.ends[:count], now) - self.starts[:count]
        return np.maximum(np.round(known, DECIMALS), 0.0), is_finished

    def load_at(self, now: float) -> dict[str, float]:
        """Backlog and recent pace as of now."""
        ends = np.sort(self.ends)
        finished = int(np.searchsorted(ends, now, side="right"))
        last = np.argsort(self.ends, kind="stable")[max(0, finished - RECENT_CASES) : finished]
        paces = np.log1p(self.ends[last] - self.starts[last])
        begun = int(np.searchsorted(self.starts, now, side="right"))
        return {BACKLOG: float(begun - finished), RECENT: float(paces.mean()) if len(last) else 0.0}


def _load(starts: Floats, ends: Floats) -> dict[str, Floats]:
    """Backlog and recent pace at each start, from what was known then."""
    by_end = np.argsort(ends, kind="stable")
    finished = np.searchsorted(ends[by_end], starts, side="right")
    is_done = np.isfinite(ends[by_end])
    durations = np.where(is_done, ends[by_end] - starts[by_end], 0.0)
    sums = np.concatenate([[0.0], np.cumsum(np.log1p(durations))])
    first = np.maximum(finished - RECENT_CASES, 0)
    pace = (sums[finished] - sums[first]) / np.maximum(finished - first, 1)
    # A case that begins and ends at the same instant may count as finished before it begins.
    backlog = np.maximum(np.arange(len(starts)) - finished, 0)
    return {BACKLOG: backlog.astype(float), RECENT: pace}
