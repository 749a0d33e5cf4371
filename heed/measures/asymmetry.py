"""Whether falling short hurts more than exceeding pleases."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from heed.measures.beta import f_tail
from heed.measures.estimates import Estimate, Flag, Method
from heed.measures.gaps import FELT_HIGHEST, FELT_LOWEST
from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.regression import LeastSquares, least_squares
from heed.measures.response_surface import complete_answers
from heed.measures.student import student_t_quantile

# Ten answers for the slope of each side.
FEWEST_EACH_SIDE = 10


@dataclass(frozen=True)
class Asymmetry:
    """What a point below and a point above expectation do to satisfaction.

    Parameters
    ----------
    n, below, above : int
        Complete answers; those below and those above what was expected.
    loss : Estimate
        Satisfaction lost per point below expectation; above 0 where falling short hurts.
    gain : Estimate
        Satisfaction won per point above expectation.
    difference : Estimate
        loss - gain; flag UNDECIDED where the interval holds 0.
    p : float
        Chance of a difference at least so large if both were equal, in 0..1.
    at_expected : Estimate
        Satisfaction where what was expected is got.
    r_squared : float
        Share of satisfaction's variance explained, in 0..1.

    Examples
    --------
    >>> rng = np.random.default_rng(3)
    >>> expected, perceived = rng.integers(1, 8, (2, 400))
    >>> gap = perceived - expected
    >>> felt = 5 + 0.2 * np.maximum(gap, 0) + 0.6 * np.minimum(gap, 0) + rng.normal(size=400) / 2
    >>> found = loss_and_gain(perceived, expected, felt)
    >>> round(found.loss.value, 1), round(found.gain.value, 1), found.p < 0.001
    (0.6, 0.2, True)
    """

    n: int
    below: int
    above: int
    loss: Estimate
    gain: Estimate
    difference: Estimate
    p: float
    at_expected: Estimate
    r_squared: float


def loss_and_gain(
    perceived: ArrayLike,
    expected: ArrayLike,
    satisfaction: ArrayLike,
    *,
    lowest: float = FELT_LOWEST,
    highest: float = FELT_HIGHEST,
    confidence: float = 0.95,
) -> Asymmetry:
    """Return how much falling short hurts and exceeding pleases, and whether they differ.

    Parameters
    ----------
    perceived, expected : array_like of float, shape (n,)
        Answers of the same persons on the same scale; nan where unknown.
    satisfaction : array_like of float, shape (n,)
        Their overall satisfaction, on any scale on which more is better; nan where unknown.
    lowest, highest : float, default 1 and 7
        Ends of the scale of perceived and expected.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Asymmetry
        Both slopes, their difference and its test.

    Raises
    ------
    ValueError
        As `response_surface`, or if fewer than ten answers lie below, or fewer than ten above,
        what was expected.

    Notes
    -----
    satisfaction = a + b₊ max(P - E, 0) + b₋ min(P - E, 0). Errors are HC3, with Student's t. It
    supposes that only the difference counts: look at `response_surface` first. Where expectations
    crowd at the top there is little room to exceed them, and b₊ rests on few answers of low
    expectation, not on delighted ones. A bend of the satisfaction scale itself, such as a ceiling,
    looks like loss aversion too.

    References
    ----------
    Anderson, E. W., & Sullivan, M. W. (1993). The antecedents and consequences of customer
    satisfaction for firms. Marketing Science, 12(2), 125-143.

    Mittal, V., Ross, W. T., & Baldasare, P. M. (1998). The asymmetric impact of negative and
    positive attribute-level performance on overall satisfaction and repurchase intentions. Journal
    of Marketing, 62(1), 33-47.

    Examples
    --------
    >>> loss_and_gain([5, 6, 4] * 20, [6, 7, 5] * 20, range(60))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    heed.measures.refusals.Refusal: Expected at least 10 answers below and ... got 60 and 0.
    """
    p, e, z = complete_answers(perceived, expected, satisfaction, lowest=lowest, highest=highest)
    gap = p - e
    below, above = int(np.sum(gap < 0)), int(np.sum(gap > 0))
    if min(below, above) < FEWEST_EACH_SIDE:
        raise Refusal(
            gettext_noop(
                "Expected at least %(fewest)s answers below and %(fewest)s above "
                "what was expected, got %(below)s and %(above)s."
            ),
            fewest=FEWEST_EACH_SIDE,
            below=below,
            above=above,
        )
    fit = least_squares(
        np.column_stack([np.ones(gap.size), np.minimum(gap, 0), np.maximum(gap, 0)]), z
    )
    difference, p_value = _sum_of(fit, (0, 1, -1), confidence)
    return Asymmetry(
        n=fit.n,
        below=below,
        above=above,
        loss=_sum_of(fit, (0, 1, 0), confidence)[0],
        gain=_sum_of(fit, (0, 0, 1), confidence)[0],
        difference=difference,
        p=p_value,
        at_expected=_sum_of(fit, (1, 0, 0), confidence)[0],
        r_squared=fit.r_squared,
    )


def _sum_of(
    fit: LeastSquares, weights: tuple[int, ...], confidence: float
) -> tuple[Estimate, float]:
    """Return a weighted sum of coefficients with its interval, and the p value of its being 0."""
    by = np.array(weights, dtype=float)
    value, error = float(by @ fit.coefficients), sqrt(float(by @ fit.covariance @ by))
    half = float(student_t_quantile((1 + confidence) / 2, fit.rest)) * error
    p = f_tail((value / error) ** 2, 1, fit.rest) if error > 0 else float(value == 0)
    flags = (Flag.UNDECIDED,) if abs(value) <= half else ()
    found = Estimate(
        value, value - half, value + half, fit.n, Method.ROBUST, confidence, flags=flags
    )
    return found, p
