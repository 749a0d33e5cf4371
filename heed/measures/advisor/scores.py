"""How good promises were: what they cost too long or too short, and whether they were kept."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from heed.measures.estimates import Estimate
from heed.measures.shares import share_estimate


def pinball_loss(durations: ArrayLike, promised: ArrayLike, *, coverage: float) -> float:
    """Return the mean pinball loss of promised times.

    Parameters
    ----------
    durations : array_like of float, shape (n,)
        What it took.
    promised : array_like of float, shape (n,)
        What was promised, in the same unit.
    coverage : float
        Share of promises to keep, strictly between 0 and 1.

    Returns
    -------
    float
        In the unit of the durations, at least 0; nan where there is no case.

    Raises
    ------
    ValueError
        If the lengths differ or `coverage` is not strictly between 0 and 1.

    Notes
    -----
    Each hour too late costs `coverage`, each hour promised too much `1 - coverage`. No promise made
    from the same knowledge does better on average than the true quantile.

    References
    ----------
    Koenker, R., & Bassett, G. (1978). Regression quantiles. Econometrica, 46(1), 33-50.

    Examples
    --------
    >>> round(pinball_loss([10, 30], [20, 20], coverage=0.95), 3)
    5.0
    """
    if not 0 < coverage < 1:
        raise ValueError(f"Expected a coverage strictly between 0 and 1, got {coverage!r}.")
    took, said = np.asarray(durations, dtype=float), np.asarray(promised, dtype=float)
    if took.shape != said.shape:
        raise ValueError(f"Expected equal lengths, got {took.shape} and {said.shape}.")
    if not took.size:
        return float("nan")
    late = took - said
    return float(np.maximum(coverage * late, (coverage - 1) * late).mean())


@dataclass(frozen=True)
class Bin:
    """Promises announced with about the same coverage in one channel.

    Parameters
    ----------
    channel : str
        Where they were announced; "" for all.
    announced : float
        Mean of the coverages announced, in [0, 1].
    kept : Estimate
        Share of them kept, with Wilson's interval and how many there were.

    Examples
    --------
    >>> Bin("mail", 0.95, share_estimate(19, 20)).kept.value
    0.95
    """

    channel: str
    announced: float
    kept: Estimate


def reliability(
    announced: ArrayLike,
    is_kept: ArrayLike,
    channels: Sequence[str] | None = None,
    *,
    edges: Sequence[float] = (0.0, 0.55, 0.7, 0.85, 0.925, 0.97, 1.0),
) -> list[Bin]:
    """Return the points of a reliability diagram: what was announced against what was kept.

    Parameters
    ----------
    announced : array_like of float, shape (n,)
        Coverage announced with each promise, in [0, 1].
    is_kept : array_like of bool, shape (n,)
        Whether it was kept; a case still open past its promise was not.
    channels : sequence of str, shape (n,), optional
        Where each was announced; left out, all are one channel.
    edges : sequence of float
        Bounds of the bins in rising order, from 0 to 1; a bin holds its upper bound.

    Returns
    -------
    list of Bin
        The bins that have promises, by channel and by coverage.

    Raises
    ------
    ValueError
        If the lengths differ, a coverage lies outside [0, 1] or the edges do not rise from 0 to 1.

    Notes
    -----
    Points on the diagonal say what is true: of those announced with 95 %, 95 in 100 are kept. Leave
    promises out that are neither kept nor past.

    References
    ----------
    DeGroot, M. H., & Fienberg, S. E. (1983). The comparison and evaluation of forecasters. The
    Statistician, 32(1/2), 12-22.

    Examples
    --------
    >>> kept = [True] * 19 + [False] + [True] * 8 + [False] * 2
    >>> found = reliability([0.95] * 20 + [0.8] * 10, kept)
    >>> [(round(each.announced, 2), each.kept.value, each.kept.n) for each in found]
    [(0.8, 0.8, 10), (0.95, 0.95, 20)]
    """
    said, kept = np.asarray(announced, dtype=float), np.asarray(is_kept, dtype=bool)
    where = np.asarray(channels if channels is not None else [""] * len(said), dtype=str)
    if not len(said) == len(kept) == len(where):
        raise ValueError(f"Expected equal lengths, got {len(said)}, {len(kept)}, {len(where)}.")
    if not ((said >= 0) & (said <= 1)).all():
        raise ValueError("Expected coverages between 0 and 1, such as 0.95, got one outside.")
    bounds = np.asarray(edges, dtype=float)
    if bounds[0] != 0 or bounds[-1] != 1 or (np.diff(bounds) <= 0).any():
        raise ValueError(f"Expected edges rising from 0 to 1, got {edges!r}.")
    place = np.clip(np.searchsorted(bounds, said), 1, len(bounds) - 1)
    found = []
    for channel in np.unique(where):
        for number in range(1, len(bounds)):
            rows = (where == channel) & (place == number)
            if rows.any():
                share = share_estimate(int(kept[rows].sum()), int(rows.sum()))
                found.append(Bin(str(channel), float(said[rows].mean()), share))
    return found
