"""Importance-performance maps of the answers and of bootstrap samples of them, all at once."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from heed.measures.bootstrap_counts import bootstrap_counts
from heed.measures.bootstrap_sums import MANY_CASES, normal_sums

Floats = NDArray[np.float64]
# Answers on an item from which on the sums of samples of many cases are about normal.
FEWEST_KNOWN = 1000


class Scale(NamedTuple):
    """The ends of an answer scale.

    Examples
    --------
    >>> Scale(1, 7).midpoint
    4.0
    """

    lowest: float
    highest: float

    @property
    def midpoint(self) -> float:
        return (self.lowest + self.highest) / 2

    def share(self, values: Floats) -> Floats:
        """Return values counted from 0 at the lowest to 1 at the highest; 0 without reach."""
        reach = self.highest - self.lowest
        return (values - self.lowest) / reach if reach > 0 else np.zeros(values.shape)


@dataclass(frozen=True, eq=False)
class Map:
    """Where items lie in b samples of the answers.

    Parameters
    ----------
    performance, importance : ndarray of float, shape (b, k)
        Mean of each item; nan where a sample has no answer.
    performance_cross, importance_cross : ndarray of float, shape (b,)
        Where the map is divided.
    priority : ndarray of float, shape (b, k)
        Importance minus performance on a scale from 0 to 1.
    index : ndarray of float, shape (b,)
        Customer satisfaction index; nan where a mean is or all importance is 0.

    Examples
    --------
    >>> answers = np.array([[2.0, 6.0], [4.0, 6.0]])
    >>> scales = Scales(*[Scale(1, 7)] * 3)
    >>> found = map_of(answers, answers[::-1], np.ones(2), scales, "means")
    >>> found.performance, found.performance_cross
    (array([[3., 6.]]), array([4.5]))
    """

    performance: Floats
    importance: Floats
    performance_cross: Floats
    importance_cross: Floats
    priority: Floats
    index: Floats

    @property
    def is_performed(self) -> NDArray[np.bool_]:
        """Whether each item's performance reaches the crosshairs."""
        return np.greater_equal(self.performance, self.performance_cross[:, np.newaxis])

    @property
    def is_important(self) -> NDArray[np.bool_]:
        """Whether each item's importance reaches the crosshairs."""
        return np.greater_equal(self.importance, self.importance_cross[:, np.newaxis])


class Scales(NamedTuple):
    """The scale of the answers, and the ends between which the diagonal counts from 0 to 1.

    Examples
    --------
    >>> Scales.of(np.array([[2.0, 6.0]]), np.array([0.3, 0.1]), Scale(1, 7)).importance
    Scale(lowest=0.1, highest=0.3)
    """

    answers: Scale
    importance: Scale
    performance: Scale

    @classmethod
    def of(cls, performance: Floats, importance: Floats, answers: Scale) -> "Scales":
        """Return the ends of the scale, or of the items where importance is by item.

        `performance` holds the means of the items.
        """
        if importance.ndim == 2:
            return cls(answers, answers, answers)
        ends = (Scale(float(side.min()), float(side.max())) for side in (importance, performance))
        return cls(answers, *ends)


def map_of(
    performance: Floats, importance: Floats, times: Floats, scales: Scales, crosshairs: str
) -> Map:
    """Return the map of one or more samples.

    Parameters
    ----------
    performance : ndarray of float, shape (n, k)
        Answers; nan where unknown.
    importance : ndarray of float, shape (n, k) or (k,)
        Answers, or one derived value per item.
    times : ndarray of float, shape (n,) or (b, n)
        How much each person counts, in each sample.
    scales : Scales
        Of the answers, and of the diagonal.
    crosshairs : str
        "midpoint", "means" or "medians".

    Returns
    -------
    Map
        Of b samples, or of 1.

    Raises
    ------
    ValueError
        If the crosshairs are not known.

    Examples
    --------
    >>> answers, derived = np.array([[2.0, 6.0], [4.0, 6.0]]), np.array([0.3, 0.1])
    >>> scales = Scales.of(answers.mean(axis=0), derived, Scale(1, 7))
    >>> map_of(answers, derived, np.ones(2), scales, "medians").priority
    array([[ 1., -1.]])
    """
    counts = np.atleast_2d(times)
    means = _means(performance, counts)
    is_stated = importance.ndim == 2
    valued = _means(importance, counts) if is_stated else np.tile(importance, (len(counts), 1))
    return _mapped(means, valued, scales, crosshairs)


