"""Kano answers as scores: where a feature lies on the map of the two questions, how surely."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.kano_tables import Category
from heed.measures.linearised import column_means, linearised_estimate
from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.weights import checked_weights

# DuMouchel's scores of the answers like, must be, neutral, live with, dislike. They are lopsided:
# answers on the questionable and reverse side say less.
FUNCTIONAL_SCORES = (4.0, 2.0, 0.0, -1.0, -2.0)
DYSFUNCTIONAL_SCORES = (-2.0, -1.0, 0.0, 2.0, 4.0)
CROSS = 2.0
FEW_CASES = 30


@dataclass(frozen=True)
class ContinuousFeature:
    """Where a feature lies on the continuous map.

    Parameters
    ----------
    name : str
        Of the feature.
    dysfunctional : Estimate
        Mean score of the answers if it is missing, the map's x, in -2..4; above 2 it is missed.
    functional : Estimate
        Mean score of the answers if it is there, the map's y, in -2..4; above 2 it pleases.
    dysfunctional_error, functional_error : float
        Standard errors of the two means; nan below two persons.
    quadrant : Category or None
        M, O, A or I, by where the two means lie against 2; none without answers.
    flags : tuple of Flag
        Undecided where an interval holds 2; few answers.

    Examples
    --------
    >>> found = continuous_kano([[1], [1], [2]], [[4], [3], [3]], names=["radio"])[0]
    >>> str(found.quadrant), round(found.functional.value, 2), found.functional.n
    ('A', 3.33, 3)
    """

    name: str
    dysfunctional: Estimate
    functional: Estimate
    dysfunctional_error: float
    functional_error: float
    quadrant: Category | None
    flags: tuple[Flag, ...]


def continuous_kano(
    functional: ArrayLike,
    dysfunctional: ArrayLike,
    *,
    names: Sequence[str] | None = None,
    importance: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    confidence: float = 0.95,
) -> tuple[ContinuousFeature, ...]:
    """Return where each feature lies on DuMouchel's map.

    Parameters
    ----------
    functional, dysfunctional : array_like of float, shape (n, k)
        Answers of n persons on k features, 1 (like) to 5 (dislike); nan where unknown.
    names : sequence of str, length k, optional
        Of the features; their numbers from 1 where not given.
    importance : array_like of float, shape (n, k), optional
        How important each person says each feature is, such as 1 to 9; at least 0, nan where
        unknown. Answers count as much as they are important.
    weights : array_like of float, shape (n,), optional
        How many people each person stands for.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    tuple of ContinuousFeature
        In the order of the columns.

    Raises
    ------
    ValueError
        If shapes differ, an answer is not from 1 to 5, an importance or weight is below 0, or
        `confidence` is out of range.

    Notes
    -----
    A pair counts where both sides, and the importance if asked, are known. The standard error
    allows for weights (linearised); without them it is the deviation over the root of n. Intervals
    take Student's t. Two segments that disagree meet in the middle of the map, where nobody is:
    compare segments first.

    References
    ----------
    Berger, C., et al. (1993). Kano's methods for understanding customer-defined quality. Center
    for Quality of Management Journal, 2(4), 3-36. (Section IV, W. DuMouchel.)

    Examples
    --------
    >>> found = continuous_kano([[1, 3], [1, 3]], [[5, 5], [4, 5]])
    >>> [(str(each.quadrant), each.dysfunctional.value) for each in found]
    [('O', 3.0), ('M', 4.0)]
    """
    require_confidence(confidence)
    there = _scores(functional, FUNCTIONAL_SCORES)
    missing = _scores(dysfunctional, DYSFUNCTIONAL_SCORES)
    if there.ndim != 2 or there.shape != missing.shape:
        raise ValueError(
            "Expected as many functional as dysfunctional answers, one row per person, "
            f"got shapes {there.shape} and {missing.shape}."
        )
    called = [str(at + 1) for at in range(there.shape[1])] if names is None else list(names)
    if len(called) != there.shape[1]:
        raise ValueError(f"Expected {there.shape[1]} names, got {len(called)}.")
    people = _pair_weights(importance, weights, there.shape)
    return tuple(
        _feature(name, here, gone, worth, confidence)
        for name, here, gone, worth in zip(called, there.T, missing.T, people.T, strict=True)
    )


def _scores(answers: ArrayLike, scores: Sequence[float]) -> NDArray[np.float64]:
    given = np.asarray(answers, dtype=float)
    is_known = ~np.isnan(given)
    known = given[is_known]
    is_wrong = (known != np.round(known)) | (known < 1) | (known > len(scores))
    if is_wrong.any():
        raise Refusal(
            gettext_noop("Expected answers from 1 to %(highest)s, got %(answer)s."),
            highest=len(scores),
            answer=repr(float(known[is_wrong][0])),
        )
    found = np.full(given.shape, nan)
    found[is_known] = np.asarray(scores)[known.astype(np.intp) - 1]
    return found


def _pair_weights(
    importance: ArrayLike | None, weights: ArrayLike | None, shape: tuple[int, ...]
) -> NDArray[np.float64]:
    people = np.repeat(checked_weights(weights, shape[0])[:, np.newaxis], shape[1], axis=1)
    if importance is None:
        return people
    given = np.asarray(importance, dtype=float)
    if given.shape != shape or np.any(given < 0):
        raise ValueError(
            f"Expected an importance of at least 0 for each of shape {shape}, "
            f"got shape {given.shape}."
        )
    return np.asarray(people * np.nan_to_num(given, nan=0.0))


def _feature(
    name: str,
    there: NDArray[np.float64],
    missing: NDArray[np.float64],
    weights: NDArray[np.float64],
    confidence: float,
) -> ContinuousFeature:
    counts = ~(np.isnan(there) | np.isnan(missing)) & (weights > 0)
    functional, functional_error = _mean(there[counts], weights[counts], confidence)
    dysfunctional, dysfunctional_error = _mean(missing[counts], weights[counts], confidence)
    return ContinuousFeature(
        name=name,
        dysfunctional=dysfunctional,
        functional=functional,
        dysfunctional_error=dysfunctional_error,
        functional_error=functional_error,
        quadrant=_quadrant(dysfunctional.value, functional.value) if counts.any() else None,
        flags=_flags(dysfunctional, functional),
    )


def _mean(
    scores: NDArray[np.float64], weights: NDArray[np.float64], confidence: float
) -> tuple[Estimate, float]:
    """Return the weighted mean with its t interval, and its standard error."""
    n = scores.size
    found = column_means(scores[:, np.newaxis], weights=weights)
    mean, method = float(found.mean[0]), Method.STUDENT_T
    estimate = linearised_estimate(
        mean, found.influence, n=n, weights=weights, method=method, confidence=confidence
    )
    return estimate, sqrt(n / (n - 1) * float(np.sum(found.influence**2))) if n > 1 else nan


def _quadrant(dysfunctional: float, functional: float) -> Category:
    places = {
        (True, False): Category.MUST_BE,
        (True, True): Category.ONE_DIMENSIONAL,
        (False, True): Category.ATTRACTIVE,
        (False, False): Category.INDIFFERENT,
    }
    return places[dysfunctional >= CROSS, functional >= CROSS]


def _flags(dysfunctional: Estimate, functional: Estimate) -> tuple[Flag, ...]:
    sides = (dysfunctional, functional)
    is_sure = all(side.lower > CROSS or side.upper < CROSS for side in sides)
    is_few = min(side.effective_n for side in sides) < FEW_CASES
    return (() if is_sure else (Flag.UNDECIDED,)) + ((Flag.FEW_CASES,) if is_few else ())
