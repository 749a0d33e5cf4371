"""Importance-performance analysis: what to work on, and how surely it lies where it lies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.importance_samples import Map, Scale, Scales, map_of, resampled_maps
from heed.measures.linearised import column_means, weighted_mean_estimate
from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.weights import checked_weights, effective_n

FEWEST_RESAMPLES = 100
FEW_CASES = 30


class Crosshairs(StrEnum):
    """Where the map is divided."""

    MIDPOINT = "midpoint"  # of each scale
    MEANS = "means"  # of the items
    MEDIANS = "medians"  # of the items


class Quadrant(StrEnum):
    """What to do with an item."""

    CONCENTRATE = "concentrate_here"  # important, performed badly
    KEEP_UP = "keep_up"  # important, performed well
    LOW_PRIORITY = "low_priority"  # unimportant, performed badly
    OVERKILL = "possible_overkill"  # unimportant, performed well


# By whether importance and performance reach the crosshairs.
_QUADRANTS = {
    (True, False): Quadrant.CONCENTRATE,
    (True, True): Quadrant.KEEP_UP,
    (False, False): Quadrant.LOW_PRIORITY,
    (False, True): Quadrant.OVERKILL,
}


@dataclass(frozen=True)
class MapItem:
    """Where one item lies, and how surely.

    Parameters
    ----------
    name : str
        Of the item.
    performance : Estimate
        Mean answer, on its scale.
    importance : Estimate
        Mean answer, on its scale; without interval where it was derived and given.
    quadrant : Quadrant
        Where the two values lie against the crosshairs.
    probabilities : mapping of Quadrant to float
        Share of bootstrap samples in which the item lies there; they add up to 1. nan where one
        person alone answered.
    priority : Estimate
        Importance minus performance, both on a scale from 0 to 1: above 0 the item lies above the
        diagonal and calls for work, in -1..1.
    flags : tuple of Flag
        Undecided where no quadrant has as large a probability as the confidence asked; few cases.

    Examples
    --------
    >>> found = importance_performance([[2, 6], [3, 7]], [[7, 6], [6, 7]], lowest=1, highest=7)
    >>> str(found.items[0].quadrant), round(found.items[0].priority.value, 3)
    ('concentrate_here', 0.667)
    """

    name: str
    performance: Estimate
    importance: Estimate
    quadrant: Quadrant
    probabilities: Mapping[Quadrant, float]
    priority: Estimate
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class ImportancePerformance:
    """The map of all items.

    Parameters
    ----------
    items : tuple of MapItem
        In the order given.
    crosshairs : Crosshairs
        Where the map is divided.
    performance_cross, importance_cross : float
        The dividing values.
    is_stated : bool
        Whether importance was asked of each person.
    index : Estimate
        Customer satisfaction index: performance weighted by importance, as a part of the highest
        answer, in lowest / highest..1.
    n : int
        Persons with any answer.
    resamples : int
        Bootstrap samples that had an answer on every item.

    Examples
    --------
    >>> found = importance_performance([[2, 6], [3, 7]], [[7, 6], [6, 7]], lowest=1, highest=7)
    >>> found.performance_cross, found.importance_cross, round(found.index.value, 3)
    (4.5, 6.5, 0.643)
    """

    items: tuple[MapItem, ...]
    crosshairs: Crosshairs
    performance_cross: float
    importance_cross: float
    is_stated: bool
    index: Estimate
    n: int
    resamples: int


def importance_performance(
    performance: ArrayLike,
    importance: ArrayLike,
    *,
    lowest: float,
    highest: float,
    names: Sequence[str] | None = None,
    crosshairs: Crosshairs = Crosshairs.MEANS,
    weights: ArrayLike | None = None,
    confidence: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> ImportancePerformance:
    """Return where each item lies between importance and performance, and how surely.

    Parameters
    ----------
    performance : array_like of float, shape (n, k)
        How n persons find k items; nan where unknown.
    importance : array_like of float, shape (n, k) or (k,)
        How important each person says each item is, on the same scale; or one value of at least 0
        per item that was derived elsewhere, such as its part in explaining overall satisfaction.
    lowest, highest : float
        Ends of the answer scale; the lowest is at least 0.
    names : sequence of str, length k, optional
        Of the items; their numbers from 1 where not given.
    crosshairs : Crosshairs, default means
        Where the map is divided: the scale's midpoint, the items' means or their medians.
    weights : array_like of float, shape (n,), optional
        How many people each person stands for.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1; also the probability from which on a quadrant is
        taken for decided.
    resamples : int, default 1000
        Bootstrap samples of persons; at least 100.
    seed : int, default 0
        Of the bootstrap; the same seed gives the same figures.

    Returns
    -------
    ImportancePerformance
        Items, crosshairs and index.

    Raises
    ------
    ValueError
        If shapes do not fit, a value is off the scale, an item has no or hardly an answer,
        importance is 0 throughout, derived importance is below 0 or to be divided at a midpoint,
        or an argument is out of range.

    Notes
    -----
    Persons are resampled whole, so the crosshairs move with the items. Importance that was derived
    and given is held fixed: then the probabilities tell of performance alone. An item on the line
    belongs to the higher side. Stated importance crowds at the top of the scale, so that midpoints
    put everything in two quadrants, and the diagonal asks for work everywhere: then rank by
    priority, or derive importance. For the diagonal, stated answers are put on 0..1 by the ends of
    the scale, derived importance and its performance by the lowest and highest item.

    References
    ----------
    Martilla, J. A., & James, J. C. (1977). Importance-performance analysis. Journal of Marketing,
    41(1), 77-79.

    Bacon, D. R. (2003). A comparison of approaches to importance-performance analysis.
    International Journal of Market Research, 45(1), 55-71.

    Hill, N., Roche, G., & Allen, R. (2007). Customer satisfaction: the customer experience through
    the customer's eyes. Cogent.

    Examples
    --------
    >>> found = importance_performance([[2, 6], [3, 7]], [0.3, 0.1], lowest=1, highest=7)
    >>> [str(item.quadrant) for item in found.items]
    ['concentrate_here', 'possible_overkill']
    """
    require_confidence(confidence)
    _require_arguments(lowest, highest, resamples)
    scale, divided = Scale(lowest, highest), str(crosshairs)
    answers, valued = np.asarray(performance, dtype=float), np.asarray(importance, dtype=float)
    _require_answers(answers, valued, scale, crosshairs)
    called = [str(at + 1) for at in range(answers.shape[1])] if names is None else list(names)
    if len(called) != answers.shape[1]:
        raise ValueError(f"Expected {answers.shape[1]} names, got {len(called)}.")
    people = checked_weights(weights, len(answers))
    scales = Scales.of(column_means(answers, weights=people).mean, valued, scale)
    found = map_of(answers, valued, people, scales, divided)
    _require_known(found, called)
    samples = resampled_maps(
        answers, valued, people, scales, divided, resamples=resamples, seed=seed
    )
    if 2 * len(samples.index) < resamples:
        raise Refusal(
            gettext_noop(
                "Expected items that enough persons answered, got an item without "
                "answer in %(many)s of %(resamples)s samples."
            ),
            many=resamples - len(samples.index),
            resamples=resamples,
        )
    sides = _Sides(answers, valued, people, confidence)
    return ImportancePerformance(
        items=tuple(_item(name, at, found, samples, sides) for at, name in enumerate(called)),
        crosshairs=crosshairs,
        performance_cross=float(found.performance_cross[0]),
        importance_cross=float(found.importance_cross[0]),
        is_stated=valued.ndim == 2,
        index=sides.resampled(float(found.index[0]), samples.index),
        n=sides.persons,
        resamples=len(samples.index),
    )


@dataclass(frozen=True, eq=False)
class _Sides:
    """The answers, and estimates of and from them."""

    performance: NDArray[np.float64]
    importance: NDArray[np.float64]
    weights: NDArray[np.float64]
    confidence: float

    @property
    def _counts(self) -> NDArray[np.bool_]:
        return ~np.isnan(self.performance).all(axis=1) & (self.weights > 0)

    @property
    def persons(self) -> int:
        return int(self._counts.sum())

    @property
    def is_spread_known(self) -> bool:
        """Whether samples can differ: of one person they cannot, and tell nothing."""
        return self.persons > 1

    @property
    def worth(self) -> float:
        return effective_n(self.weights[self._counts])

    def mean(self, answers: NDArray[np.float64]) -> Estimate:
        return weighted_mean_estimate(answers, weights=self.weights, confidence=self.confidence)

    def importance_of(self, at: int) -> Estimate:
        if self.importance.ndim == 2:
            return self.mean(self.importance[:, at])
        value = float(self.importance[at])
        return Estimate(value, nan, nan, self.persons, Method.BOOTSTRAP, self.confidence)

    def resampled(self, value: float, draws: NDArray[np.float64]) -> Estimate:
        ends = [(1 - self.confidence) / 2, (1 + self.confidence) / 2]
        lower, upper = map(float, np.quantile(draws, ends)) if self.is_spread_known else (nan, nan)
        method, n = Method.BOOTSTRAP, self.persons
        return Estimate(value, lower, upper, n, method, self.confidence, self.worth)


def _item(name: str, at: int, found: Map, samples: Map, sides: _Sides) -> MapItem:
    shares = _shares(samples, at) if sides.is_spread_known else dict.fromkeys(Quadrant, nan)
    return MapItem(
        name=name,
        performance=sides.mean(sides.performance[:, at]),
        importance=sides.importance_of(at),
        quadrant=_quadrant(found, at),
        probabilities=shares,
        priority=sides.resampled(float(found.priority[0, at]), samples.priority[:, at]),
        flags=_flags(max(shares.values()), sides.confidence, sides.worth),
    )


def _require_arguments(lowest: float, highest: float, resamples: int) -> None:
    if not 0 <= lowest < highest:
        raise Refusal(
            gettext_noop(
                "Expected a lowest answer of at least 0, below the highest, got "
                "%(lowest)s and %(highest)s."
            ),
            lowest=repr(lowest),
            highest=repr(highest),
        )
    if resamples < FEWEST_RESAMPLES:
        raise ValueError(
            f"Expected at least {FEWEST_RESAMPLES} bootstrap samples, got {resamples!r}."
        )


def _require_answers(
    answers: NDArray[np.float64],
    valued: NDArray[np.float64],
    scale: Scale,
    crosshairs: Crosshairs,
) -> None:
    if answers.ndim != 2 or valued.shape not in (answers.shape, answers.shape[1:]):
        raise ValueError(
            "Expected performance by person and item, and importance of each or by item, "
            f"got shapes {answers.shape} and {valued.shape}."
        )
    asked = (answers, valued) if valued.ndim == 2 else (answers,)
    for side in asked:
        is_off = (side < scale.lowest) | (side > scale.highest)
        if is_off.any():
            raise ValueError(
                f"Expected answers from {scale.lowest} to {scale.highest}, "
                f"got {float(side[is_off][0])!r}."
            )
    if valued.ndim == 2:
        return
    if crosshairs == Crosshairs.MIDPOINT:
        raise Refusal(
            gettext_noop("Expected means or medians for derived importance, got midpoint.")
        )
    if not (np.all(np.isfinite(valued) & (valued >= 0)) and valued.sum() > 0):
        raise Refusal(
            gettext_noop("Expected derived importance of at least 0, got %(importance)s."),
            importance=repr(valued.tolist()),
        )


def _require_known(found: Map, names: Sequence[str]) -> None:
    is_known = ~(np.isnan(found.performance[0]) | np.isnan(found.importance[0]))
    if not is_known.all():
        name = names[int(np.argmin(is_known))]
        raise Refusal(
            gettext_noop("Expected an answer on every item, got none on %(name)s."), name=repr(name)
        )
    if np.isnan(found.index[0]):
        raise Refusal(gettext_noop("Expected importance above 0 on some item, got only zeros."))


def _quadrant(found: Map, at: int) -> Quadrant:
    return _QUADRANTS[bool(found.is_important[0, at]), bool(found.is_performed[0, at])]


def _shares(samples: Map, at: int) -> dict[Quadrant, float]:
    important, performed = samples.is_important[:, at], samples.is_performed[:, at]
    return {
        quadrant: float(np.mean((important == high) & (performed == good)))
        for (high, good), quadrant in _QUADRANTS.items()
    }


def _flags(probability: float, confidence: float, worth: float) -> tuple[Flag, ...]:
    undecided = () if probability >= confidence else (Flag.UNDECIDED,)
    return undecided + ((Flag.FEW_CASES,) if worth < FEW_CASES else ())
