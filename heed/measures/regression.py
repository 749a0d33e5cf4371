"""Least squares with errors that do not suppose equal scatter, and tests of linear rules."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.beta import f_tail
from heed.measures.refusals import Refusal, gettext_noop

# Columns closer to each other than this, relative to their size, are taken for the same.
RANK_TOLERANCE = 1e-9


@dataclass(frozen=True)
class FTest:
    """Whether rules about coefficients can be kept.

    Parameters
    ----------
    f : float
        Ratio of variances; the larger, the worse the rules fit.
    rules, rest : int
        Degrees of freedom.
    p : float
        Chance of an F at least so large if the rules held, in 0..1.

    Examples
    --------
    >>> FTest(2.5, 4, 60, 0.052).rules
    4
    """

    f: float
    rules: int
    rest: int
    p: float


@dataclass(frozen=True, eq=False)
class LeastSquares:
    """A linear model fitted by least squares.

    Parameters
    ----------
    coefficients : ndarray of float, shape (k,)
        In the order of the columns.
    covariance : ndarray of float, shape (k, k)
        Of the coefficients, allowing for unequal scatter (HC3).
    r_squared : float
        Share of the outcome's variance that the model explains, in 0..1.
    unexplained : float
        Sum of squared residuals.
    n : int
        Cases.

    Examples
    --------
    >>> found = least_squares([[1, 0], [1, 1], [1, 2], [1, 3]], [1, 3, 4, 8])
    >>> found.coefficients.round(2), round(found.r_squared, 3)
    (array([0.7, 2.2]), 0.931)
    """

    coefficients: NDArray[np.float64]
    covariance: NDArray[np.float64]
    r_squared: float
    unexplained: float
    n: int

    @property
    def rest(self) -> int:
        """Degrees of freedom of the residuals."""
        return self.n - self.coefficients.size

    @property
    def adjusted_r_squared(self) -> float:
        """Explained share after what coefficients explain by chance; may be below 0."""
        return 1 - (1 - self.r_squared) * (self.n - 1) / self.rest

    def test_against(self, restricted: "LeastSquares") -> FTest:
        """Return the F test of a model that keeps rules against this one, supposing equal scatter.

        The classical test: how much more remains unexplained under the rules.
        """
        rules = restricted.rest - self.rest
        more = max(restricted.unexplained - self.unexplained, 0.0) / rules
        f = more / (self.unexplained / self.rest)
        return FTest(f, rules, self.rest, f_tail(f, rules, self.rest))

    def test_of(self, rules: ArrayLike) -> FTest:
        """Return the F test that each rule, a row of weights, sums the coefficients to 0.

        Wald's test with the HC3 errors: it does not suppose equal scatter.
        """
        weights = np.atleast_2d(np.asarray(rules, dtype=float))
        sums = weights @ self.coefficients
        number = len(weights)
        squared = sums @ np.linalg.solve(weights @ self.covariance @ weights.T, sums)
        f = float(squared) / number
        return FTest(f, number, self.rest, f_tail(f, number, self.rest))


def least_squares(design: ArrayLike, outcome: ArrayLike) -> LeastSquares:
    """Return the least squares fit of an outcome.

    Parameters
    ----------
    design : array_like of float, shape (n, k)
        One row per case, one column per coefficient; a column of ones for the constant, without
        which the explained share means nothing.
    outcome : array_like of float, shape (n,)
        What is to be explained.

    Returns
    -------
    LeastSquares
        The fit.

    Raises
    ------
    ValueError
        If there are not more cases than columns, a value is not finite, the outcome never varies,
        or a column follows from the others.

    Notes
    -----
    Errors are of the kind HC3: each squared residual is divided by (1 - leverage)². Cases are
    independent. A case that alone decides a coefficient (leverage 1) adds nothing to its error.

    References
    ----------
    MacKinnon, J. G., & White, H. (1985). Some heteroskedasticity-consistent covariance matrix
    estimators with improved finite sample properties. Journal of Econometrics, 29(3), 305-325.

    Long, J. S., & Ervin, L. H. (2000). Using heteroscedasticity consistent standard errors in the
    linear regression model. The American Statistician, 54(3), 217-224.

    Examples
    --------
    >>> least_squares([[1, 2], [1, 2], [1, 2]], [1, 2, 3])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    heed.measures.refusals.Refusal: Expected columns that differ ..., got 2 of which only 1 do.
    """
    x, y = np.asarray(design, dtype=float), np.asarray(outcome, dtype=float)
    if x.ndim != 2 or y.shape != x.shape[:1]:
        raise ValueError(f"Expected an outcome for each case, got shapes {x.shape} and {y.shape}.")
    if x.shape[0] <= x.shape[1]:
        raise Refusal(
            gettext_noop("Expected more complete cases than columns, got %(n)s for %(columns)s."),
            n=x.shape[0],
            columns=x.shape[1],
        )
    if not (np.all(np.isfinite(x)) and np.all(np.isfinite(y))):
        raise ValueError("Expected finite values; leave out the cases in which one is unknown.")
    total = float(np.sum((y - y.mean()) ** 2))
    if total == 0:
        raise Refusal(
            gettext_noop("Expected an outcome that varies, got %(answer)s in all %(n)s cases."),
            answer=f"{y[0]:g}",
            n=y.size,
        )
    left, sizes, right = np.linalg.svd(x, full_matrices=False)
    rank = int(np.sum(sizes > sizes[0] * RANK_TOLERANCE))
    if rank < x.shape[1]:
        raise Refusal(
            gettext_noop(
                "Expected columns that differ from each other, got %(columns)s of which only "
                "%(rank)s do."
            ),
            columns=x.shape[1],
            rank=rank,
        )
    to_coefficients = (right.T / sizes) @ left.T
    coefficients = to_coefficients @ y
    residuals = y - x @ coefficients
    free = 1 - np.sum(left**2, axis=1)
    spread = np.zeros(y.shape)
    np.divide(residuals, free, out=spread, where=free > RANK_TOLERANCE)
    scores = to_coefficients * spread
    unexplained = float(residuals @ residuals)
    return LeastSquares(
        coefficients, scores @ scores.T, max(0.0, 1 - unexplained / total), unexplained, y.size
    )
