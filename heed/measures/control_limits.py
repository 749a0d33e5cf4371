"""What chance explains of a mean that is looked at again and again, and what it does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, nan, sqrt

import numpy as np
from numpy.typing import ArrayLike

from heed.measures.refusals import Refusal, gettext_noop

SIGMAS = 3.0
RUN = 8
FEWEST_STRETCHES = 5


@dataclass(frozen=True)
class ControlPoint:
    """One stretch of time on a control chart.

    Parameters
    ----------
    n : int
        Answers in the stretch.
    mean : float
        Of these answers; nan where there is none.
    lower, upper : float
        Between them lie nearly all means of so many answers as long as nothing changes; nan where
        there is no answer.
    is_out : bool
        Whether the mean lies beyond them.
    is_run : bool
        Whether it is the eighth or a later mean in a row on the same side of the centre.

    Examples
    --------
    >>> control_limits([[1, 3], [2, 4], [3, 1], [4, 2], [9, 9]]).points[4].is_out
    True
    """

    n: int
    mean: float
    lower: float
    upper: float
    is_out: bool = False
    is_run: bool = False


@dataclass(frozen=True)
class ControlLimits:
    """A control chart of means.

    Parameters
    ----------
    centre : float
        The mean of all answers.
    deviation : float
        Standard deviation of single answers within a stretch; nan where no stretch has two.
    points : tuple of ControlPoint
        By stretch, in the order given.

    Examples
    --------
    >>> control_limits([[1, 3], [2, 4], [3, 1], [4, 2], [2, 3]]).centre
    2.5
    """

    centre: float
    deviation: float
    points: tuple[ControlPoint, ...]


def control_limits(stretches: Sequence[ArrayLike], *, sigmas: float = SIGMAS) -> ControlLimits:
    """Return the limits of chance for the mean of each stretch of time.

    Parameters
    ----------
    stretches : sequence of array_like of float
        The answers of each stretch, in the order of time; at least five stretches, which may be
        empty.
    sigmas : float, default 3
        How many standard errors the limits lie from the centre; above 0.

    Returns
    -------
    ControlLimits
        Centre, deviation, and the limits of each stretch.

    Raises
    ------
    ValueError
        If there are fewer than five stretches, no answer, an answer that is not finite, or `sigmas`
        is not above 0.

    Notes
    -----
    An x-bar chart with unequal numbers: centre ± sigmas × deviation ÷ √n, the deviation pooled
    within the stretches, so that a change from one stretch to the next does not widen the limits it
    is held against. Eight means in a row on one side are told too (Western Electric's fourth rule).
    With three standard errors one mean in 370 lies out by chance if answers are independent;
    several answers of one customer are not, and then more do.

    References
    ----------
    Shewhart, W. A. (1931). Economic control of quality of manufactured product. Van Nostrand.

    Western Electric Company. (1956). Statistical quality control handbook.

    Examples
    --------
    >>> found = control_limits([[1, 3], [2, 4], [3, 1], [4, 2], [2, 3, 2, 3]])
    >>> [round(point.upper, 2) for point in found.points][3:]
    [4.91, 4.2]
    """
    if len(stretches) < FEWEST_STRETCHES:
        raise Refusal(
            gettext_noop("Expected at least %(fewest)s stretches of time, got %(n)s."),
            fewest=FEWEST_STRETCHES,
            n=len(stretches),
        )
    if not sigmas > 0:
        raise ValueError(f"Expected a number of standard errors above 0, got {sigmas!r}.")
    given = [np.asarray(each, dtype=float).ravel() for each in stretches]
    every = np.concatenate(given)
    if not every.size:
        raise Refusal(gettext_noop("Expected at least one answer, got none."))
    if not np.isfinite(every).all():
        raise ValueError("Expected finite answers; leave out those that are not known.")
    centre = float(every.mean())
    freedom = sum(each.size - 1 for each in given if each.size)
    squares = sum(float(((each - each.mean()) ** 2).sum()) for each in given if each.size)
    deviation = sqrt(squares / freedom) if freedom else nan
    points = [_point(each, centre, deviation, sigmas) for each in given]
    return ControlLimits(centre, deviation, tuple(_with_runs(points, centre)))


def _point(answers: np.ndarray, centre: float, deviation: float, sigmas: float) -> ControlPoint:
    if not answers.size:
        return ControlPoint(0, nan, nan, nan)
    mean = float(answers.mean())
    half = sigmas * deviation / sqrt(answers.size)
    is_out = isfinite(half) and abs(mean - centre) > half
    return ControlPoint(answers.size, mean, centre - half, centre + half, is_out)


def _with_runs(points: Sequence[ControlPoint], centre: float) -> list[ControlPoint]:
    """The points, those marked that end a run; stretches without answers neither end nor add."""
    found, side, length = [], 0, 0
    for each in points:
        if each.n:
            here = (each.mean > centre) - (each.mean < centre)
            length = length + 1 if here and here == side else int(here != 0)
            side = here
        is_run = bool(each.n) and length >= RUN
        found.append(ControlPoint(each.n, each.mean, each.lower, each.upper, each.is_out, is_run))
    return found
