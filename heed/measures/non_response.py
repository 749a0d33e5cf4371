"""Do those who answered speak for those who did not? R-indicator, balance, early against late."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import nan, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.conditional_logit import ChoiceSets, conditional_logit
from heed.measures.effects import effect_on_means
from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.refusals import Refusal, gettext_noop

Floats = NDArray[np.float64]
FEWEST_OF_EACH = 10
FEW_CASES = 30
# From this standardised difference on, a property is called out of balance.
NOTABLE = 0.1


@dataclass(frozen=True)
class Representativeness:
    """How alike the chances to answer are, over what is known of everybody invited.

    Parameters
    ----------
    indicator : Estimate
        R-indicator: 1 where all were equally likely to answer, 0 at worst.
    unadjusted : float
        The indicator before chance differences are taken out.
    response : float
        Share of those invited who answered.
    largest_bias : float
        Most by which a mean of the answers can be off for this reason, in standard deviations of
        the answers: (1 - R) / (2 response).
    lowest_chance, highest_chance : float
        Of the estimated chances to answer.
    n, answered : int
        Invited, and those who answered.

    Examples
    --------
    >>> even = representativeness([1, 0] * 50, {"region": ["n", "n", "s", "s"] * 25})
    >>> round(even.indicator.value, 2)
    1.0
    """

    indicator: Estimate
    unadjusted: float
    response: float
    largest_bias: float
    lowest_chance: float
    highest_chance: float
    n: int
    answered: int


@dataclass(frozen=True)
class Balance:
    """One property of those who answered beside those who did not.

    Parameters
    ----------
    name : hashable
        The property, such as "tenure_days" or "region: north".
    answered, silent : float
        Its mean (or share) among those who answered and those who did not.
    difference : Estimate
        Answered minus silent, in the unit of the property.
    standardised : Estimate
        The difference divided by the pooled standard deviation; nan where nothing varies.
    is_notable : bool
        Whether the standardised difference is above .1 either way.

    Examples
    --------
    >>> found = balance([1, 1, 0, 0], {"tenure": [3, 5, 1, 3]})
    >>> found[0].difference.value
    2.0
    """

    name: Hashable
    answered: float
    silent: float
    difference: Estimate
    standardised: Estimate
    is_notable: bool


def representativeness(
    has_answered: ArrayLike,
    properties: Mapping[Any, Sequence[Hashable] | Floats],
    *,
    confidence: float = 0.95,
) -> Representativeness:
    """Return how much chances to answer vary with what is known of everybody invited.

    Parameters
    ----------
    has_answered : array_like of bool, shape (n,)
        Who answered; at least ten who did and ten who did not.
    properties : mapping from name to sequence, length n
        What is known of each one invited, answered or not: numbers, or categories (text). No
        gaps: give those not known a category of their own.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Representativeness
        The R-indicator in 0..1, adjusted for chance differences.

    Raises
    ------
    ValueError
        If lengths differ, numbers are not known, fewer than ten answered or were silent, or a
        property tells without exception who answered.

    Notes
    -----
    R = 1 - 2 sd(chance to answer), chances from a logistic regression on the properties. Chances
    of a small sample differ even where true ones do not; that part, estimated from the covariance
    of the regression, is taken off the variance. The interval is made on the variance and adds the
    errors of the regression and of drawing the sample. R speaks of the properties given, and of
    nothing else: more properties can only lower it, so compare rounds with the same ones.

    References
    ----------
    Schouten, B., Cobben, F., & Bethlehem, J. (2009). Indicators for the representativeness of
    survey response. Survey Methodology, 35(1), 101-113.

    Shlomo, N., Skinner, C., & Schouten, B. (2012). Estimation of an indicator of the
    representativeness of survey response. Journal of Statistical Planning and Inference, 142(1),
    201-211.

    Examples
    --------
    >>> answered = [1] * 40 + [0] * 60 + [1] * 10 + [0] * 90
    >>> found = representativeness(answered, {"region": ["n"] * 100 + ["s"] * 100})
    >>> round(found.indicator.value, 2), round(found.unadjusted, 2), found.response
    (0.71, 0.7, 0.25)
    """
    require_confidence(confidence)
    did = _answered(has_answered)
    design = np.column_stack([np.ones(len(did)), *_columns(properties, len(did)).values()])
    chances, covariance = _chances(design, did)
    variance, lower, upper = _variance(design, chances, covariance, confidence)
    response = float(did.mean())
    r = _indicator(variance)
    flags = (Flag.FEW_CASES,) if did.sum() < FEW_CASES else ()
    return Representativeness(
        Estimate(
            r,
            _indicator(upper),
            _indicator(lower),
            len(did),
            Method.DELTA,
            confidence,
            flags=flags,
        ),
        _indicator(float(chances.var())),
        response,
        (1 - r) / (2 * response),
        float(chances.min()),
        float(chances.max()),
        len(did),
        int(did.sum()),
    )


def balance(
    has_answered: ArrayLike,
    properties: Mapping[Any, Sequence[Hashable] | Floats],
    *,
    confidence: float = 0.95,
) -> tuple[Balance, ...]:
    """Return what those who answered have more or less of than those who did not.

    Parameters
    ----------
    has_answered : array_like of bool, shape (n,)
        Who answered; at least two who did and two who did not.
    properties : mapping from name to sequence, length n
        What is known of everybody invited: numbers, or categories (text), each of which is then
        a property of its own with shares for means.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    tuple of Balance
        The most unequal property first.

    Raises
    ------
    ValueError
        If lengths differ, numbers are not known, or fewer than two answered or were silent.

    Notes
    -----
    Differences have Welch's interval; the standardised difference has the mean of both variances
    below the line, taken as known in its interval, and does not grow with the number of cases, so
    it says what matters rather than what is significant.

    References
    ----------
    Rosenbaum, P. R., & Rubin, D. B. (1985). Constructing a control group using multivariate
    matched sampling methods that incorporate the propensity score. The American Statistician,
    39(1), 33-38.

    Examples
    --------
    >>> found = balance([1, 1, 1, 0, 0, 0], {"region": ["n", "n", "s", "s", "s", "n"]})
    >>> [(each.name, round(each.difference.value, 2), each.is_notable) for each in found]
    [('region: n', 0.33, True), ('region: s', -0.33, True)]
    """
    did = _answered(has_answered, fewest=2)
    found = []
    for name, column in _columns(properties, len(did), keeps_all=True).items():
        one, other = column[did], column[~did]
        change = effect_on_means(other, one, confidence=confidence).effect
        pooled = sqrt((float(one.var(ddof=1)) + float(other.var(ddof=1))) / 2)
        standardised = _divided(change, pooled)
        found.append(
            Balance(
                name,
                float(one.mean()),
                float(other.mean()),
                change,
                standardised,
                is_notable=abs(standardised.value) > NOTABLE,
            )
        )
    return tuple(sorted(found, key=lambda each: -np.nan_to_num(abs(each.standardised.value))))


def early_against_late(
    answered_after: ArrayLike, values: ArrayLike, *, confidence: float = 0.95
) -> Estimate:
    """Return by how much late answers differ from early ones.

    Parameters
    ----------
    answered_after : array_like of float, shape (n,)
        How long each answer took, in any unit; those at most the median are early.
    values : array_like of float, shape (n,)
        The answers; nan where not given.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Estimate
        Mean of the late minus mean of the early answers, in the unit of the values.

    Raises
    ------
    ValueError
        If shapes differ, a time is not known, or fewer than two answers came early or late.

    Notes
    -----
    Those who answer late, after a reminder, are thought to be more like those who never do. Where
    they differ, the silent may differ the same way and more; where they do not, that is a hint
    that silence does little harm, no proof. Times of one wave of invitations compare; mixing waves
    mixes seasons.

    References
    ----------
    Armstrong, J. S., & Overton, T. S. (1977). Estimating nonresponse bias in mail surveys. Journal
    of Marketing Research, 14(3), 396-402.

    Examples
    --------
    >>> found = early_against_late([1, 2, 3, 9, 10, 12], [5, 6, 5, 3, 4, 2])
    >>> round(found.value, 2), found.n
    (-2.33, 6)
    """
    times, given = np.asarray(answered_after, dtype=float), np.asarray(values, dtype=float)
    if times.shape != given.shape or times.ndim != 1 or not np.isfinite(times).all():
        raise ValueError(
            "Expected one known time for each answer, "
            f"got shapes {times.shape} and {given.shape}, {int(np.isnan(times).sum())} unknown."
        )
    is_known = ~np.isnan(given)
    times, given = times[is_known], given[is_known]
    if not times.size:
        raise Refusal(gettext_noop("Expected at least two early and two late answers, got none."))
    is_late = times > np.median(times)
    return effect_on_means(given[~is_late], given[is_late], confidence=confidence).effect


def _answered(has_answered: ArrayLike, *, fewest: int = FEWEST_OF_EACH) -> NDArray[np.bool_]:
    did = np.asarray(has_answered)
    if did.ndim != 1 or not np.isin(did, (0, 1)).all():
        raise ValueError("Expected for each one invited whether she answered: 1 or 0.")
    did = did.astype(bool)
    if min(did.sum(), (~did).sum()) < fewest:
        raise Refusal(
            gettext_noop(
                "Expected at least %(fewest)s who answered and %(fewest)s who did "
                "not, got %(answered)s and %(silent)s."
            ),
            fewest=fewest,
            answered=int(did.sum()),
            silent=int((~did).sum()),
        )
    return did


def _columns(
    properties: Mapping[Any, Sequence[Hashable] | Floats], n: int, *, keeps_all: bool = False
) -> dict[Hashable, Floats]:
    """Return a column for each number, and for each category (but the first, unless all)."""
    columns: dict[Hashable, Floats] = {}
    for name, given in properties.items():
        values = list(given)
        if len(values) != n:
            raise ValueError(f"Expected {n} values of property {name!r}, got {len(values)}.")
        if all(isinstance(each, int | float | np.number) for each in values):
            column = np.array(values, dtype=float)
            if not np.isfinite(column).all():
                raise Refusal(
                    gettext_noop("Expected known numbers of property %(name)s, got gaps."),
                    name=repr(name),
                )
            columns[name] = column
            continue
        kinds = sorted({str(each) for each in values})
        for kind in kinds if keeps_all else kinds[1:]:
            columns[f"{name}: {kind}"] = np.array([str(each) == kind for each in values], float)
    if not columns:
        raise Refusal(gettext_noop("Expected at least one property that varies, got none."))
    return columns


def _divided(change: Estimate, by: float) -> Estimate:
    parts = [each / by if by > 0 else nan for each in (change.value, change.lower, change.upper)]
    value, lower, upper = parts
    return Estimate(value, lower, upper, change.n, change.method, change.confidence)


def _chances(design: Floats, did: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Return fitted chances to answer and the covariance of the standardised coefficients."""
    # Spreads of days and of shares differ by thousands; the fit should not notice.
    design[:, 1:] -= design[:, 1:].mean(axis=0)
    design[:, 1:] /= np.where(design[:, 1:].std(axis=0) > 0, design[:, 1:].std(axis=0), 1.0)
    features = np.stack([design, np.zeros_like(design)], axis=1)
    sets = ChoiceSets(features, np.ones(features.shape[:2], dtype=bool))
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise Refusal(
            gettext_noop("Expected properties that do not repeat each other, got some that do.")
        )
    try:
        fit = conditional_logit(sets, np.arange(len(did)), np.where(did, 0, 1))
    except ValueError as error:
        raise Refusal(
            gettext_noop(
                "Expected properties that leave open who answered, got one that "
                "tells without exception: leave it out or join its categories."
            )
        ) from error
    return sets.chances(fit.coefficients)[:, 0], fit.covariance


def _variance(
    design: Floats, chances: Floats, covariance: Floats, confidence: float
) -> tuple[float, float, float]:
    """Return the variance of the chances to answer, adjusted, and its bounds, all at least 0."""
    away = chances - chances.mean()
    slopes = (chances * (1 - chances))[:, None] * design
    centred = slopes - slopes.mean(axis=0)
    by_chance = centred.T @ centred / len(chances)
    noise = by_chance @ covariance
    value = float((away**2).mean() - np.trace(noise))
    pull = 2 * (away[:, None] * slopes).mean(axis=0)
    squared = pull @ covariance @ pull + 2 * np.trace(noise @ noise)
    squared += float((away**2).var()) / len(chances)
    half = NormalDist().inv_cdf((1 + confidence) / 2) * sqrt(float(squared))
    return max(value, 0.0), max(value - half, 0.0), max(value + half, 0.0)


def _indicator(variance: float) -> float:
    return max(1 - 2 * sqrt(variance), 0.0)
