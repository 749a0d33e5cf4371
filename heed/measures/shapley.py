"""Explained variance shared out fairly between inputs: Shapley values, known as LMG."""

from collections.abc import Iterator
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

# Below this share of its variance left over, an input follows from those before it.
NOTHING_LEFT = 1e-9
# Above this smallest eigenvalue no input follows from others, and triangular roots are exact.
SAFE = 1e-8
# Subsets held at once: what fits in a processor's cache is quicker than more at a time.
SUBSETS_AT_ONCE = 1 << 15


def explained_by_subset(covariances: ArrayLike) -> NDArray[np.float64]:
    """Return the share of the outcome's variance that each subset of inputs explains.

    Parameters
    ----------
    covariances : array_like of float, shape (p + 1, p + 1) or (b, p + 1, p + 1)
        Covariances of p inputs and, last, the outcome, whose variance is above 0; one matrix or
        one of each of b samples. Inputs are in units of about their standard deviation.

    Returns
    -------
    ndarray of float, shape (2**p,) or (b, 2**p)
        In 0..1. Input j belongs to subset s where bit j of s is set.

    Raises
    ------
    ValueError
        If the matrices are not square.

    Notes
    -----
    Inputs are taken one after the other: each subset so far goes on without the input, and once
    more with it, what it explains being taken out of the rest (a sweep). Matrices shrink as
    subsets grow, so all 2**p cost about 10 multiplications each. An input that follows from the
    others in a subset adds nothing, so that repeating inputs do no harm.

    References
    ----------
    Beaton, A. E. (1964). The use of special matrix operators in statistical calculus. Educational
    Testing Service, RB-64-51.

    Examples
    --------
    >>> explained_by_subset([[1, 0, 0.6], [0, 1, 0.3], [0.6, 0.3, 1]]).round(2)
    array([0.  , 0.36, 0.09, 0.45])
    """
    given = _checked(covariances)
    batch = given if given.ndim == 3 else given[None]
    found = np.concatenate([explained.T for _samples, explained in _batches(batch)])
    return found if given.ndim == 3 else found[0]


def shapley_shares(covariances: ArrayLike) -> NDArray[np.float64]:
    """Return the explained variance owed to each input, averaged over all orders of entering.

    Parameters
    ----------
    covariances : array_like of float, shape (p + 1, p + 1) or (b, p + 1, p + 1)
        As in `explained_by_subset`; meant for p up to 18.

    Returns
    -------
    ndarray of float, shape (p,) or (b, p)
        Each in 0..1; they add up to the share that all inputs explain.

    Raises
    ------
    ValueError
        If the matrices are not square.

    Notes
    -----
    What an input adds to the inputs before it, averaged over all p! orders; every subset is
    looked at once. Inputs that are copies of each other get equal shares.

    References
    ----------
    Lindeman, R. H., Merenda, P. F., & Gold, R. Z. (1980). Introduction to bivariate and
    multivariate analysis. Scott, Foresman.

    Grömping, U. (2006). Relative importance for linear regression in R: the package relaimpo.
    Journal of Statistical Software, 17(1), 1-27.

    Examples
    --------
    >>> shapley_shares([[1, 0.5, 0.6], [0.5, 1, 0.3], [0.6, 0.3, 1]]).round(3)
    array([0.315, 0.045])
    """
    given = _checked(covariances)
    batch = given if given.ndim == 3 else given[None]
    orders = _Orders(batch.shape[-1] - 1)
    found = np.concatenate([orders.shares(explained) for _samples, explained in _batches(batch)])
    return found if given.ndim == 3 else found[0]


