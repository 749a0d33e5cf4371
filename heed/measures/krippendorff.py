"""Krippendorff's alpha: agreement of any number of raters, on any level, with ratings missing."""

from collections.abc import Hashable, Sequence
from enum import StrEnum
from functools import partial
from math import nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.agreement_samples import Drawing, rated_cases, resampled_agreement
from heed.measures.estimates import Estimate
from heed.measures.ratings import placed
from heed.measures.refusals import Refusal, gettext_noop

Floats = NDArray[np.float64]


class Level(StrEnum):
    """What can be said of two different ratings."""

    NOMINAL = "nominal"  # that they differ
    ORDINAL = "ordinal"  # which is higher, and how many ratings lie between
    INTERVAL = "interval"  # how far apart they are


def krippendorff_alpha(
    ratings: ArrayLike,
    *,
    level: Level = Level.NOMINAL,
    categories: Sequence[Hashable] = (),
    weights: ArrayLike | None = None,
    resamples: int = 1000,
    seed: int = 0,
    confidence: float = 0.95,
) -> Estimate:
    """Return Krippendorff's alpha: 1 less observed over expected disagreement.

    Parameters
    ----------
    ratings : array_like, shape (n, m)
        Of n cases by m raters: numbers or words; nan, None or "" where one did not rate.
    level : Level, default NOMINAL
        How far two ratings are apart; INTERVAL needs numbers.
    categories : sequence, default those that occur, sorted
        All there are, lowest first; their order matters where the level is ordinal.
    weights : array_like of float, shape (n,), optional
        How many cases each stands for, at least 0; all alike by default.
    resamples : int, default 1000
        Bootstrap samples of cases behind the interval; 0 for none, else at least 100.
    seed : int, default 0
        Of the bootstrap; the same seed gives the same interval.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Estimate
        At most 1; 0 is chance. Without value where all ratings are the same, flagged NO_SPREAD.
        `n` counts the cases with at least two ratings; FEW_CASES below 30 effective ones.

    Raises
    ------
    ValueError
        If no case has two ratings, a rating is none of the categories, an interval is asked of
        words, the weights do not fit, `resamples` is from 1 to 99 or below 0, or `confidence` is
        not strictly between 0 and 1.

    Notes
    -----
    Each case's pairs of ratings count in proportion to its ratings; a case with one rating counts
    nothing. Krippendorff asks for .800, and for .667 where conclusions may be tentative; look at
    the lower end. A case that stands for several counts as often, in what is expected by chance
    too. Cases are resampled whole, with their weights; the interval is made of percentiles.
    Whoever rates must do so without knowing of the others.

    References
    ----------
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of
    Pennsylvania, Annenberg School for Communication.

    Hayes, A. F., & Krippendorff, K. (2007). Answering the call for a standard reliability measure
    for coding data. Communication Methods and Measures, 1(1), 77-89.

    Examples
    --------
    >>> ratings = [[1, 1, None], [2, 2, 2], [3, 4, 3], [4, 4, 4], [1, 2, 1]]
    >>> found = krippendorff_alpha(ratings, level=Level.INTERVAL, resamples=0)
    >>> round(found.value, 3), found.n
    (0.904, 5)
    """
    drawing = Drawing(resamples, seed, confidence)
    cases = rated_cases(placed(ratings, categories=categories), weights=weights)
    scale = _numbers(cases.categories) if level is Level.INTERVAL else None
    return resampled_agreement(cases, partial(_alpha, level=level, scale=scale), drawing)


def _numbers(categories: tuple[Hashable, ...]) -> Floats:
    """Return the categories as numbers, counted from their middle so that no digits are lost."""
    if not all(isinstance(each, int | float | np.number) for each in categories):
        raise Refusal(
            gettext_noop("Expected numbers for the level interval, got %(categories)s."),
            categories=", ".join(map(str, categories)),
        )
    numbers = np.array(categories, dtype=float)
    return np.asarray(numbers - (numbers.min() + numbers.max()) / 2)


def _alpha(times: Floats, counts: Floats, *, level: Level, scale: Floats | None) -> Floats:
    """Return alpha where case i counts `times[b, i]` times; nan where all ratings are the same."""
    used = times @ counts
    total = used.sum(axis=1)
    # Samples that stand for no more than one rating have no pairs by chance.
    others = np.where(total > 1, total - 1, nan)
    sizes = counts.sum(axis=1)
    if level is Level.NOMINAL:
        observed = times @ ((sizes**2 - (counts**2).sum(axis=1)) / (sizes - 1))
        expected = (total**2 - (used**2).sum(axis=1)) / others
    else:
        # Ordinal distances are those between middle ranks, which depend on who was drawn.
        on = np.cumsum(used, axis=1) - used / 2 if scale is None else scale[None]
        apart = _squares(sizes, on @ counts.T, on**2 @ counts.T)
        observed = (times * (apart / (sizes - 1))).sum(axis=1)
        expected = _squares(total, (used * on).sum(axis=1), (used * on**2).sum(axis=1))
        expected /= others
    found = np.full(total.shape, nan)
    np.divide(observed, expected, out=found, where=expected > 1e-12 * total)
    return 1 - found


def _squares(sizes: Floats, sums: Floats, sums_of_squares: Floats) -> Floats:
    """Return the squared differences of all pairs of ratings, each pair counted both ways."""
    return np.asarray(2 * (sizes * sums_of_squares - sums**2))
