"""Where expectations should be lowered, raised or held.

Lower where the median expectation is beyond what can be promised, raise where it is worse than
what is delivered anyway and choice or satisfaction suffers, else hold.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import isnan
from typing import Protocol

# Above this share of cases lost, declined or worse than expected, choice or satisfaction suffers.
TOLERATED_SHARE = 0.1


class Verdict(StrEnum):
    """What to do about expectations."""

    LOWER = "lower"
    HOLD = "hold"
    RAISE = "raise"


class Ground(StrEnum):
    """Why.

    `UNHARMFUL` and `UNKNOWN_HARM`: worse is expected than delivered, but nothing suffers from it,
    or nobody knows whether anything does.
    """

    BEYOND_PROMISABLE = "beyond_promisable"
    BELOW_DELIVERED = "below_delivered"
    WITHIN_REACH = "within_reach"
    UNHARMFUL = "unharmful"
    UNKNOWN_HARM = "unknown_harm"


class Bounded(Protocol):
    """A number with its interval, such as an `Estimate`; a bound is nan where it is unknown."""

    @property
    def value(self) -> float: ...

    @property
    def lower(self) -> float: ...

    @property
    def upper(self) -> float: ...


@dataclass(frozen=True)
class Steering:
    """What to do about the expectations of one topic and tier, and why.

    Parameters
    ----------
    verdict : Verdict
        Lower, hold or raise.
    ground : Ground
        Why.
    is_certain : bool
        Whether the verdict would be the same anywhere within the intervals it rests on.
    distance : float
        How far the median expectation lies from the value it was compared with (the promisable
        one for lower and within reach, else the delivered one), in the topic's unit: above 0
        where more is expected than that.

    Examples
    --------
    >>> Steering(Verdict.HOLD, Ground.WITHIN_REACH, is_certain=True, distance=-1.0).verdict.value
    'hold'
    """

    verdict: Verdict
    ground: Ground
    is_certain: bool
    distance: float


def steering_verdict(
    expected: Bounded,
    *,
    promisable: Bounded,
    delivered: Bounded,
    suffering: Bounded | None = None,
    tolerated: float = TOLERATED_SHARE,
    more_is_better: bool = False,
) -> Steering:
    """Return whether to lower, hold or raise the expectations of one topic and tier.

    Parameters
    ----------
    expected : Bounded
        The median of current expectations with its interval (`median_interval`), in the topic's
        unit.
    promisable : Bounded
        What can be promised so that it is kept in 80 of 100 cases, with its interval.
    delivered : Bounded
        What is delivered in 95 of 100 cases, with its interval (`quantile_interval`): the 0.95
        quantile where less is better, the 0.05 quantile where more is.
    suffering : Bounded, optional
        Share in 0..1 of cases declined, lost or worse than expected, with its interval
        (`share_estimate`); None where it is not known.
    tolerated : float, default 0.1
        The share above which choice or satisfaction suffers, in 0..1.
    more_is_better : bool, default False
        True for topics of which more is better.

    Returns
    -------
    Steering
        The verdict with its ground. Uncertain where intervals overlap or a bound is not known.

    Raises
    ------
    ValueError
        If a value is not known, bounds lie on the wrong side of it, or a share is not in 0..1.

    Notes
    -----
    The medians are compared with what is promisable first: where both verdicts could be given,
    which takes a promise worse than what is delivered, lowering goes before raising, as a broken
    expectation costs more than a modest one. A verdict is certain where the intervals of both
    numbers compared do not meet; that is more careful than an interval of their difference.

    References
    ----------
    Zeithaml, V. A., Berry, L. L., & Parasuraman, A. (1993). The nature and determinants of
    customer expectations of service. Journal of the Academy of Marketing Science, 21(1), 1-12.

    Examples
    --------
    >>> from heed.measures.quantiles import median_interval, quantile_interval
    >>> expected = median_interval([2, 3, 3, 4, 4, 4, 5, 5, 6, 8])
    >>> hours = [4, 5, 6, 6, 7, 7, 8, 8, 9, 9] * 10
    >>> found = steering_verdict(
    ...     expected,
    ...     promisable=quantile_interval(hours, 0.8),
    ...     delivered=quantile_interval(hours, 0.95),
    ... )
    >>> found.verdict.value, found.is_certain, round(found.distance, 1)
    ('lower', True, 4.5)
    """
    for name, given in (
        ("expectation", expected),
        ("promise", promisable),
        ("delivery", delivered),
    ):
        _require_known(name, given)
    if suffering is not None:
        _require_share("suffering share", suffering.value)
        _require_known("suffering share", suffering)
    _require_share("tolerated share", tolerated)
    hoped, can, does = (
        _Side.of(each, more_is_better=more_is_better) for each in (expected, promisable, delivered)
    )
    if hoped.value > can.value:
        is_certain = hoped.worst > can.best
        return Steering(
            Verdict.LOWER, Ground.BEYOND_PROMISABLE, is_certain, hoped.value - can.value
        )
    is_reachable = hoped.best <= can.worst
    if hoped.value >= does.value:
        is_certain = is_reachable and (
            hoped.worst >= does.best or _is_unharmed(suffering, tolerated)
        )
        return Steering(Verdict.HOLD, Ground.WITHIN_REACH, is_certain, hoped.value - can.value)
    distance = hoped.value - does.value
    is_modest = hoped.best < does.worst
    if suffering is None:
        return Steering(Verdict.HOLD, Ground.UNKNOWN_HARM, is_certain=False, distance=distance)
    if suffering.value > tolerated:
        is_certain = is_modest and is_reachable and suffering.lower > tolerated
        return Steering(Verdict.RAISE, Ground.BELOW_DELIVERED, is_certain, distance)
    is_certain = is_reachable and _is_unharmed(suffering, tolerated)
    return Steering(Verdict.HOLD, Ground.UNHARMFUL, is_certain, distance)


@dataclass(frozen=True)
class _Side:
    """A number with bounds, turned so that more is better; comparisons with nan are false."""

    value: float
    worst: float
    best: float

    @classmethod
    def of(cls, given: Bounded, *, more_is_better: bool) -> "_Side":
        if more_is_better:
            return cls(given.value, given.lower, given.upper)
        return cls(-given.value, -given.upper, -given.lower)


def _is_unharmed(suffering: Bounded | None, tolerated: float) -> bool:
    return suffering is not None and suffering.upper <= tolerated


def _require_known(name: str, given: Bounded) -> None:
    if isnan(given.value) or given.lower > given.value or given.upper < given.value:
        raise ValueError(
            f"Expected a known {name} within its bounds, "
            f"got {given.value!r} from {given.lower!r} to {given.upper!r}."
        )


def _require_share(name: str, given: float) -> None:
    if not 0 <= given <= 1:
        raise ValueError(f"Expected a {name} in 0..1, got {given!r}.")
