"""The zone of tolerance: what is just enough, what is hoped for, and what was got in between."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.estimates import Estimate, Flag, Method
from heed.measures.gaps import Zone, signed_gap, zones_of_tolerance
from heed.measures.linearised import column_means, linearised_estimate, weighted_mean_estimate
from heed.measures.scores import weighted_share_estimate
from heed.measures.weights import checked_weights

Floats = NDArray[np.float64]
# LibQUAL+ leaves out who has more of either among its 22 items.
MOST_INCONSISTENT, MOST_BLANK = 9, 11


@dataclass(frozen=True)
class ToleranceZone:
    """What persons said of one item in three columns.

    Parameters
    ----------
    adequate, desired, perceived : Estimate
        Means over the consistent answers, in the unit of the item.
    adequacy : Estimate
        Service adequacy (MSA), perceived against adequate; above 0 better than just enough.
    superiority : Estimate
        Service superiority (MSS), perceived against desired; above 0 better than hoped for.
    width : Estimate
        Of the zone, at least 0.
    position : Estimate
        adequacy ÷ width of each person, averaged: 0 at adequate, 1 at desired; only over persons
        whose zone has a width.
    position_of_means : Estimate
        Mean adequacy ÷ mean width: steadier, as narrow zones do not rule it.
    zones : mapping of Zone to Estimate
        Share of persons below, within and above, in 0..1.
    inconsistent : Estimate
        Share of complete answers that desire less than is adequate; they are left out of the rest.
        Flag INCONSISTENT where there is one.

    Examples
    --------
    >>> found = zone_of_tolerance([6, 4, 8], [4, 5, 5], [8, 7, 7])
    >>> round(found.adequacy.value, 2), found.superiority.value, found.zones[Zone.ABOVE].n
    (1.33, -1.3333333333333333, 3)
    """

    adequate: Estimate
    desired: Estimate
    perceived: Estimate
    adequacy: Estimate
    superiority: Estimate
    width: Estimate
    position: Estimate
    position_of_means: Estimate
    zones: Mapping[Zone, Estimate]
    inconsistent: Estimate


def zone_of_tolerance(
    perceived: ArrayLike,
    adequate: ArrayLike,
    desired: ArrayLike,
    *,
    more_is_better: bool = True,
    weights: ArrayLike | None = None,
    confidence: float = 0.95,
) -> ToleranceZone:
    """Return adequacy, superiority, width and the shares below, within and above the zone.

    Parameters
    ----------
    perceived, adequate, desired : array_like of float, shape (n,)
        Of the same persons, in the same unit; nan where unanswered. With one of the three
        unanswered the person is left out.
    more_is_better : bool, default True
        False for topics such as hours of waiting, of which less is better.
    weights : array_like of float, shape (n,), optional
        How many people each person stands for; all alike by default.
    confidence : float, default 0.95
        Coverage wanted of each interval by itself, strictly between 0 and 1.

    Returns
    -------
    ToleranceZone
        Gaps are signed so that more is better.

    Raises
    ------
    ValueError
        If the three differ in length, a value is infinite, or the weights do not fit.

    Notes
    -----
    adequacy - superiority = width, for each person and for the means. Persons are judged one by
    one, then counted: the mean of all may lie within where half lie below. Both bounds belong to
    the zone. Who desires less than is adequate has mixed up the columns: such answers are counted
    and left out. A position averaged over persons is ruled by those with narrow zones.

    References
    ----------
    Zeithaml, V. A., Berry, L. L., & Parasuraman, A. (1993). The nature and determinants of
    customer expectations of service. Journal of the Academy of Marketing Science, 21(1), 1-12.

    Parasuraman, A., Zeithaml, V. A., & Berry, L. L. (1994). Alternative scales for measuring
    service quality. Journal of Retailing, 70(3), 201-230.

    Examples
    --------
    >>> hours = zone_of_tolerance([3, 30, 10], [24, 24, 24], [4, 4, 4], more_is_better=False)
    >>> hours.width.value, round(hours.position_of_means.value, 3)
    (20.0, 0.483)
    """
    three = [np.asarray(each, dtype=float).ravel() for each in (perceived, adequate, desired)]
    if len({each.size for each in three}) > 1:
        raise ValueError(
            "Expected as many perceived as adequate and desired answers, "
            f"got {[each.size for each in three]!r}."
        )
    of = checked_weights(weights, three[0].size)
    keep = ~np.isnan(np.array(three)).any(axis=0) & (of > 0)
    of = of[keep]
    slips = ~_is_consistent(three[1][keep], three[2][keep], more_is_better=more_is_better)
    inconsistent = weighted_share_estimate(slips, weights=of, confidence=confidence)
    if slips.any():
        inconsistent = replace(inconsistent, flags=(*inconsistent.flags, Flag.INCONSISTENT))
    p, a, d = (each[keep][~slips] for each in three)
    of = of[~slips]
    adequacy = signed_gap(p, a, more_is_better=more_is_better)
    superiority = signed_gap(p, d, more_is_better=more_is_better)
    position, position_of_means = _positions(adequacy, adequacy - superiority, of, confidence)
    zones = zones_of_tolerance(p, a, d, more_is_better=more_is_better)

    def mean(values: Floats) -> Estimate:
        return weighted_mean_estimate(values, weights=of, confidence=confidence)

    return ToleranceZone(
        adequate=mean(a),
        desired=mean(d),
        perceived=mean(p),
        adequacy=mean(adequacy),
        superiority=mean(superiority),
        width=mean(adequacy - superiority),
        position=position,
        position_of_means=position_of_means,
        zones={
            zone: weighted_share_estimate(zones == zone, weights=of, confidence=confidence)
            for zone in Zone
        },
        inconsistent=inconsistent,
    )


def careful_persons(
    perceived: ArrayLike,
    adequate: ArrayLike,
    desired: ArrayLike,
    *,
    more_is_better: bool = True,
    most_inconsistent: int = MOST_INCONSISTENT,
    most_blank: int = MOST_BLANK,
) -> NDArray[np.bool_]:
    """Return which persons filled in the three columns with enough care to be counted.

    Parameters
    ----------
    perceived, adequate, desired : array_like of float, shape (n, k)
        Answers of n persons to k items; nan where unanswered.
    more_is_better : bool, default True
        False where less is better.
    most_inconsistent, most_blank : int, default 9 and 11
        Items that may desire less than is adequate, and that may be incomplete. The defaults are
        those of LibQUAL+ for 22 items.

    Returns
    -------
    ndarray of bool, shape (n,)
        False for persons to be left out.

    Raises
    ------
    ValueError
        If the tables differ in shape.

    Notes
    -----
    A rule of thumb, not a test: say how many it has left out.

    References
    ----------
    Association of Research Libraries. LibQUAL+ survey results notebooks, section on the screening
    of answers.

    Examples
    --------
    >>> careful_persons([[5, 5]] * 2, [[4, 4], [8, 8]], [[7, 7]] * 2, most_inconsistent=1)
    array([ True, False])
    """
    tables = [np.asarray(each, dtype=float) for each in (perceived, adequate, desired)]
    if tables[0].ndim != 2 or len({each.shape for each in tables}) > 1:
        raise ValueError(
            "Expected three tables of the same persons and items, "
            f"got shapes {[each.shape for each in tables]!r}."
        )
    is_blank = np.isnan(np.array(tables)).any(axis=0)
    slips = ~is_blank & ~_is_consistent(tables[1], tables[2], more_is_better=more_is_better)
    kept: NDArray[np.bool_] = (slips.sum(axis=1) <= most_inconsistent) & (
        is_blank.sum(axis=1) <= most_blank
    )
    return kept


def _is_consistent(adequate: Floats, desired: Floats, *, more_is_better: bool) -> NDArray[np.bool_]:
    consistent: NDArray[np.bool_] = (
        signed_gap(desired, adequate, more_is_better=more_is_better) >= 0
    )
    return consistent


def _positions(
    adequacy: Floats, width: Floats, weights: Floats, confidence: float
) -> tuple[Estimate, Estimate]:
    """Return the mean of the positions, and the position of the means with its delta interval."""
    own = np.full(width.shape, np.nan)
    np.divide(adequacy, width, out=own, where=width > 0)
    means = column_means(np.column_stack([adequacy, width]), weights=weights)
    above, below = means.mean
    has_width = bool(below > 0)
    ratio = float(above / below) if has_width else float("nan")
    influence = (
        (means.influence[:, 0] - ratio * means.influence[:, 1]) / below if has_width else means.mean
    )
    of_means = linearised_estimate(
        ratio,
        influence,
        n=adequacy.size,
        weights=weights,
        method=Method.DELTA,
        confidence=confidence,
    )
    return weighted_mean_estimate(own, weights=weights, confidence=confidence), of_means
