"""Does satisfaction follow the gap? Perceived and expected as two things, not as a difference."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.beta import f_tail
from heed.measures.estimates import require_confidence
from heed.measures.gaps import FELT_HIGHEST, FELT_LOWEST
from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.regression import FTest, LeastSquares, least_squares
from heed.measures.student import student_t_quantile

# Ten answers for each of the six coefficients.
FEWEST_ANSWERS = 60
# A parabola needs three points each way.
FEWEST_VALUES = 3
NAMES = ("constant", "perceived", "expected", "perceived²", "perceived · expected", "expected²")
GAP_RULES = ((0, 1, 1, 0, 0, 0), (0, 0, 0, 1, 0, 0), (0, 0, 0, 0, 1, 0), (0, 0, 0, 0, 0, 1))
SQUARE_RULES = ((0, 1, 0, 0, 0, 0), (0, 0, 1, 0, 0, 0), (0, 0, 0, 1, 0, -1), (0, 0, 0, 2, 1, 0))
# Of the piecewise model: constant, P, E, W, W·P, W·E, with W = 1 where P < E.
ABSOLUTE_RULES = ((0, 1, 1, 0, 0, 0), (0, 0, 0, 1, 0, 0), (0, 2, 0, 0, 1, 0), (0, -2, 0, 0, 0, 1))
SLOPES = {
    "congruence_slope": (0, 1, 1, 0, 0, 0),
    "congruence_curvature": (0, 0, 0, 1, 1, 1),
    "incongruence_slope": (0, 1, -1, 0, 0, 0),
    "incongruence_curvature": (0, 0, 0, 1, -1, 1),
}


@dataclass(frozen=True)
class Coefficient:
    """A coefficient, or a sum of some, with its error.

    Parameters
    ----------
    name : str
        What it belongs to.
    value, standard_error, lower, upper : float
        In points of satisfaction for each point (or squared point) of the scale.
    p : float
        Chance of a value at least so far from 0 if it were 0, in 0..1.

    Examples
    --------
    >>> Coefficient("perceived", 0.5, 0.1, 0.3, 0.7, 0.0001).is_clear
    True
    """

    name: str
    value: float
    standard_error: float
    lower: float
    upper: float
    p: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.lower > 0 or self.upper < 0


@dataclass(frozen=True)
class DifferenceModel:
    """A model in which only a difference counts, against the one that leaves both sides free.

    Parameters
    ----------
    r_squared : float
        Share of satisfaction's variance explained by the difference alone, in 0..1.
    free_r_squared : float
        The same with both sides free.
    test : FTest
        Of the difference's rules, supposing equal scatter.
    robust_test : FTest
        The same, not supposing it.

    Examples
    --------
    >>> test = FTest(5.2, 4, 188, 0.0005)
    >>> DifferenceModel(0.28, 0.41, test, test).free_r_squared
    0.41
    """

    r_squared: float
    free_r_squared: float
    test: FTest
    robust_test: FTest


@dataclass(frozen=True)
class StationaryPoint:
    """Where the surface is level.

    Parameters
    ----------
    perceived, expected : float
        On the scale of the answers; may lie outside it.
    kind : str
        "top", "bottom" or "saddle".

    Examples
    --------
    >>> StationaryPoint(6.2, 6.0, "top").kind
    'top'
    """

    perceived: float
    expected: float
    kind: str


@dataclass(frozen=True)
class ResponseSurface:
    """How satisfaction depends on perceived and expected.

    Parameters
    ----------
    n : int
        Answers with all three known.
    midpoint : float
        Of the scale; perceived and expected are counted from it.
    coefficients : tuple of Coefficient
        b0 … b5: constant, P, E, P², P·E, E².
    r_squared, adjusted_r_squared : float
        Explained share of satisfaction's variance, and after what is explained by chance.
    gap : DifferenceModel
        Only P - E counts.
    squared_gap : DifferenceModel
        Only (P - E)² counts: as much harm from too much as from too little.
    absolute_gap : DifferenceModel or None
        Only |P - E| counts, against a plane on each side of P = E; None where nearly all answers
        lie on one side.
    congruence_slope, congruence_curvature : Coefficient
        a1 and a2, along P = E: does it matter at which level expectations are met?
    incongruence_slope, incongruence_curvature : Coefficient
        a3 and a4, along P = -E (from the midpoint): a3 > 0 where more than expected is better.
    stationary_point : StationaryPoint or None
        None where the surface has no curvature.
    confidence : float
        Coverage of the intervals.

    Examples
    --------
    >>> rng = np.random.default_rng(2)
    >>> expected, perceived = rng.integers(1, 8, (2, 200))
    >>> found = response_surface(perceived, expected, 4 + 0.5 * (perceived - expected)
    ...     + rng.normal(size=200))
    >>> found.gap.test.p > 0.05, found.congruence_slope.is_clear, found.incongruence_slope.is_clear
    (True, False, True)
    """

    n: int
    midpoint: float
    coefficients: tuple[Coefficient, ...]
    r_squared: float
    adjusted_r_squared: float
    gap: DifferenceModel
    squared_gap: DifferenceModel
    absolute_gap: DifferenceModel | None
    congruence_slope: Coefficient
    congruence_curvature: Coefficient
    incongruence_slope: Coefficient
    incongruence_curvature: Coefficient
    stationary_point: StationaryPoint | None
    confidence: float

    @property
    def is_gap_model_kept(self) -> bool:
        """Whether the answers are compatible with satisfaction = perceived - expected."""
        return self.gap.robust_test.p >= 1 - self.confidence and self.incongruence_slope.lower > 0


def response_surface(
    perceived: ArrayLike,
    expected: ArrayLike,
    satisfaction: ArrayLike,
    *,
    lowest: float = FELT_LOWEST,
    highest: float = FELT_HIGHEST,
    confidence: float = 0.95,
) -> ResponseSurface:
    """Return how an overall satisfaction answer depends on perceived and expected.

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
    ResponseSurface
        The polynomial regression and what it says of the gap model.

    Raises
    ------
    ValueError
        If fewer than 60 answers are complete, an answer lies outside the scale, perceived or
        expected take fewer than three values or go hand in hand, or satisfaction never varies.

    Notes
    -----
    satisfaction = b0 + b1 P + b2 E + b3 P² + b4 P·E + b5 E², with P and E counted from the
    midpoint of the scale. The gap model is the rule b1 = -b2, b3 = b4 = b5 = 0; the squared gap
    b1 = b2 = 0, b3 = b5, b4 = -2 b3. Standard errors, intervals and p values of coefficients and
    slopes are HC3 with Student's t, as answers at the end of a scale scatter less. The F tests
    come twice: the classical one on the loss of explained share, and Wald's with HC3.
    Answers are independent. Nothing here shows a cause: all three are asked of the same person.

    References
    ----------
    Edwards, J. R., & Parry, M. E. (1993). On the use of polynomial regression equations as an
    alternative to difference scores in organizational research. Academy of Management Journal,
    36(6), 1577-1613.

    Edwards, J. R. (2002). Alternatives to difference scores: polynomial regression analysis and
    response surface methodology. In F. Drasgow & N. Schmitt (Eds.), Measuring and analyzing
    behavior in organizations (pp. 350-400). Jossey-Bass.

    Examples
    --------
    >>> response_surface([5, 6], [6, 6], [7, 9])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    heed.measures.refusals.Refusal: Expected at least 60 answers ... got 2: 58 more are needed.
    """
    require_confidence(confidence)
    p, e, z = complete_answers(perceived, expected, satisfaction, lowest=lowest, highest=highest)
    midpoint = (lowest + highest) / 2
    free = least_squares(_surface(p - midpoint, e - midpoint), z)
    gap, squares = least_squares(_line(p - e), z), least_squares(_line((p - e) ** 2), z)
    slopes = {
        name: _combination(free, name, weights, confidence) for name, weights in SLOPES.items()
    }
    return ResponseSurface(
        n=free.n,
        midpoint=midpoint,
        coefficients=tuple(
            _combination(free, name, weights, confidence)
            for name, weights in zip(NAMES, np.eye(6), strict=True)
        ),
        r_squared=free.r_squared,
        adjusted_r_squared=free.adjusted_r_squared,
        gap=_compared(free, gap, GAP_RULES),
        squared_gap=_compared(free, squares, SQUARE_RULES),
        absolute_gap=_absolute(p - midpoint, e - midpoint, z),
        stationary_point=_stationary(free.coefficients, midpoint),
        confidence=confidence,
        **slopes,
    )


def complete_answers(
    perceived: ArrayLike,
    expected: ArrayLike,
    satisfaction: ArrayLike,
    *,
    lowest: float = FELT_LOWEST,
    highest: float = FELT_HIGHEST,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the answers in which all three are known, or refuse them as too few.

    Parameters
    ----------
    perceived, expected, satisfaction, lowest, highest
        As in `response_surface`.

    Returns
    -------
    perceived, expected, satisfaction : ndarray of float, shape (m,)
        The complete answers, in their order.

    Raises
    ------
    ValueError
        As `response_surface`, save for answers that go hand in hand.

    Notes
    -----
    An answer with one of the three unknown is left out altogether.

    References
    ----------
    Edwards, J. R. (2002). Alternatives to difference scores. In F. Drasgow & N. Schmitt (Eds.),
    Measuring and analyzing behavior in organizations (pp. 350-400). Jossey-Bass.

    Examples
    --------
    >>> p, e, z = complete_answers([5, 6, 7, float("nan")] * 20, [7, 6, 5, 4] * 20, range(80))
    >>> p.size
    60
    """
    given = [np.asarray(each, dtype=float).ravel() for each in (perceived, expected, satisfaction)]
    if len({each.size for each in given}) > 1:
        raise Refusal(
            gettext_noop(
                "Expected as many perceived as expected and satisfaction answers, got %(sizes)s."
            ),
            sizes=repr([each.size for each in given]),
        )
    is_complete = ~np.isnan(np.array(given)).any(axis=0)
    p, e, z = (each[is_complete] for each in given)
    if z.size < FEWEST_ANSWERS:
        raise Refusal(
            gettext_noop(
                "Expected at least %(fewest)s answers with perceived, expected and "
                "satisfaction, got %(n)s: %(more)s more are needed."
            ),
            fewest=FEWEST_ANSWERS,
            n=z.size,
            more=FEWEST_ANSWERS - z.size,
        )
    for name, answers in ((gettext_noop("perceived"), p), (gettext_noop("expected"), e)):
        if answers.min() < lowest or answers.max() > highest:
            raise Refusal(
                gettext_noop(
                    "Expected %(name)s answers from %(lowest)s to %(highest)s, got "
                    "%(lowest_given)s to %(highest_given)s."
                ),
                name=name,
                lowest=lowest,
                highest=highest,
                lowest_given=answers.min(),
                highest_given=answers.max(),
            )
        values = np.unique(answers)
        if values.size < FEWEST_VALUES:
            raise Refusal(
                gettext_noop(
                    "Expected %(name)s answers of at least %(fewest)s different values,"
                    " got only %(values)s: wait for more varied answers."
                ),
                name=name,
                fewest=FEWEST_VALUES,
                values=", ".join(f"{value:g}" for value in values),
            )
    return p, e, z


