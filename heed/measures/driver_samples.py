"""Complete answers on inputs and an outcome, their covariances, and those of bootstrap samples."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.bootstrap_sums import MANY_CASES, normal_sums, with_products
from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.weights import checked_weights, effective_n

# An input whose spread is below this part of its size is taken for constant.
NO_SPREAD = 1e-12
CASES_AT_ONCE = 4096


@dataclass(frozen=True, eq=False)
class CompleteAnswers:
    """Answers of the cases in which everything is known, each column with mean 0.

    Parameters
    ----------
    rows : ndarray of float, shape (n, p + 1)
        The inputs and, last, the outcome, in their units.
    weights : ndarray of float, shape (n,) or None
        Of the cases; None where all weigh the same.
    spreads : ndarray of float, shape (p + 1,)
        Standard deviations in the units of the answers.
    correlations : ndarray of float, shape (p + 1, p + 1)
        Of inputs and outcome; 0, on the diagonal too, of an input without spread.
    dropped : int
        Cases left out, because an input, the outcome or the weight is not known.

    Examples
    --------
    >>> found = complete([[1], [3], [5], [7], [np.nan]], [2, 4, 9, 9, 8])
    >>> found.rows.shape, found.dropped
    ((4, 2), 1)
    """

    rows: NDArray[np.float64]
    weights: NDArray[np.float64] | None
    spreads: NDArray[np.float64]
    correlations: NDArray[np.float64]
    dropped: int

    @property
    def n(self) -> int:
        return len(self.rows)

    @property
    def effective_n(self) -> float:
        return float(self.n) if self.weights is None else effective_n(self.weights)


def complete(
    inputs: ArrayLike, outcome: ArrayLike, *, weights: ArrayLike | None = None
) -> CompleteAnswers:
    """Return the cases in which all is known, centred and scaled.

    Parameters
    ----------
    inputs : array_like of float, shape (n, p)
        Answers that may drive the outcome; nan where not known.
    outcome : array_like of float, shape (n,)
        What is to be explained; nan where not known.
    weights : array_like of float, shape (n,), or None
        How many people each case stands for, at least 0.

    Returns
    -------
    CompleteAnswers
        With the number of cases dropped.

    Raises
    ------
    ValueError
        If shapes do not fit, fewer than p + 3 cases are complete, or the outcome never varies.

    Notes
    -----
    Listwise: a case is used whole or not at all, so that the correlations belong together. Cases
    of weight 0 are dropped too.

    Examples
    --------
    >>> complete([[1.0], [2.0]], [1, 2])
    Traceback (most recent call last):
    heed.measures.refusals.Refusal: Expected at least 4 complete cases for 1 inputs, got 2 of 2.
    """
    x, y = np.asarray(inputs, dtype=float), np.asarray(outcome, dtype=float)
    if x.ndim != 2 or not x.shape[1] or y.shape != x.shape[:1]:
        raise ValueError(
            f"Expected inputs of shape (n, p) and an outcome of shape (n,), "
            f"got {x.shape} and {y.shape}."
        )
    worth = None if weights is None else checked_weights(weights, y.size)
    rows = np.column_stack([x, y])
    if not np.isfinite(rows.sum()) or (worth is not None and not worth.all()):
        known = np.isfinite(rows).all(axis=1)
        if worth is not None:
            known &= worth > 0
            worth = worth[known]
        rows = rows[known]
    if len(rows) < x.shape[1] + 3:
        raise Refusal(
            gettext_noop(
                "Expected at least %(fewest)s complete cases for %(inputs)s inputs, "
                "got %(n)s of %(cases)s."
            ),
            fewest=x.shape[1] + 3,
            inputs=x.shape[1],
            n=len(rows),
            cases=y.size,
        )
    return _centred(rows, worth, y.size - len(rows))


def _centred(
    rows: NDArray[np.float64], weights: NDArray[np.float64] | None, dropped: int
) -> CompleteAnswers:
    n = len(rows)
    if weights is None:
        means = rows.mean(axis=0)
        rows -= means
        covariances = rows.T @ rows / n
    else:
        shares = weights / weights.sum()
        means = shares @ rows
        rows -= means
        covariances = (rows * shares[:, None]).T @ rows
    spreads = np.sqrt(np.diag(covariances))
    spreads[spreads <= NO_SPREAD * np.abs(means)] = 0
    if spreads[-1] == 0:
        raise Refusal(
            gettext_noop("Expected an outcome that varies, got %(answer)s in all cases."),
            answer=f"{means[-1]:g}",
        )
    scales = _scales(spreads)
    return CompleteAnswers(rows, weights, spreads, covariances * scales[:, None] * scales, dropped)


def _scales(spreads: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 / spread, and 0 where there is none."""
    return np.divide(1, spreads, out=np.zeros(spreads.shape), where=spreads > 0)


