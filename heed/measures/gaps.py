"""The gap between what was perceived or delivered and what was expected or promised.

Satisfaction = perceived − expected. A gap is signed so that more is better, whatever the unit:
a reply in 3 hours against 5 expected is a gap of +2 hours.
"""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from math import fsum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate
from heed.measures.means import mean_estimate
from heed.measures.shares import share_estimate

FELT_LOWEST, FELT_HIGHEST = 1, 7


class Zone(StrEnum):
    """Where what was perceived lies against the zone of tolerance."""

    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"


def signed_gap(
    actual: ArrayLike, reference: ArrayLike, *, more_is_better: bool = True
) -> NDArray[np.float64]:
    """Return each gap, signed so that more is better.

    Parameters
    ----------
    actual : array_like of float, shape (n,)
        What was perceived or delivered, in the topic's unit.
    reference : array_like of float, shape (n,)
        What was expected or promised, in the same unit.
    more_is_better : bool, default True
        False for topics such as hours of waiting, of which less is better.

    Returns
    -------
    ndarray of float, shape (n,)
        In the topic's unit: 0 as expected, above 0 better, below 0 worse; nan where a side is.

    Notes
    -----
    Equal steps of the scale count as equal wherever they lie: 7 against 7 and 1 against 1 are
    both 0, so the two sides are always shown beside the gap.

    References
    ----------
    Parasuraman, A., Zeithaml, V. A., & Berry, L. L. (1988). SERVQUAL: a multiple-item scale for
    measuring consumer perceptions of service quality. Journal of Retailing, 64(1), 12-40.

    Examples
    --------
    >>> signed_gap([3, 8], [5, 5], more_is_better=False)
    array([ 2., -3.])
    """
    sign = 1.0 if more_is_better else -1.0
    gap: NDArray[np.float64] = sign * np.subtract(
        np.asarray(actual, dtype=float), np.asarray(reference, dtype=float)
    )
    return gap


def gap_estimate(
    actual: ArrayLike,
    reference: ArrayLike,
    *,
    more_is_better: bool = True,
    confidence: float = 0.95,
) -> Estimate:
    """Return the mean gap of pairs with its interval.

    Use it for what was delivered against the promised and, in a second call, the expected value.

    Parameters
    ----------
    actual : array_like of float, shape (n,)
        What was perceived or delivered, in the topic's unit; nan where unknown.
    reference : array_like of float, shape (n,)
        What was expected or promised in the same case; nan where unknown.
    more_is_better : bool, default True
        False for topics of which less is better.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Estimate
        In the topic's unit, above 0 better; n counts the pairs with both sides known.

    Raises
    ------
    ValueError
        If the two sides differ in shape, a value is infinite, or `confidence` is out of range.

    Notes
    -----
    The interval is that of the paired t test: of the mean of the differences, not of the
    difference of two means. A case with one side unknown is left out. Pairs are independent.

    References
    ----------
    Parasuraman, A., Zeithaml, V. A., & Berry, L. L. (1988). SERVQUAL: a multiple-item scale for
    measuring consumer perceptions of service quality. Journal of Retailing, 64(1), 12-40.

    Student (1908). The probable error of a mean. Biometrika, 6(1), 1-25.

    Examples
    --------
    >>> hours = gap_estimate([3, 8, 4, 2], [5, 5, 5, 5], more_is_better=False)
    >>> hours.value, round(hours.lower, 2), round(hours.upper, 2), hours.n
    (0.75, -3.43, 4.93, 4)
    """
    if np.shape(actual) != np.shape(reference):
        raise ValueError(
            "Expected as many values as references, "
            f"got shapes {np.shape(actual)} and {np.shape(reference)}."
        )
    gaps = signed_gap(actual, reference, more_is_better=more_is_better).ravel()
    known = gaps[~np.isnan(gaps)]
    if not np.all(np.isfinite(known)):
        raise ValueError("Expected finite values; an unknown one is nan, not infinite.")
    # Around their mean, so that the sums keep their digits; the mean is added back.
    centre = fsum(known) / known.size if known.size else 0.0
    rest = known - centre
    found = mean_estimate(known.size, fsum(rest), fsum(rest**2), confidence=confidence)
    return _shifted(found, centre)


def gap_estimate_from_sums(
    n: int,
    total: float,
    total_of_squares: float,
    *,
    more_is_better: bool = True,
    confidence: float = 0.95,
) -> Estimate:
    """Return the mean gap of pairs with its interval, from sums the database has added up.

    Parameters
    ----------
    n : int
        Pairs with both sides known.
    total : float
        Sum over the pairs of actual − reference, unsigned by direction, in the topic's unit.
    total_of_squares : float
        Sum over the pairs of (actual − reference)², in that unit squared.
    more_is_better : bool, default True
        False for topics of which less is better.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Estimate
        In the topic's unit, above 0 better; nan where no pair, bounds nan where fewer than two.

    Raises
    ------
    ValueError
        If the sums contradict each other or `confidence` is out of range.

    Notes
    -----
    Equal to `gap_estimate` of the pairs. The sums of several groups may be added before.

    References
    ----------
    Student (1908). The probable error of a mean. Biometrika, 6(1), 1-25.

    Examples
    --------
    >>> gap_estimate_from_sums(4, -3, 23, more_is_better=False).value
    0.75
    """
    signed_total = total if more_is_better else -total
    return mean_estimate(n, signed_total, total_of_squares, confidence=confidence)


