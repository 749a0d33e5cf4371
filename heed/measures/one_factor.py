"""One common factor behind several items, fitted to many correlation matrices at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.refusals import Refusal, gettext_noop

MOST_STEPS = 60
PRECISION = 1e-8
LONGEST_STEP = 2.0
MOST_HALVINGS = 12
# A misfit that grows by less has not grown.
ROUNDING = 1e-12
# Logarithms of the smallest and largest unique variances that the search visits.
LOWEST, HIGHEST = np.log(1e-4), 1.0
# So close to a fit at the border, the border itself is the answer.
NEGLIGIBLE = 1e-5
TINY = 1e-12


@dataclass(frozen=True, eq=False)
class OneFactor:
    """Loadings on one common factor, and what each item has of its own.

    Parameters
    ----------
    loadings : ndarray of float, shape (b, k)
        In -1..1; their sum is at least 0.
    unique : ndarray of float, shape (b, k)
        Variances the factor does not explain, in 0..1.
    misfit : ndarray of float, shape (b,)
        Discrepancy of the likelihood, at least 0; 0 where the factor explains all correlations.
    is_improper : ndarray of bool, shape (b,)
        Where the best fit would have had a variance below 0, which was held at 0 (Heywood).
    has_converged : ndarray of bool, shape (b,)
        Where the search for the best fit ended.

    Examples
    --------
    >>> one_factor([[1, 0.4, 0.3], [0.4, 1, 0.3], [0.3, 0.3, 1]]).unique.round(2)
    array([[0.6 , 0.6 , 0.77]])
    """

    loadings: NDArray[np.float64]
    unique: NDArray[np.float64]
    misfit: NDArray[np.float64]
    is_improper: NDArray[np.bool_]
    has_converged: NDArray[np.bool_]


def one_factor(correlations: ArrayLike) -> OneFactor:
    """Return the fit of one common factor by maximum likelihood.

    Parameters
    ----------
    correlations : array_like of float, shape (k, k) or (b, k, k)
        Of k >= 3 items, in one sample or in each of b; of full rank.

    Returns
    -------
    OneFactor
        With b = 1 where one matrix was given.

    Raises
    ------
    ValueError
        If matrices are not square or have fewer than 3 items, or an item follows from others.

    Notes
    -----
    Newton's method on the logarithms of the unique variances, after Jöreskog: for given unique
    variances the best loadings come from the largest eigenvalue. Where a unique variance runs to
    0, the factor is that item, and the best loadings are the correlations with it: that fit is
    known exactly and is taken, and flagged, where nothing inside fits better. Items are supposed
    to be normal; for answers on few points this is an approximation.

    References
    ----------
    Jöreskog, K. G. (1967). Some contributions to maximum likelihood factor analysis.
    Psychometrika, 32(4), 443-482.

    Heywood, H. B. (1931). On finite sequences of real numbers. Proceedings of the Royal Society
    of London, Series A, 134, 486-501.

    Examples
    --------
    >>> fit = one_factor([[1, 0.8, 0.7], [0.8, 1, 0.3], [0.7, 0.3, 1]])
    >>> fit.unique.round(2), fit.is_improper
    (array([[0.  , 0.36, 0.51]]), array([ True]))
    """
    given = np.asarray(correlations, dtype=float)
    batch = given[None] if given.ndim == 2 else given
    if batch.ndim != 3 or batch.shape[1] != batch.shape[2] or batch.shape[1] < 3:
        raise ValueError(f"Expected square matrices of at least 3 items, got shape {given.shape}.")
    sizes = np.linalg.eigvalsh(batch)
    if not np.all(sizes[:, 0] > TINY):
        raise Refusal(gettext_noop("Expected items none of which follows from the others."))
    logs, misfit, has_converged = _searched(batch)
    unique = np.exp(logs)
    loadings = _loadings(batch, unique)
    border_misfit, border_item = _best_at_border(batch, np.log(sizes).sum(axis=1))
    # Exactly at the border the search can only come close, so close counts.
    is_improper = border_misfit <= misfit + NEGLIGIBLE
    at_border = np.take_along_axis(batch, border_item[:, None, None], axis=1)[:, 0]
    np.put_along_axis(at_border, border_item[:, None], 1, axis=1)  # rounding must not blur it
    loadings = np.where(is_improper[:, None], at_border, loadings)
    unique = np.where(is_improper[:, None], 1 - at_border**2, unique)
    loadings *= np.where(loadings.sum(axis=1) < 0, -1, 1)[:, None]
    return OneFactor(
        loadings,
        unique,
        np.where(is_improper, border_misfit, misfit),
        is_improper,
        has_converged | is_improper,
    )


def _searched(
    batch: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Return logarithms of unique variances, the misfit, and where the search ended."""
    # What an item has of its own given all others is a good start.
    logs = np.log(1 / np.diagonal(np.linalg.inv(batch), axis1=1, axis2=2))
    misfit = np.full(len(batch), np.inf)
    has_converged = np.zeros(len(batch), dtype=bool)
    running = np.arange(len(batch))
    here, slope, curvature = _discrepancy(batch, logs)
    for _step in range(MOST_STEPS):
        misfit[running] = here
        held = (logs[running] <= LOWEST) & (slope > 0)
        slope = np.where(held, 0, slope)
        is_done = np.abs(slope).max(axis=1) < PRECISION
        has_converged[running[is_done]] = True
        running, slope, curvature = running[~is_done], slope[~is_done], curvature[~is_done]
        if not running.size:
            break
        logs[running], here, slope, curvature = _improved(
            batch[running], logs[running], slope, curvature, here[~is_done]
        )
    return logs, misfit, has_converged