def _mapped(means: Floats, valued: Floats, scales: Scales, crosshairs: str) -> Map:
    return Map(
        performance=means,
        importance=valued,
        performance_cross=_cross(means, scales.answers, crosshairs),
        importance_cross=_cross(valued, scales.answers, crosshairs),
        priority=scales.importance.share(valued) - scales.performance.share(means),
        index=_ratio((valued * means).sum(axis=1), scales.answers.highest * valued.sum(axis=1)),
    )


def resampled_maps(
    performance: Floats,
    importance: Floats,
    weights: Floats,
    scales: Scales,
    crosshairs: str,
    *,
    resamples: int,
    seed: int,
) -> Map:
    """Return the maps of bootstrap samples of the persons.

    Parameters
    ----------
    performance, importance, scales, crosshairs
        As in `map_of`.
    weights : ndarray of float, shape (n,)
        How much each person counts.
    resamples : int
        Samples of n persons, drawn with replacement.
    seed : int
        Of the draws.

    Returns
    -------
    Map
        Of the samples that have an answer on every item.

    Notes
    -----
    Persons are drawn whole, from MANY_CASES on by their sums (see `normal_sums`). A sample without
    an answer on an item cannot be placed and is left out.

    References
    ----------
    Efron, B., & Tibshirani, R. J. (1993). An introduction to the bootstrap. Chapman & Hall.

    Examples
    --------
    >>> answers = np.array([[2.0, 6.0], [4.0, 6.0], [3.0, 7.0]])
    >>> scales = Scales(*[Scale(1, 7)] * 3)
    >>> found = resampled_maps(
    ...     answers, answers, np.ones(3), scales, "means", resamples=200, seed=1
    ... )
    >>> found.performance.shape, bool(found.is_performed[:, 1].all())
    ((200, 2), True)
    """
    if len(performance) >= MANY_CASES and _is_often_known(performance, importance):
        random = np.random.default_rng(seed)
        both = _means_of_many(performance, importance, weights, resamples, random)
        return _known(_mapped(*both, scales, crosshairs))
    parts = [
        _known(map_of(performance, importance, counts * weights, scales, crosshairs))
        for counts in bootstrap_counts(len(performance), resamples, seed=seed)
    ]
    return Map(*(np.concatenate([getattr(part, name) for part in parts]) for name in _FIELDS))


_FIELDS = tuple(Map.__dataclass_fields__)


def _known(found: Map) -> Map:
    is_known = ~np.isnan(found.index)
    return Map(*(getattr(found, name)[is_known] for name in _FIELDS))


def _is_often_known(performance: Floats, importance: Floats) -> bool:
    """Whether sums over a sample are about normal: nan is rare enough on every item."""
    sides = [performance, importance] if importance.ndim == 2 else [performance]
    return all((~np.isnan(side)).sum(axis=0).min() >= FEWEST_KNOWN for side in sides)


def _means_of_many(
    performance: Floats,
    importance: Floats,
    weights: Floats,
    resamples: int,
    random: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Return the means of each sample, from sums drawn as `normal_sums` says."""
    is_stated = importance.ndim == 2
    values = np.concatenate([performance, importance], axis=1) if is_stated else performance
    is_known = ~np.isnan(values)
    wide = np.concatenate([np.where(is_known, values, 0.0), is_known], axis=1)
    sums = normal_sums([wide * weights[:, np.newaxis]], resamples, random)
    means = sums[:, : values.shape[1]] / sums[:, values.shape[1] :]
    k = performance.shape[1]
    return means[:, :k], means[:, k:] if is_stated else np.tile(importance, (resamples, 1))


def _means(values: Floats, counts: Floats) -> Floats:
    is_known = ~np.isnan(values)
    totals = counts @ is_known.astype(float)
    sums = counts @ np.where(is_known, values, 0.0)
    return _ratio(sums, totals)


def _ratio(sums: Floats, totals: Floats) -> Floats:
    ratios = np.full(sums.shape, np.nan)
    np.divide(sums, totals, out=ratios, where=totals > 0)
    return ratios


def _cross(values: Floats, scale: Scale, crosshairs: str) -> Floats:
    if crosshairs == "midpoint":
        return np.full(len(values), scale.midpoint)
    if crosshairs == "means":
        return np.asarray(values.mean(axis=1))
    if crosshairs == "medians":
        return np.asarray(np.median(values, axis=1))
    raise ValueError(f"Expected midpoint, means or medians, got {crosshairs!r}.")
