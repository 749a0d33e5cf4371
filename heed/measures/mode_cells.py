"""Answers by way of asking and by stratum: means, errors, and means for one mix of strata."""

from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
FEWEST_IN_A_CELL = 2


@dataclass(frozen=True, eq=False)
class Cells:
    """Answers of m modes in g strata.

    Parameters
    ----------
    counts : ndarray of float, shape (m, g)
        Known answers with a weight above 0.
    totals, squares : ndarray of float, shape (m, g)
        Sums of their weights and of their squared weights.
    means : ndarray of float, shape (m, g)
        Weighted means; nan where there is no answer.
    errors : ndarray of float, shape (m, g)
        Squared standard errors of the means; nan below two answers.

    Examples
    --------
    >>> values, modes = np.array([1.0, 3.0, 4.0, 8.0]), np.array([0, 0, 1, 1])
    >>> found = cells_of(values, modes, np.zeros(4, dtype=int), np.ones(4), (2, 1))
    >>> found.means.ravel(), found.errors.ravel()
    (array([2., 6.]), array([1., 4.]))
    """

    counts: Floats
    totals: Floats
    squares: Floats
    means: Floats
    errors: Floats

    def of_strata(self, kept: NDArray[np.bool_]) -> "Cells":
        """Return the same cells of fewer strata."""
        return Cells(
            self.counts[:, kept],
            self.totals[:, kept],
            self.squares[:, kept],
            self.means[:, kept],
            self.errors[:, kept],
        )


@dataclass(frozen=True)
class Standardised:
    """A mean, or a difference of means, for one mix of strata.

    Parameters
    ----------
    value : float
        In the unit of the answers.
    variance : float
        Squared standard error, at least 0.
    degrees : float
        Of freedom, at least 1; nan where nothing varies.
    worth : float
        Answers of equal weight and of this very mix that would be as precise.

    Examples
    --------
    >>> Standardised(0.4, 0.01, 120.0, 118.0).value
    0.4
    """

    value: float
    variance: float
    degrees: float
    worth: float


def cells_of(
    values: Floats, modes: Codes, strata: Codes, weights: Floats, shape: tuple[int, int]
) -> Cells:
    """Return counts, means and errors by mode and stratum.

    Parameters
    ----------
    values : ndarray of float, shape (n,)
        Answers; nan where unknown.
    modes, strata : ndarray of int, shape (n,)
        Places of each answer's mode and stratum; -1 where unknown, which leaves it out.
    weights : ndarray of float, shape (n,)
        At least 0.
    shape : tuple of int
        Numbers of modes and of strata.

    Returns
    -------
    Cells
        Of that shape.

    Examples
    --------
    >>> one = cells_of(np.array([5.0]), np.array([0]), np.array([0]), np.ones(1), (1, 1))
    >>> one.means, one.errors
    (array([[5.]]), array([[nan]]))
    """
    kept = ~np.isnan(values) & (modes >= 0) & (strata >= 0) & (weights > 0)
    place = modes[kept] * shape[1] + strata[kept]
    given, of = values[kept], weights[kept]

    def summed(what: Floats | None) -> Floats:
        added = np.bincount(place, weights=what, minlength=shape[0] * shape[1])
        return added.astype(float).reshape(shape)

    counts, totals, squares = summed(None), summed(of), summed(of * of)
    means = _ratio(summed(of * given), totals)
    rest = of * (given - means.ravel()[place])
    spread = _ratio(counts, np.where(counts > 1, counts - 1, 0.0)) * summed(rest * rest)
    return Cells(counts, totals, squares, means, _ratio(spread, totals**2))


def compared_strata(cells: Cells) -> NDArray[np.bool_]:
    """Return in which strata every mode has answers enough for a mean and an error.

    Parameters
    ----------
    cells : Cells
        Of m modes in g strata.

    Returns
    -------
    ndarray of bool, shape (g,)
        True where every mode that has two answers at all has two in the stratum.

    Examples
    --------
    >>> values, modes = np.arange(6.0), np.array([0, 0, 0, 1, 1, 1])
    >>> strata = np.array([0, 0, 1, 0, 0, 1])
    >>> compared_strata(cells_of(values, modes, strata, np.ones(6), (2, 2)))
    array([ True, False])
    """
    present = cells.counts.sum(axis=1) >= FEWEST_IN_A_CELL
    enough: NDArray[np.bool_] = (cells.counts[present] >= FEWEST_IN_A_CELL).all(axis=0)
    return enough & bool(present.any())


def standardised(cells: Cells, signs: Floats) -> Standardised:
    """Return a mode's mean, or the difference of two, for the mix of strata of all modes together.

    Parameters
    ----------
    cells : Cells
        Of strata in which the modes meant have at least two answers each.
    signs : ndarray of float, shape (m,)
        1 for the mode, -1 for the one taken from it, 0 for the others.

    Returns
    -------
    Standardised
        The stratum's part among all answers, times its mean, summed over strata.

    Notes
    -----
    The squared error adds up part² × squared error of each cell, and what the parts themselves add
    because they are those of these very answers: Σ part × (stratum's value - value)² ÷ n with equal
    weights. Degrees of freedom as of Welch and Satterthwaite; with one stratum it is Welch's test.

    References
    ----------
    Holt, D., & Smith, T. M. F. (1979). Post stratification. Journal of the Royal Statistical
    Society A, 142(1), 33-46.

    Satterthwaite, F. E. (1946). An approximate distribution of estimates of variance components.
    Biometrics Bulletin, 2(6), 110-114.

    Examples
    --------
    >>> values, modes = np.array([1.0, 3.0, 4.0, 8.0]), np.array([0, 0, 1, 1])
    >>> cells = cells_of(values, modes, np.zeros(4, dtype=int), np.ones(4), (2, 1))
    >>> found = standardised(cells, np.array([1.0, -1.0]))
    >>> found.value, found.variance, round(found.degrees, 3)
    (-4.0, 5.0, 1.471)
    """
    chosen = signs != 0
    whole = float(cells.totals.sum())
    parts = cells.totals.sum(axis=0) / whole
    by_stratum = signs[chosen] @ cells.means[chosen]
    value = float(parts @ by_stratum)
    within = parts**2 * cells.errors[chosen]
    n = float(cells.counts.sum())
    pulls = float(cells.squares.sum(axis=0) @ (by_stratum - value) ** 2) / whole**2
    between = n / (n - 1) * pulls
    variance = float(within.sum()) + between
    return Standardised(
        value,
        variance,
        _degrees(within, cells.counts[chosen], between, n),
        _worth(parts, cells.totals[chosen] ** 2 / cells.squares[chosen]),
    )


def _degrees(within: Floats, counts: Floats, between: float, n: float) -> float:
    spread = float((within**2 / (counts - 1)).sum()) + between**2 / (n - 1)
    return (float(within.sum()) + between) ** 2 / spread if spread > 0 else nan


def _worth(parts: Floats, worths: Floats) -> float:
    """What the weaker of the modes is worth."""
    return float(np.min(1 / (parts**2 / worths).sum(axis=1)))


def _ratio(above: Floats, below: Floats) -> Floats:
    ratio = np.full(above.shape, nan)
    np.divide(above, below, out=ratio, where=below > 0)
    return ratio
