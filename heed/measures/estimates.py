"""One number with what is known about its precision."""

from dataclasses import dataclass
from enum import StrEnum
from math import isnan


class Method(StrEnum):
    """How an interval was made."""

    WILSON = "wilson"
    STUDENT_T = "student_t"
    WELCH = "welch"
    NEWCOMBE = "newcombe"
    ORDER_STATISTICS = "order_statistics"
    INFORMATION = "information"
    ROBUST = "robust"
    BOOTSTRAP = "bootstrap"
    THEIL_SEN = "theil_sen"


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

    Examples
    --------
    >>> estimate = Estimate(0.5, float("nan"), float("nan"), 1, Method.STUDENT_T, 0.95)
    >>> estimate.has_value, estimate.has_interval
    (True, False)
    """

    value: float
    lower: float
    upper: float
    n: int
    method: Method
    confidence: float

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