def shares_with_and_without_last(
    covariances: ArrayLike,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the shares of all inputs, and those where the last input is left out.

    Parameters
    ----------
    covariances : array_like of float, shape (b, p + 1, p + 1)
        As in `explained_by_subset`, of at least 2 inputs.

    Returns
    -------
    with_last : ndarray of float, shape (b, p)
        As `shapley_shares`.
    without_last : ndarray of float, shape (b, p - 1)
        The same of the other inputs alone.

    Raises
    ------
    ValueError
        If the matrices are not square.

    Notes
    -----
    Half of all subsets lack the last input, so that the second answer costs next to nothing.

    Examples
    --------
    >>> both = shares_with_and_without_last([[[1, 0.5, 0.6], [0.5, 1, 0.3], [0.6, 0.3, 1]]])
    >>> both[0].round(3), both[1].round(3)
    (array([[0.315, 0.045]]), array([[0.36]]))
    """
    batch = _checked(covariances)
    inputs = batch.shape[-1] - 1
    orders, fewer = _Orders(inputs), _Orders(inputs - 1)
    with_last, without_last = (np.empty((len(batch), k)) for k in (inputs, inputs - 1))
    for samples, explained in _batches(batch):
        with_last[samples] = orders.shares(explained)
        without_last[samples] = fewer.shares(explained[: 1 << (inputs - 1)])
    return with_last, without_last


def sampled_shares(covariances: ArrayLike, orders: ArrayLike) -> NDArray[np.float64]:
    """Return the explained variance owed to each input, averaged over some orders of entering.

    Parameters
    ----------
    covariances : array_like of float, shape (p + 1, p + 1) or (b, p + 1, p + 1)
        As in `explained_by_subset`.
    orders : array_like of int, shape (m, p)
        In each row the inputs 0..p - 1 in the order of entering, as of `antithetic_orders`.

    Returns
    -------
    ndarray of float, shape (p,) or (b, p)
        They add up to the share that all inputs explain, whatever the orders.

    Raises
    ------
    ValueError
        If a matrix is not square.

    Notes
    -----
    For more inputs than all subsets can be looked at. The error falls with the root of m.

    References
    ----------
    Castro, J., Gómez, D., & Tejada, J. (2009). Polynomial calculation of the Shapley value based
    on sampling. Computers & Operations Research, 36(5), 1726-1730.

    Examples
    --------
    >>> matrix = [[1, 0.5, 0.6], [0.5, 1, 0.3], [0.6, 0.3, 1]]
    >>> sampled_shares(matrix, [[0, 1], [1, 0]]).round(3)
    array([0.315, 0.045])
    """
    given, entering = _checked(covariances), np.asarray(orders)
    batch, p = (given if given.ndim == 3 else given[None]), entering.shape[1]
    outcome = np.full((len(entering), 1), p)
    places = np.concatenate([entering, outcome], axis=1)
    ordered = places[:, :, None] * (p + 1) + places[:, None, :]
    is_safe = np.linalg.eigvalsh(batch)[:, 0] > SAFE
    shares = np.empty((len(batch), p))
    for at, matrix in enumerate(batch):
        gains = (_by_roots if is_safe[at] else _by_elimination)(matrix.ravel()[ordered])
        sums = np.bincount(entering.ravel(), gains.ravel(), minlength=p)
        shares[at] = sums / (len(entering) * matrix[-1, -1])
    return shares if given.ndim == 3 else shares[0]


def _by_roots(ordered: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what each input adds, in the order of entering, for matrices of shape (m, q, q).

    The last row of the triangular root holds the outcome's parts, input by input.
    """
    return np.asarray(np.linalg.cholesky(ordered)[:, -1, :-1] ** 2, dtype=float)


def _by_elimination(ordered: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the same where an input may follow from others: then it adds nothing."""
    state = np.moveaxis(ordered, 0, -1)
    left, gains = state[-1, -1].copy(), np.zeros((len(ordered), ordered.shape[1] - 1))
    for at in range(gains.shape[1]):
        state = _without_first(state)
        gains[:, at] = left - state[-1, -1]
        left = state[-1, -1]
    return gains


def antithetic_orders(inputs: int, pairs: int, seed: int) -> NDArray[np.int64]:
    """Return random orders of entering, each followed by its reverse.

    Parameters
    ----------
    inputs : int
        Number p of inputs.
    pairs : int
        Orders drawn; twice as many are returned.
    seed : int
        The same seed gives the same orders.

    Returns
    -------
    ndarray of int, shape (2 * pairs, p)
        Each row holds 0..p - 1.

    Notes
    -----
    What enters early in one order enters late in its reverse, which evens out the average.

    Examples
    --------
    >>> forth, back = antithetic_orders(5, 1, seed=2)
    >>> bool((forth == back[::-1]).all())
    True
    """
    drawn = np.random.default_rng(seed).permuted(np.tile(np.arange(inputs), (pairs, 1)), axis=1)
    return np.stack([drawn, drawn[:, ::-1]], axis=1).reshape(-1, inputs)


def _batches(batch: NDArray[np.float64]) -> Iterator[tuple[slice, NDArray[np.float64]]]:
    """Yield which samples, and what each subset explains in them, shape (2**p, samples)."""
    inputs = batch.shape[-1] - 1
    at_once = max(1, SUBSETS_AT_ONCE >> inputs)
    for at in range(0, len(batch), at_once):
        samples = slice(at, at + at_once)
        state = np.moveaxis(batch[samples], 0, -1)[:, :, None, :]
        total = state[-1, -1]
        for _input in range(inputs):
            state = _without_and_with_first(state)
        yield samples, 1 - state[0, 0] / total


class _Orders:
    """How much each subset counts, by its size, when all orders of p inputs count the same."""

    def __init__(self, inputs: int) -> None:
        sizes = np.bitwise_count(np.arange(1 << inputs, dtype=np.uint32))
        entering = [1 / (inputs * comb(inputs - 1, size)) for size in range(inputs)]
        self.inputs = inputs
        self.before = np.array([*entering, 0])[sizes][:, None]
        self.either = self.before + np.array([0, *entering])[sizes][:, None]

    def shares(self, explained: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the share of each input, shape (samples, p).

        An input's share is the weighted sum over subsets with it less that over those without:
        the sum of both weights over subsets with it less one weight over all. Halves of the table
        are added up input by input, the last input first.
        """
        rest = self.either * explained
        shares = np.empty((explained.shape[1], self.inputs))
        for at in reversed(range(self.inputs)):
            without, including = rest[: 1 << at], rest[1 << at :]
            shares[:, at] = including.sum(axis=0)
            rest = without + including
        return np.asarray(shares - (self.before * explained).sum(axis=0)[:, None])


def _without_and_with_first(state: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return twice as many subsets: the same, then those with the first variable taken out.

    Only the upper triangles of the matrices are filled and read.
    """
    rest, subsets = len(state) - 1, state.shape[2]
    factors = state[0, 1:] * _inverse(state[0, 0])
    twice = np.empty((rest, rest, 2 * subsets, state.shape[3]))
    for row in range(rest):
        before, after = twice[row, row:, :subsets], twice[row, row:, subsets:]
        before[...] = state[row + 1, row + 1 :]
        np.multiply(state[0, row + 1 :], factors[row], out=after)
        np.subtract(before, after, out=after)
    return twice


def _without_first(state: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the covariances of the rest after the first variable's part is taken out."""
    factors = state[1:, 0] * _inverse(state[0, 0])
    return np.asarray(state[1:, 1:] - factors[:, None] * state[0, 1:][None])


def _inverse(variances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 / variance, and 0 where next to nothing of the variable is left."""
    found = np.zeros(variances.shape)
    np.divide(1, variances, out=found, where=variances > NOTHING_LEFT)
    return found


def _checked(covariances: ArrayLike) -> NDArray[np.float64]:
    given = np.asarray(covariances, dtype=float)
    if given.ndim not in {2, 3} or given.shape[-1] != given.shape[-2] or given.shape[-1] < 2:
        raise ValueError(
            f"Expected square matrices of at least one input and an outcome, got {given.shape}."
        )
    return given
