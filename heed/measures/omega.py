"""How reliably a sum of items measures what they have in common: omega, by one factor."""

from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.agreement_samples import require_resamples
from heed.measures.bootstrap_sums import MANY_CASES, normal_sums, with_products
from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.one_factor import OneFactor, one_factor
from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.weights import checked_weights, effective_n

RELIABLE = 0.7
FEW = 30
CASES_AT_ONCE = 4096
TINY = 1e-9


@dataclass(frozen=True, eq=False)
class Omega:
    """Reliability by one common factor.

    Parameters
    ----------
    total : Estimate
        Of the sum of the answers as they are, in 0..1. Flags: UNRELIABLE below .70, IMPROPER
        where a variance was held at 0, NOT_CONVERGED, FEW_CASES.
    standardised : Estimate
        Of the sum of the answers, each divided by its spread.
    loadings, unique : ndarray of float, shape (k,)
        Standardised loading of each item, and the share of its variance the factor leaves over.
    improper_share : float
        Share of bootstrap samples in which a variance was held at 0; nan without any.
    resamples, seed : int
        Of the bootstrap.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(300, 1)) + rng.normal(size=(300, 4))
    >>> found = omega(x)
    >>> round(found.total.value, 2), len(found.loadings)
    (0.78, 4)
    """

    total: Estimate
    standardised: Estimate
    loadings: NDArray[np.float64]
    unique: NDArray[np.float64]
    improper_share: float
    resamples: int
    seed: int


def omega(
    answers: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    resamples: int = 1000,
    seed: int = 0,
    confidence: float = 0.95,
) -> Omega:
    """Return omega total: the share of the sum's variance that one common factor explains.

    Parameters
    ----------
    answers : array_like of float, shape (n, k)
        Answers to k >= 3 items in the same direction; nan where not known.
    weights : array_like of float, shape (n,), optional
        How many people each case stands for, at least 0; all alike by default.
    resamples : int, default 1000
        Bootstrap samples behind the intervals; 0 for none, else at least 100.
    seed : int, default 0
        Of the bootstrap; the same seed gives the same intervals.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Omega
        Of the sum as it is and standardised.

    Raises
    ------
    ValueError
        If there are fewer than 3 items or fewer than k + 2 complete cases, an item never varies or
        follows from others, the weights do not fit, `resamples` is from 1 to 99 or below 0, or
        `confidence` is not strictly between 0 and 1.

    Notes
    -----
    (sum of loadings)² / ((sum of loadings)² + sum of unique variances). Unlike alpha it lets items
    measure the same thing unequally well. It supposes that they have one thing in common: with
    two, it is too high. Where the best fit would need a variance below 0 (Heywood), the variance
    is held at 0 and the result is flagged IMPROPER: one item then is the factor, which hints at
    too few cases or at items that do not belong together. Cases are used whole or not at all;
    whole cases are resampled with their weights, from MANY_CASES on by their sums (see
    `normal_sums`); intervals are percentiles. A bootstrap sample in which an item never varies or
    follows from others is left out. Weights count in covariances only.

    References
    ----------
    McDonald, R. P. (1999). Test theory: a unified treatment. Erlbaum.

    Kelley, K., & Pornprasertmanit, S. (2016). Confidence intervals for population reliability
    coefficients. Psychological Methods, 21(1), 69-92.

    Examples
    --------
    >>> omega([[1, 2], [2, 1], [3, 3], [4, 4]])
    Traceback (most recent call last):
    heed.measures.refusals.Refusal: Expected answers to at least 3 items, got 2.
    """
    require_confidence(confidence)
    require_resamples(resamples)
    given = np.asarray(answers, dtype=float)
    if given.ndim != 2:
        raise ValueError(f"Expected a table, one row per case, got shape {given.shape}.")
    if given.shape[1] < 3:
        raise Refusal(
            gettext_noop("Expected answers to at least %(fewest)s items, got %(items)s."),
            fewest=3,
            items=given.shape[1],
        )
    worth = checked_weights(weights, len(given))
    is_used = np.isfinite(given).all(axis=1) & (worth > 0)
    rows, worth = given[is_used], worth[is_used]
    n, k = rows.shape
    if n < k + 2:
        raise Refusal(
            gettext_noop(
                "Expected at least %(fewest)s complete cases for %(items)s items, got %(n)s."
            ),
            fewest=k + 2,
            items=k,
            n=n,
        )
    covariances = np.cov((rows - rows[0]).T, aweights=worth)[None]
    if not _is_usable(covariances)[0]:
        raise Refusal(
            gettext_noop("Expected items that vary, and none that follows from the others.")
        )
    fit, found = _both_omegas(covariances)
    drawn = _covariances_of_samples(rows, worth, resamples, seed)
    drawn_fit, values = _both_omegas(drawn)
    flags = tuple(
        flag
        for flag, is_so in (
            (Flag.FEW_CASES, effective_n(worth) < FEW),
            (Flag.IMPROPER, fit.is_improper[0]),
            (Flag.NOT_CONVERGED, not fit.has_converged[0]),
        )
        if is_so
    )
    plain, standardised = (
        _estimate(float(found[0, at]), values[:, at], worth, confidence, flags) for at in (0, 1)
    )
    improper = float(drawn_fit.is_improper.mean()) if len(drawn) else nan
    return Omega(plain, standardised, fit.loadings[0], fit.unique[0], improper, resamples, seed)


