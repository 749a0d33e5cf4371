"""Perceived value: what a customer gets against what it costs her or him, money and else."""

from dataclasses import dataclass, replace
from math import exp

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate
from heed.measures.linearised import weighted_mean_estimate
from heed.measures.ratios import ratio_of_means
from heed.measures.refusals import Marked, Refusal, gettext_noop
from heed.measures.scores import weighted_share_estimate
from heed.measures.weights import checked_weights

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PerceivedValue:
    """Value in its two forms, as a ratio and as a difference.

    Parameters
    ----------
    benefits, sacrifices : Estimate
        Mean of each person's (weighted) sum, in points.
    ratio : Estimate
        Mean benefits ÷ mean sacrifices; 1 where both weigh the same.
    typical_ratio : Estimate
        Geometric mean of the persons' own ratios, over those with both sums above 0.
    net : Estimate
        Benefits - sacrifices, in points; it does not hang on where the scale begins.
    gaining : Estimate
        Share of persons whose benefits exceed their sacrifices, in 0..1.

    Examples
    --------
    >>> found = perceived_value([[6, 4], [5, 5]], [[3, 1], [6, 4]])
    >>> round(found.ratio.value, 2), found.net.value, found.gaining.value
    (1.43, 3.0, 0.5)
    """

    benefits: Estimate
    sacrifices: Estimate
    ratio: Estimate
    typical_ratio: Estimate
    net: Estimate
    gaining: Estimate


def perceived_value(
    benefits: ArrayLike,
    sacrifices: ArrayLike,
    *,
    benefit_weights: ArrayLike | None = None,
    sacrifice_weights: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    confidence: float = 0.95,
) -> PerceivedValue:
    """Return what customers get against what it costs them.

    Parameters
    ----------
    benefits : array_like of float, shape (n, k)
        Of n persons: benefits of the episode and of the relationship, at least 0; nan where
        unanswered.
    sacrifices : array_like of float, shape (n, m)
        Theirs: the price and what comes after it (effort, time, risk, upkeep), at least 0.
    benefit_weights, sacrifice_weights : array_like of float, shape (k,) and (m,), optional
        How much each counts, at least 0; 1 each by default, so that sums are compared.
    weights : array_like of float, shape (n,), optional
        How many people each person stands for; all alike by default.
    confidence : float, default 0.95
        Coverage wanted of each interval by itself, strictly between 0 and 1.

    Returns
    -------
    PerceivedValue
        Persons with an unanswered item are left out of every figure.

    Raises
    ------
    ValueError
        If the tables do not have the same persons, an amount is negative, or there is not one
        weight an item.

    Notes
    -----
    Ratio = (episode + relationship benefits) ÷ (episode + relationship sacrifices). Ratings have
    no true zero: counted from 1 or from 0 the ratio is another number, while the net form stays.
    Read both, and compare ratios only within one questionnaire. Research finds the net form to
    predict better. The ratio's interval is Fieller's, the typical ratio's is Student's on logs.

    References
    ----------
    Zeithaml, V. A. (1988). Consumer perceptions of price, quality, and value: a means-end model
    and synthesis of evidence. Journal of Marketing, 52(3), 2-22.

    Ravald, A., & Grönroos, C. (1996). The value concept and relationship marketing. European
    Journal of Marketing, 30(2), 19-30.

    Fieller, E. C. (1954). Some problems in interval estimation. Journal of the Royal Statistical
    Society B, 16(2), 175-185.

    Examples
    --------
    >>> found = perceived_value([[5], [6], [7]], [[4], [3], [5]])
    >>> round(found.ratio.value, 2), round(found.ratio.lower, 2), round(found.ratio.upper, 2)
    (1.5, 0.91, 3.35)
    """
    got = _sums(benefits, benefit_weights, gettext_noop("benefits"))
    given = _sums(sacrifices, sacrifice_weights, gettext_noop("sacrifices"))
    if got.size != given.size:
        raise Refusal(
            gettext_noop(
                "Expected benefits and sacrifices of the same persons, got %(size)s and %(size_2)s."
            ),
            size=got.size,
            size_2=given.size,
        )
    of = checked_weights(weights, got.size)
    keep = ~np.isnan(got + given) & (of > 0)
    got, given, of = got[keep], given[keep], of[keep]

    def mean(values: Floats) -> Estimate:
        return weighted_mean_estimate(values, weights=of, confidence=confidence)

    return PerceivedValue(
        benefits=mean(got),
        sacrifices=mean(given),
        ratio=ratio_of_means(got, given, weights=of, confidence=confidence),
        typical_ratio=_typical(got, given, of, confidence),
        net=mean(got - given),
        gaining=weighted_share_estimate(got > given, weights=of, confidence=confidence),
    )


def _sums(items: ArrayLike, weights: ArrayLike | None, name: Marked) -> Floats:
    table = np.asarray(items, dtype=float)
    if table.ndim != 2 or not table.shape[1]:
        raise ValueError(f"Expected a table of {name}, one row per person, got {table.shape}.")
    if np.any(table < 0):
        raise Refusal(
            gettext_noop("Expected %(name)s of at least 0, got %(lowest_given)s."),
            name=name,
            lowest_given=f"{np.nanmin(table):g}",
        )
    return np.asarray(table @ checked_weights(weights, table.shape[1]), dtype=float)


def _typical(got: Floats, given: Floats, weights: Floats, confidence: float) -> Estimate:
    is_there = (got > 0) & (given > 0)
    logs = np.log(got[is_there]) - np.log(given[is_there])
    found = weighted_mean_estimate(logs, weights=weights[is_there], confidence=confidence)
    return replace(found, value=exp(found.value), lower=exp(found.lower), upper=exp(found.upper))