def _discrepancy(
    batch: NDArray[np.float64], logs: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the misfit with the best loadings, its slope and its curvature in the logarithms.

    With eigenvalues g and vectors w of the matrix scaled by the unique variances, the misfit is
    the sum of g - log g - 1 over all but the largest g; both derivatives follow from those of
    eigenvalues and eigenvectors.
    """
    scales = np.exp(-logs / 2)
    values, vectors = np.linalg.eigh(batch * scales[:, :, None] * scales[:, None, :])
    rest, largest = values[:, :-1], values[:, -1:]
    own, common = vectors[:, :, :-1], vectors[:, :, -1]
    misfit = (rest - np.log(rest) - 1).sum(axis=1)
    slope = ((1 - rest)[:, None] * own**2).sum(axis=2)
    turned = np.swapaxes(own, 1, 2)
    spread = np.maximum(largest - rest, TINY)
    bend = (own * ((1 - rest) * (largest + rest) / spread)[:, None]) @ turned
    curvature = (own @ turned) * ((own * rest[:, None]) @ turned)
    return misfit, slope, curvature + bend * common[:, :, None] * common[:, None, :]


def _improved(
    batch: NDArray[np.float64],
    logs: NDArray[np.float64],
    slope: NDArray[np.float64],
    curvature: NDArray[np.float64],
    misfit: NDArray[np.float64],
) -> tuple[NDArray[np.float64], ...]:
    """Take Newton's step, downhill also where the surface is not bowl-shaped, halved as needed.

    Returned are the new logarithms with misfit, slope and curvature there.
    """
    values, vectors = np.linalg.eigh(curvature)
    bowl = np.maximum(np.abs(values), 1e-3)
    turned = np.swapaxes(vectors, 1, 2)
    step = -(vectors @ ((turned @ slope[..., None]) / bowl[..., None]))[..., 0]
    step = np.clip(step, -LONGEST_STEP, LONGEST_STEP)
    worse = np.arange(len(batch))
    reached = [np.empty_like(each) for each in (misfit, slope, curvature)]
    for _halving in range(MOST_HALVINGS):
        tried = np.clip(logs[worse] + step[worse], LOWEST, HIGHEST)
        _put(reached, worse, _discrepancy(batch[worse], tried))
        worse = worse[reached[0][worse] > misfit[worse] + ROUNDING]
        if not worse.size:
            break
        step[worse] /= 2
    moved = np.clip(logs + step, LOWEST, HIGHEST)
    if worse.size:
        _put(reached, worse, _discrepancy(batch[worse], moved[worse]))
    return moved, *reached


def _put(
    reached: list[NDArray[np.float64]],
    places: NDArray[np.int64],
    found: tuple[NDArray[np.float64], ...],
) -> None:
    for whole, part in zip(reached, found, strict=True):
        whole[places] = part


def _loadings(batch: NDArray[np.float64], unique: NDArray[np.float64]) -> NDArray[np.float64]:
    roots = np.sqrt(unique)
    values, vectors = np.linalg.eigh(batch / (roots[:, :, None] * roots[:, None, :]))
    return np.asarray(roots * vectors[:, :, -1] * np.sqrt(np.maximum(values[:, -1:] - 1, 0)))


def _best_at_border(
    batch: NDArray[np.float64], log_determinants: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the misfit where one item is the factor itself, and which item fits best so."""
    left = np.log(np.maximum(1 - batch**2, TINY))
    left[:, range(batch.shape[1]), range(batch.shape[1])] = 0
    misfits = left.sum(axis=2) - log_determinants[:, None]
    return misfits.min(axis=1), misfits.argmin(axis=1)
