"""The curve of a case: what share of cases like it is finished by when, as learnt from history."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from heed.measures.advisor.boosting import Grower, Node, Tree, knot_weights, shifts_of
from heed.measures.advisor.encoding import Codes, Encoder, encoder_of
from heed.measures.advisor.history import History
from heed.measures.advisor.survival import Floats, spells_of

_TAIL = (0.99, 0.9925, 0.995, 0.9975, 0.999, 1.0)
GRID: Floats = np.array([*np.arange(0, 90, 2) / 100, *np.arange(900, 990, 5) / 1000, *_TAIL])
TOLERANCE = 1e-7
BEYOND = 2.0  # the level of a time longer than any seen
MOST_CASES = 6_000
HALF_LIFE_CASES = 1_500


@dataclass(frozen=True)
class Model:
    """A curve of all cases and trees that bend it for one."""

    edges: Floats
    base: Floats
    trees: list[Tree]
    encoder: Encoder

    def quantiles(self, codes: Codes) -> Floats:
        """For each case the time by which each share of GRID is finished; inf where never seen."""
        shifts = shifts_of(self.trees, codes)
        logit = self.base + shifts @ knot_weights(len(self.base)).T.astype(float)
        # Of those left at each step, 1 / (1 + e^logit) stay: the logarithms add up.
        hazard = np.cumsum(np.logaddexp(0, logit), axis=1)
        asked = -np.log1p(-GRID[:-1])
        ends = np.append(0.0, self.edges)
        found = np.full((len(codes), len(GRID)), np.inf)
        for row, each in zip(found, hazard, strict=True):
            row[:-1] = np.interp(asked, np.append(0.0, each), ends, right=np.inf)
        # All finished means: by the longest time seen, where nearly all were seen to finish.
        found[np.isfinite(found[:, -2]), -1] = self.edges[-1]
        return found

    def as_plain(self) -> dict[str, Any]:
        return {
            "edges": [round(float(edge), 6) for edge in self.edges],
            "base": [round(float(each), 5) for each in self.base],
            "trees": [[node.as_plain() for node in tree] for tree in self.trees],
            **self.encoder.as_plain(),
        }

    @staticmethod
    def from_plain(plain: Mapping[str, Any]) -> "Model":
        return Model(
            edges=np.array(plain["edges"], dtype=float),
            base=np.array(plain["base"], dtype=float),
            trees=[[Node.from_plain(node) for node in tree] for tree in plain["trees"]],
            encoder=Encoder(plain["names"], plain["counts"], plain["cuts"]),
        )


def fit_model(history: History, count: int, now: float) -> Model:
    """Return the curves learnt from the first `count` cases as they were known at `now`.

    Parameters
    ----------
    history : History
        Cases in the order in which they began.
    count : int
        How many of them had begun.
    now : float
        The moment, in hours on the history's clock.

    Returns
    -------
    Model
        Rests on the last 6,000 cases at most; recent ones weigh more.

    Raises
    ------
    ValueError
        If none of them had finished.

    Notes
    -----
    A case weighs half as much as one that began `max(1500, count)` cases later. Open cases count
    as at risk up to their age.

    References
    ----------
    Singer, J. D., & Willett, J. B. (1993). It's about time: using discrete-time survival analysis
    to study duration and the timing of events. Journal of Educational Statistics, 18(2), 155-195.

    Friedman, J. H. (2001). Greedy function approximation: a gradient boosting machine. The Annals
    of Statistics, 29(5), 1189-1232.

    Examples
    --------
    >>> history = History.of(range(100), [start + 2.0 for start in range(100)])
    >>> model = fit_model(history, 100, 100.0)
    >>> float(model.edges[-1])
    2.0
    """
    first = max(0, count - MOST_CASES)
    durations, is_finished = history.until(count, now)
    durations, is_finished = durations[first:], is_finished[first:]
    ages = np.arange(count - first)[::-1]
    weights = 0.5 ** (ages / max(HALF_LIFE_CASES, count))
    categories = {name: each[first:count] for name, each in history.categories.items()}
    numbers = {name: each[first:count] for name, each in history.numbers.items()}
    encoder = encoder_of(categories, {name: each.tolist() for name, each in numbers.items()})
    codes = encoder.codes(categories, {name: each.tolist() for name, each in numbers.items()})
    spells = spells_of(durations, is_finished, weights)
    grower = Grower(spells, weights, codes, encoder.sizes, encoder.is_named)
    return Model(edges=spells.edges, base=grower.base, trees=grower.grow(), encoder=encoder)


def share_by(times: Floats, quantiles: Floats) -> Floats:
    """Return the share of GRID reached by a time on each row of quantiles.

    Parameters
    ----------
    times : ndarray of float, shape (n,)
        In the unit of the quantiles.
    quantiles : ndarray of float, shape (n, len(GRID))
        Rising along each row; may end in inf.

    Returns
    -------
    ndarray of float, shape (n,)
        In [0, 1], or 2 beyond the longest time seen.

    Raises
    ------
    ValueError
        If shapes do not fit each other.

    Notes
    -----
    Where many cases share one duration exactly, the share is the one including all of them.

    References
    ----------
    Hyndman, R. J., & Fan, Y. (1996). Sample quantiles in statistical packages. The American
    Statistician, 50(4), 361-365.

    Examples
    --------
    >>> share_by(np.array([1.0]), GRID[None, :] * 2)
    array([0.5])
    """
    if quantiles.shape != (len(times), len(GRID)):
        raise ValueError(f"Expected {(len(times), len(GRID))}, got {quantiles.shape}.")
    rows, last = np.arange(len(times)), len(GRID) - 1
    passed = (quantiles <= times[:, None] + TOLERANCE).sum(axis=1)
    low, high = np.clip(passed - 1, 0, last), np.clip(passed, 0, last)
    below, above = quantiles[rows, low], quantiles[rows, high]
    gap = np.where(np.isfinite(above) & (above > below), above - below, np.inf)
    share = GRID[low] + (times - below) / gap * (GRID[high] - GRID[low])
    share = np.where(np.isfinite(times), np.clip(share, GRID[low], GRID[high]), BEYOND)
    is_longer = (passed > last) & (times > quantiles[:, last] + TOLERANCE)
    return np.where(is_longer, BEYOND, np.where(passed == 0, 0.0, share))


def time_by(level: float, quantiles: Floats) -> Floats:
    """Return the time by which a share is reached on each row of quantiles.

    Parameters
    ----------
    level : float
        Share; at least 0. Beyond 1 no time is enough.
    quantiles : ndarray of float, shape (n, len(GRID))
        Rising along each row; may end in inf.

    Returns
    -------
    ndarray of float, shape (n,)
        In the unit of the quantiles; inf where the share has never been seen reached.

    Raises
    ------
    ValueError
        If the level is below 0.

    Notes
    -----
    Linear between the two neighbouring levels of GRID. Undoes `share_by` where time passes.

    References
    ----------
    Hyndman, R. J., & Fan, Y. (1996). Sample quantiles in statistical packages. The American
    Statistician, 50(4), 361-365.

    Examples
    --------
    >>> time_by(0.5, GRID[None, :] * 2)
    array([1.])
    """
    if not level >= 0:
        raise ValueError(f"Expected a share of at least 0, got {level!r}.")
    if level > 1:
        return np.full(len(quantiles), np.inf)
    high = int(np.searchsorted(GRID, level - 1e-12))
    low = max(high - 1, 0)
    if high == low:
        return np.asarray(quantiles[:, high], dtype=float)
    part = (level - GRID[low]) / (GRID[high] - GRID[low])
    below, above = quantiles[:, low], quantiles[:, high]
    if part >= 1 - 1e-9:
        return np.asarray(above, dtype=float)
    is_reached = np.isfinite(above)
    step = np.subtract(above, below, out=np.full(len(above), np.inf), where=is_reached)
    return np.asarray(below + part * step, dtype=float)
