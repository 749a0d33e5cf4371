"""One number with what is known about its precision."""

from dataclasses import dataclass
from enum import StrEnum
from math import isnan, nan


class Method(StrEnum):
    """How an interval was made."""

    WILSON = "wilson"
    ADJUSTED_WALD = "adjusted_wald"
    WALD = "wald"
    STUDENT_T = "student_t"
    WELCH = "welch"
    NEWCOMBE = "newcombe"
    ORDER_STATISTICS = "order_statistics"
    INFORMATION = "information"
    ROBUST = "robust"
    BOOTSTRAP = "bootstrap"
    THEIL_SEN = "theil_sen"
    FELDT = "feldt"
    DELTA = "delta"
    FIELLER = "fieller"
    JACKKNIFE = "jackknife"
    F_RATIO = "f_ratio"
    GREENWOOD = "greenwood"
    CREDIBLE = "credible"


class Flag(StrEnum):
    """What a reader must know before trusting an estimate."""

    FEW_CASES = "few_cases"  # fewer than 30 effective cases: an indication, no more
    CEILING = "ceiling"  # more than half of the answers stand at the end of the scale
    NO_SPREAD = "no_spread"  # all values are equal
    UNRELIABLE = "unreliable"  # reliability below .70
    IMPROPER = "improper"  # a variance came out negative and was held at 0 (Heywood)
    SINGULAR = "singular"  # inputs repeat each other; shares between them are arbitrary
    SUPPRESSED = "suppressed"  # the weight's sign contradicts the plain correlation
    UNDECIDED = "undecided"  # the interval does not tell two answers apart
    NOT_CONVERGED = "not_converged"  # the search for the best fit did not end
    TRIMMED = "trimmed"  # extreme weights were cut
    COLLAPSED = "collapsed"  # small cells were joined
    NEGATIVE_WEIGHT = "negative_weight"  # an outer weight below 0
    INCONSISTENT = "inconsistent"  # answers contradict each other
    BOUNDARY = "boundary"  # a parameter ran to the end of what is possible
    FLAT = "flat"  # the data leave a parameter open
    NO_GAIN = "no_gain"  # hardly more likely than a simpler model
    DEPENDENT = "dependent"  # what the model takes as independent goes together
    NO_MEAN = "no_mean"  # the tail is so heavy that the mean is infinite


@dataclass(frozen=True)
class Estimate:
    """A value, its interval and what both rest on.

    Parameters
    ----------
    value : float
        The estimate; nan where there is no case.
    lower, upper : float
        Bounds of the interval, in the unit of `value`; nan where there are too few cases.
    n : int
        Cases the estimate rests on.
    method : Method
        How the interval was made.
    confidence : float
        Coverage of the interval, strictly between 0 and 1.
    effective_n : float
        Cases of equal weight that would be as precise; `n` where all weigh the same.
    flags : tuple of Flag
        What a reader must know; empty where nothing is amiss.

    Examples
    --------
    >>> estimate = Estimate(0.5, float("nan"), float("nan"), 1, Method.STUDENT_T, 0.95)
    >>> estimate.has_value, estimate.has_interval, estimate.effective_n
    (True, False, 1.0)
    """

    value: float
    lower: float
    upper: float
    n: int
    method: Method
    confidence: float
    effective_n: float = nan
    flags: tuple[Flag, ...] = ()

    def __post_init__(self) -> None:
        if isnan(self.effective_n):
            object.__setattr__(self, "effective_n", float(self.n))

    @property
    def has_value(self) -> bool:
        return not isnan(self.value)

    @property
    def has_interval(self) -> bool:
        return not (isnan(self.lower) or isnan(self.upper))


def require_confidence(confidence: float) -> None:
    """Refuse a coverage that is not strictly between 0 and 1.

    Parameters
    ----------
    confidence : float
        Coverage wanted.

    Raises
    ------
    ValueError
        If `confidence` is not strictly between 0 and 1.

    Examples
    --------
    >>> require_confidence(95)
    Traceback (most recent call last):
    ValueError: Expected a confidence strictly between 0 and 1, such as 0.95, got 95.
    """
    if not 0 < confidence < 1:
        raise ValueError(
            f"Expected a confidence strictly between 0 and 1, such as 0.95, got {confidence!r}."
        )