def felt_gap_estimate(
    perceived: ArrayLike, expected: ArrayLike, *, confidence: float = 0.95
) -> Estimate:
    """Return the mean gap of felt answers, both given from 1 to 7, with its interval.

    Parameters
    ----------
    perceived, expected : array_like of float, shape (n,)
        Answers of the same person from 1 to 7; nan where not answered.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    Estimate
        In scale points from -6 to 6, above 0 better; n counts the pairs answered.

    Raises
    ------
    ValueError
        If an answer lies outside 1 to 7, the sides differ in shape, or `confidence` is out of
        range.

    Notes
    -----
    Expectations crowd at the top of the scale, so the gap says little more than what was
    perceived; show both beside it. Asked after the service, an expectation is coloured by it.

    References
    ----------
    Parasuraman, A., Zeithaml, V. A., & Berry, L. L. (1988). SERVQUAL: a multiple-item scale for
    measuring consumer perceptions of service quality. Journal of Retailing, 64(1), 12-40.

    Examples
    --------
    >>> felt_gap_estimate([6, 5, 7], [7, 6, 6]).n
    3
    """
    for answers in (perceived, expected):
        given = np.asarray(answers, dtype=float)
        if not np.all(np.isnan(given) | ((given >= FELT_LOWEST) & (given <= FELT_HIGHEST))):
            raise ValueError(f"Expected answers from 1 to 7, got {answers!r}.")
    return gap_estimate(perceived, expected, confidence=confidence)


def zones_of_tolerance(
    perceived: ArrayLike,
    adequate: ArrayLike,
    desired: ArrayLike,
    *,
    more_is_better: bool = True,
) -> NDArray[np.str_]:
    """Return for each case whether it lies below, within or above the zone of tolerance.

    Parameters
    ----------
    perceived : array_like of float, shape (n,)
        What was perceived or delivered, in the topic's unit.
    adequate : array_like of float, shape (n,)
        What was just acceptable.
    desired : array_like of float, shape (n,)
        What was hoped for; not worse than `adequate`.
    more_is_better : bool, default True
        False for topics of which less is better.

    Returns
    -------
    ndarray of str, shape (n,)
        Values of `Zone`. Both bounds belong to the zone.

    Raises
    ------
    ValueError
        If a value is nan, or a desired value is worse than its adequate one.

    Notes
    -----
    Cases are judged one by one, then counted: the mean of all may lie within where half lie below.

    References
    ----------
    Zeithaml, V. A., Berry, L. L., & Parasuraman, A. (1993). The nature and determinants of
    customer expectations of service. Journal of the Academy of Marketing Science, 21(1), 1-12.

    Examples
    --------
    >>> zones_of_tolerance([30, 20, 2], 24, 4, more_is_better=False).tolist()
    ['below', 'within', 'above']
    """
    if not np.all(signed_gap(desired, adequate, more_is_better=more_is_better) >= 0):
        raise ValueError(
            "Expected desired values at least as good as the adequate ones, "
            f"got desired {desired!r} and adequate {adequate!r}."
        )
    adequacy = signed_gap(perceived, adequate, more_is_better=more_is_better)
    superiority = signed_gap(perceived, desired, more_is_better=more_is_better)
    if np.any(np.isnan(adequacy)):
        raise ValueError(f"Expected only cases with a known outcome, got {perceived!r}.")
    return np.select([adequacy < 0, superiority > 0], [Zone.BELOW, Zone.ABOVE], Zone.WITHIN)


def zone_shares(
    below: int, within: int, above: int, *, confidence: float = 0.95
) -> Mapping[Zone, Estimate]:
    """Return the share of cases below, within and above the zone of tolerance, with intervals.

    Parameters
    ----------
    below, within, above : int
        Cases counted in each zone; at least 0.
    confidence : float, default 0.95
        Coverage wanted of each interval by itself, strictly between 0 and 1.

    Returns
    -------
    mapping of Zone to Estimate
        Shares in [0, 1] that add up to 1; nan where there is no case at all.

    Raises
    ------
    ValueError
        If a count is negative or `confidence` is out of range.

    Notes
    -----
    Each interval is the Wilson interval of this zone against the two others together.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
    inference. Journal of the American Statistical Association, 22(158), 209-212.

    Examples
    --------
    >>> round(zone_shares(3, 15, 2)[Zone.WITHIN].value, 2)
    0.75
    """
    counts = {Zone.BELOW: below, Zone.WITHIN: within, Zone.ABOVE: above}
    if min(counts.values()) < 0:
        raise ValueError(f"Expected counts of at least 0, got {below}, {within} and {above}.")
    total = sum(counts.values())
    return {
        zone: share_estimate(count, total, confidence=confidence) for zone, count in counts.items()
    }


def _shifted(estimate: Estimate, by: float) -> Estimate:
    return replace(
        estimate, value=estimate.value + by, lower=estimate.lower + by, upper=estimate.upper + by
    )