def _estimate(
    value: float,
    drawn: NDArray[np.float64],
    weights: NDArray[np.float64],
    confidence: float,
    flags: tuple[Flag, ...],
) -> Estimate:
    tail = (1 - confidence) / 2
    lower, upper = np.quantile(drawn, [tail, 1 - tail]).tolist() if drawn.size else (nan, nan)
    n, worth = len(weights), effective_n(weights)
    known = (Flag.UNRELIABLE, *flags) if value < RELIABLE else flags
    return Estimate(value, lower, upper, n, Method.BOOTSTRAP, confidence, worth, known)


def _both_omegas(
    covariances: NDArray[np.float64],
) -> tuple[OneFactor, NDArray[np.float64]]:
    """Return the fit, and omega of the plain and the standardised sum, shape (b, 2)."""
    spreads = np.sqrt(np.diagonal(covariances, axis1=1, axis2=2))
    fit = one_factor(covariances / (spreads[:, :, None] * spreads[:, None, :]))
    found = []
    for scale in (spreads, np.ones(spreads.shape)):
        common = (fit.loadings * scale).sum(axis=1) ** 2
        found.append(common / (common + (fit.unique * scale**2).sum(axis=1)))
    return fit, np.column_stack(found)


def _covariances_of_samples(
    rows: NDArray[np.float64], weights: NDArray[np.float64], resamples: int, seed: int
) -> NDArray[np.float64]:
    n, k = rows.shape
    random = np.random.default_rng(seed)
    centred = rows - weights @ rows / weights.sum()
    if n >= MANY_CASES:
        found = _covariances_of_many(centred, weights, resamples, random)
        return found[_is_usable(found)]
    found = np.empty((resamples, k, k))
    for at in range(resamples):
        places = random.integers(n, size=n)
        drawn, times = centred[places], weights[places]
        drawn = drawn - drawn[0]
        drawn -= times @ drawn / times.sum()
        found[at] = (drawn * times[:, None]).T @ drawn / times.sum()
    return found[_is_usable(found)]


def _covariances_of_many(
    centred: NDArray[np.float64],
    weights: NDArray[np.float64],
    resamples: int,
    random: np.random.Generator,
) -> NDArray[np.float64]:
    n, k = centred.shape
    first, second = np.triu_indices(k)

    def columns(at: int) -> NDArray[np.float64]:
        part = slice(at, at + CASES_AT_ONCE)
        products = with_products(centred[part])
        return np.column_stack([products, np.ones(len(products))]) * weights[part, None]

    sums = normal_sums(map(columns, range(0, n, CASES_AT_ONCE)), resamples, random)
    sums, totals = sums[:, :-1], sums[:, -1]
    means = sums[:, first.size :] / totals[:, None]
    found = np.empty((resamples, k, k))
    found[:, first, second] = found[:, second, first] = sums[:, : first.size] / totals[:, None]
    found -= means[:, :, None] * means[:, None, :]
    return found


def _is_usable(covariances: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell where all items vary and none follows from the others."""
    spreads = np.sqrt(np.diagonal(covariances, axis1=1, axis2=2))
    varies = np.asarray((spreads > 0).all(axis=1))
    safe = np.where(varies[:, None], spreads, 1)
    sizes = np.linalg.eigvalsh(covariances / (safe[:, :, None] * safe[:, None, :]))
    return np.asarray(varies & (sizes[:, 0] > TINY))
