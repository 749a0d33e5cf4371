"""How many customers bought so often, and how many a model says should have."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Chance = Callable[[Floats, Floats], Floats]
MOST_APART = 7


@dataclass(frozen=True)
class Frequency:
    """Customers with a number of repeat purchases.

    Parameters
    ----------
    purchases : int
        The number; of the last entry it and more.
    actual : int
        Customers who bought so often.
    expected : float
        Customers who should have, by the model.
    is_open : bool
        Whether those with more purchases are in it.

    Examples
    --------
    >>> Frequency(7, 64, 66.2, is_open=True).actual
    64
    """

    purchases: int
    actual: int
    expected: float
    is_open: bool = False


def frequencies(
    x: ArrayLike, T: ArrayLike, probability_of_count: Chance, *, most_apart: int = MOST_APART
) -> tuple[Frequency, ...]:
    """Return how many customers bought so often, beside the numbers of a model.

    Parameters
    ----------
    x, T : array_like of float, shape (n,)
        Repeat purchases and time observed of each customer.
    probability_of_count : callable
        Takes numbers of purchases and times, of one shape, and returns the probability that a new
        customer buys exactly so often within that time.
    most_apart : int, default 7
        Customers with so many purchases and more are one entry; at least 1.

    Returns
    -------
    tuple of Frequency
        For 0, 1, ... `most_apart` purchases; expected numbers add up to n.

    Raises
    ------
    ValueError
        If there are no customers, lengths differ or `most_apart` is below 1.

    Notes
    -----
    Each customer counts over her own time observed. This is how well a model describes what it was
    fitted on, no test of what it predicts.

    References
    ----------
    Fader, P. S., Hardie, B. G. S., & Lee, K. L. (2005). "Counting your customers" the easy way: an
    alternative to the Pareto/NBD model. Marketing Science, 24(2), 275-284. Figure 2.

    Examples
    --------
    >>> def coin(k, t):
    ...     return 0.5 ** (k + 1)
    >>> [(f.actual, f.expected) for f in frequencies([0, 0, 1, 5], [9] * 4, coin, most_apart=2)]
    [(2, 2.0), (1, 1.0), (1, 1.0)]
    """
    x, T = np.asarray(x, dtype=float).ravel(), np.asarray(T, dtype=float).ravel()
    if not x.size or x.size != T.size or most_apart < 1:
        raise ValueError(
            "Expected purchases and a time of each customer and at least 1 number apart, got "
            f"{x.size} and {T.size} and {most_apart!r}."
        )
    actual = np.bincount(np.minimum(x, most_apart).astype(int), minlength=most_apart + 1)
    times, customers = np.unique(T, return_counts=True)
    k, t = np.meshgrid(np.arange(most_apart, dtype=float), times, indexing="ij")
    chances = np.asarray(probability_of_count(k.ravel(), t.ravel())).reshape(k.shape)
    expected = chances @ customers.astype(float)
    numbers = [*expected.tolist(), float(x.size - expected.sum())]
    return tuple(
        Frequency(k, int(actual[k]), number, is_open=k == most_apart)
        for k, number in enumerate(numbers)
    )
