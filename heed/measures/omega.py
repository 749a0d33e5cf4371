"""How reliably a sum of items measures what they have in common: omega, by one factor."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.bootstrap_sums import MANY_CASES, normal_sums, with_products
from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.one_factor import OneFactor, one_factor

FEWEST_RESAMPLES = 100
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
    answers: ArrayLike, *, resamples: int = 1000, seed: int = 0, confidence: float = 0.95
) -> Omega:
    """Return omega total: the share of the sum's variance that one common factor explains.

    Parameters
    ----------
    answers : array_like of float, shape (n, k)
        Answers to k >= 3 items in the same direction; nan where not known.
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
        follows from others, `resamples` is from 1 to 99 or below 0, or `confidence` is not
        strictly between 0 and 1.

    Notes
    -----
    (sum of loadings)² / ((sum of loadings)² + sum of unique variances). Unlike alpha it lets items
    measure the same thing unequally well. It supposes that they have one thing in common: with
    two, it is too high. Where the best fit would need a variance below 0 (Heywood), the variance
    is held at 0 and the result is flagged IMPROPER: one item then is the factor, which hints at
    too few cases or at items that do not belong together. Cases are used whole or not at all;
    whole cases are resampled, from MANY_CASES on by their sums (see `normal_sums`); intervals are
    percentiles. A bootstrap sample in which an item never
    varies or follows from others is left out.

    References
    ----------
    McDonald, R. P. (1999). Test theory: a unified treatment. Erlbaum.

    Kelley, K., & Pornprasertmanit, S. (2016). Confidence intervals for population reliability
    coefficients. Psychological Methods, 21(1), 69-92.

    Examples
    --------
    >>> omega([[1, 2], [2, 1], [3, 3], [4, 4]])
    Traceback (most recent call last):
    ValueError: Expected answers to at least 3 items, got shape (4, 2).
    """
    require_confidence(confidence)
    if resamples != 0 and resamples < FEWEST_RESAMPLES:
        raise ValueError(
            f"Expected at least {FEWEST_RESAMPLES} bootstrap samples, or 0 for none, "
            f"got {resamples!r}."
        )
    given = np.asarray(answers, dtype=float)
    if given.ndim != 2 or given.shape[1] < 3:
        raise ValueError(f"Expected answers to at least 3 items, got shape {given.shape}.")
    rows = given[np.isfinite(given).all(axis=1)]
    n, k = rows.shape
    if n < k + 2:
        raise ValueError(f"Expected at least {k + 2} complete cases for {k} items, got {n}.")
    covariances = np.cov(rows.T)[None]
    if not _is_usable(covariances)[0]:
        raise ValueError("Expected items that vary, and none that follows from the others.")
    fit, found = _both_omegas(covariances)
    drawn = _covariances_of_samples(rows, resamples, seed)
    drawn_fit, values = _both_omegas(drawn)
    flags = tuple(
        flag
        for flag, is_so in (
            (Flag.FEW_CASES, n < FEW),
            (Flag.IMPROPER, fit.is_improper[0]),
            (Flag.NOT_CONVERGED, not fit.has_converged[0]),
        )
        if is_so
    )
    plain, standardised = (
        _estimate(float(found[0, at]), values[:, at], n, confidence, flags) for at in (0, 1)
    )
    improper = float(drawn_fit.is_improper.mean()) if len(drawn) else float("nan")
    return Omega(plain, standardised, fit.loadings[0], fit.unique[0], improper, resamples, seed)


def _estimate(
    value: float, drawn: NDArray[np.float64], n: int, confidence: float, flags: tuple[Flag, ...]
) -> Estimate:
    tail = (1 - confidence) / 2
    ends = np.quantile(drawn, [tail, 1 - tail]) if drawn.size else np.full(2, np.nan)
    found = Estimate(
        value, float(ends[0]), float(ends[1]), n, Method.BOOTSTRAP, confidence, flags=flags
    )
    if value < RELIABLE:
        found = replace(found, flags=(Flag.UNRELIABLE, *flags))
    return found


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
    rows: NDArray[np.float64], resamples: int, seed: int
) -> NDArray[np.float64]:
    n, k = rows.shape
    random = np.random.default_rng(seed)
    centred = rows - rows.mean(axis=0)
    if n >= MANY_CASES:
        found = _covariances_of_many(centred, resamples, random)
        return found[_is_usable(found)]
    found = np.empty((resamples, k, k))
    for at in range(resamples):
        drawn = centred[random.integers(n, size=n)]
        drawn -= drawn.mean(axis=0)
        found[at] = drawn.T @ drawn / (n - 1)
    return found[_is_usable(found)]


def _covariances_of_many(
    centred: NDArray[np.float64], resamples: int, random: np.random.Generator
) -> NDArray[np.float64]:
    n, k = centred.shape
    first, second = np.triu_indices(k)
    blocks = (centred[at : at + CASES_AT_ONCE] for at in range(0, n, CASES_AT_ONCE))
    sums = normal_sums(map(with_products, blocks), resamples, random)
    means = sums[:, first.size :] / n
    found = np.empty((resamples, k, k))
    found[:, first, second] = found[:, second, first] = sums[:, : first.size]
    found -= n * means[:, :, None] * means[:, None, :]
    return np.asarray(found / (n - 1))


def _is_usable(covariances: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell where all items vary and none follows from the others."""
    spreads = np.sqrt(np.diagonal(covariances, axis1=1, axis2=2))
    varies = np.asarray((spreads > 0).all(axis=1))
    safe = np.where(varies[:, None], spreads, 1)
    sizes = np.linalg.eigvalsh(covariances / (safe[:, :, None] * safe[:, None, :]))
    return np.asarray(varies & (sizes[:, 0] > TINY))