def resampled(
    answers: CompleteAnswers, resamples: int, random: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the covariances in bootstrap samples of the cases, and what each sample is worth.

    Parameters
    ----------
    answers : CompleteAnswers
        Of n cases.
    resamples : int
        Number b of samples, each of n cases drawn with replacement.
    random : numpy.random.Generator
        Where the draws come from.

    Returns
    -------
    covariances : ndarray of float, shape (b, p + 1, p + 1)
        Of the columns of `answers.rows`, each divided by its spread among all cases.
    worth : ndarray of float, shape (b,)
        Effective number of different cases in each sample, about n / 2 where all weigh the same.

    Notes
    -----
    Cases are taken some thousands at a time: how many of a sample fall among them is multinomial.
    One product of matrices then serves all samples. From MANY_CASES on the sums themselves are
    drawn (see `normal_sums`).

    Examples
    --------
    >>> answers = complete([[1.0], [2.0], [4.0], [3.0]], [2, 1, 5, 4])
    >>> covariances, worth = resampled(answers, 100, np.random.default_rng(1))
    >>> covariances.shape, worth.shape
    ((100, 2, 2), (100,))
    """
    rows, q, scales = answers.rows, answers.rows.shape[1], _scales(answers.spreads)
    first, second = np.triu_indices(q)
    if answers.n >= MANY_CASES:
        sums, squares = _sums_of_many(answers, resamples, random)
        return _covariances(sums, q), sums[:, -1] ** 2 / squares
    sums = np.zeros((resamples, first.size + q + 1))
    squares = np.zeros(resamples)
    starts = np.arange(0, answers.n, CASES_AT_ONCE)
    lengths = np.minimum(CASES_AT_ONCE, answers.n - starts)
    drawn = random.multinomial(answers.n, lengths / answers.n, size=resamples)
    for start, length, sizes in zip(starts, lengths, drawn.T, strict=True):
        block = rows[start : start + length] * scales
        times = _times(sizes, int(length), random)
        if answers.weights is not None:
            times *= answers.weights[start : start + length]
        products = block[:, first] * block[:, second]
        sums += times @ np.column_stack([products, block, np.ones(length)])
        squares += np.einsum("ij,ij->i", times, times)
    return _covariances(sums, q), sums[:, -1] ** 2 / squares


def _sums_of_many(
    answers: CompleteAnswers, resamples: int, random: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return sums of products, of columns and of weights, and those of squared weights.

    The last hardly differ between samples: a case is drawn twice or more often in 1 of 4, and its
    squared count is 2 - 1 / n on average.
    """
    n = answers.n
    scaled, weights = answers.rows * _scales(answers.spreads), answers.weights

    def columns(at: int) -> NDArray[np.float64]:
        block = scaled[at : at + CASES_AT_ONCE]
        wide = np.column_stack([with_products(block), np.ones(len(block))])
        return wide if weights is None else wide * weights[at : at + CASES_AT_ONCE, None]

    sums = normal_sums((columns(at) for at in range(0, n, CASES_AT_ONCE)), resamples, random)
    whole = float(n) if weights is None else float((weights**2).sum())
    return sums, np.full(resamples, (2 - 1 / n) * whole)


def _covariances(sums: NDArray[np.float64], q: int) -> NDArray[np.float64]:
    first, second = np.triu_indices(q)
    resamples, totals = len(sums), sums[:, -1]
    means = sums[:, first.size : -1] / totals[:, None]
    covariances = np.empty((resamples, q, q))
    covariances[:, first, second] = sums[:, : first.size] / totals[:, None]
    covariances[:, second, first] = covariances[:, first, second]
    covariances -= means[:, :, None] * means[:, None, :]
    # Where the outcome happens not to vary in a sample, nothing is explained.
    still = covariances[:, -1, -1] <= NO_SPREAD
    covariances[still, -1, :] = covariances[still, :, -1] = 0
    covariances[still, -1, -1] = 1
    return covariances


def _times(
    sizes: NDArray[np.int64], length: int, random: np.random.Generator
) -> NDArray[np.float64]:
    """Return how often each case of a block was drawn into each sample, shape (b, length)."""
    places = random.integers(length, size=int(sizes.sum()))
    places += np.repeat(np.arange(sizes.size) * length, sizes)
    counts = np.bincount(places, minlength=sizes.size * length)
    return counts.reshape(sizes.size, length).astype(float)


def with_noise(
    covariances: NDArray[np.float64], worth: NDArray[np.float64], random: np.random.Generator
) -> NDArray[np.float64]:
    """Return covariances with one more input that is nothing but noise, in front of the outcome.

    Parameters
    ----------
    covariances : ndarray of float, shape (b, p + 1, p + 1)
        As of `resampled`.
    worth : ndarray of float, shape (b,)
        As of `resampled`.
    random : numpy.random.Generator
        Where the noise comes from.

    Returns
    -------
    ndarray of float, shape (b, p + 2, p + 2)
        The noise has place p and a variance of about 1.

    Notes
    -----
    Every case gets a normal number of its own, drawn anew for each sample and resampled with the
    case. Given the answers, its covariances with them are normal, with their covariances divided
    by the worth of the sample; these are drawn, not the numbers themselves. With weights this
    supposes that weights have nothing to do with the answers.

    Examples
    --------
    >>> one = np.eye(2)[None]
    >>> with_noise(one, np.array([100.0]), np.random.default_rng(0)).shape
    (1, 3, 3)
    """
    b, q = covariances.shape[:2]
    values, vectors = np.linalg.eigh(covariances)
    draws = random.normal(size=(b, q)) / np.sqrt(worth)[:, None]
    crossed = (vectors @ (np.sqrt(np.maximum(values, 0)) * draws)[..., None])[..., 0]
    rest = random.chisquare(np.maximum(worth - 1 - q, 1)) / worth
    places = [*range(q - 1), q]
    wide = np.empty((b, q + 1, q + 1))
    wide[np.ix_(range(b), places, places)] = covariances
    wide[:, q - 1, places] = wide[:, places, q - 1] = crossed
    wide[:, q - 1, q - 1] = (draws**2).sum(axis=1) + rest
    return wide