def _surface(p: NDArray[np.float64], e: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([np.ones(p.size), p, e, p**2, p * e, e**2])


def _line(difference: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([np.ones(difference.size), difference])


def _compared(
    free: LeastSquares, restricted: LeastSquares, rules: tuple[tuple[int, ...], ...]
) -> DifferenceModel:
    return DifferenceModel(
        restricted.r_squared, free.r_squared, free.test_against(restricted), free.test_of(rules)
    )


def _absolute(
    p: NDArray[np.float64], e: NDArray[np.float64], z: NDArray[np.float64]
) -> DifferenceModel | None:
    is_short = (p < e).astype(float)
    sides = np.column_stack([np.ones(p.size), p, e, is_short, is_short * p, is_short * e])
    if np.linalg.matrix_rank(sides) < sides.shape[1]:
        return None
    return _compared(
        least_squares(sides, z), least_squares(_line(np.abs(p - e)), z), ABSOLUTE_RULES
    )


def _combination(
    fit: LeastSquares, name: str, weights: ArrayLike, confidence: float
) -> Coefficient:
    by = np.asarray(weights, dtype=float)
    value = float(by @ fit.coefficients)
    error = sqrt(float(by @ fit.covariance @ by))
    half = float(student_t_quantile((1 + confidence) / 2, fit.rest)) * error
    p = f_tail((value / error) ** 2, 1, fit.rest) if error > 0 else float(value == 0)
    return Coefficient(name, value, error, value - half, value + half, p)


def _stationary(coefficients: NDArray[np.float64], midpoint: float) -> StationaryPoint | None:
    _, b1, b2, b3, b4, b5 = map(float, coefficients)
    bend = 4 * b3 * b5 - b4**2
    if bend == 0:
        return None
    kind = "saddle" if bend < 0 else "top" if b3 < 0 else "bottom"
    return StationaryPoint(
        midpoint + (b2 * b4 - 2 * b1 * b5) / bend, midpoint + (b1 * b4 - 2 * b2 * b3) / bend, kind
    )
