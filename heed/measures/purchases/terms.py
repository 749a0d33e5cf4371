"""What a value counts: over which months, at which discount and margin, in which currency."""

import calendar
from dataclasses import dataclass
from datetime import date
from math import log1p

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
DAYS_OF_A_YEAR = 365.25
MOST_MONTHS = 1200
# Where an endless horizon is summed: steps of the logarithm of time, in units of 1 / discount.
ENDLESS = np.arange(-14.0, 4.25, 0.125)


@dataclass(frozen=True)
class Terms:
    """How purchases to come are turned into a value today.

    Parameters
    ----------
    as_of : date
        The last day observed; what is counted begins after it.
    months : int or None
        Calendar months to look ahead, at least 1; None for all time to come.
    yearly_discount : float
        What money a year later is worth less, such as .1; at least 0, above it without `months`.
    margin : float
        Share of what is paid that stays after all costs of the sale, above 0 and at most 1.
    currency : str
        Of all amounts, ISO 4217.
    unit_days : float
        Days of the model's unit of time: 7 for weeks.

    Raises
    ------
    ValueError
        If a term is out of range; it says which.

    Notes
    -----
    A month ends on the day of `as_of` in a later month, or on that month's last day where it has
    no such day. Real days are counted. Money of a month is discounted from its middle, at
    exp(-d t) with d = log(1 + yearly discount) and t in years of 365.25 days.

    References
    ----------
    Fader, P. S., Hardie, B. G. S., & Lee, K. L. (2005). RFM and CLV: Using iso-value curves for
    customer base analysis. Journal of Marketing Research, 42(4), 415-430.

    Examples
    --------
    >>> terms = Terms(date(2026, 1, 31), 3, yearly_discount=0.1, margin=0.3, currency="EUR")
    >>> [end.isoformat() for end in terms.ends]
    ['2026-02-28', '2026-03-31', '2026-04-30']
    >>> terms.discounts.round(4)
    array([0.9964, 0.9887, 0.9809])
    """

    as_of: date
    months: int | None
    yearly_discount: float
    margin: float
    currency: str
    unit_days: float = 7.0

    def __post_init__(self) -> None:
        if self.months is not None and not 1 <= self.months <= MOST_MONTHS:
            raise ValueError(
                f"Expected 1 to {MOST_MONTHS} months to look ahead, or None for all time to come, "
                f"got {self.months!r}."
            )
        if not 0 <= self.yearly_discount < np.inf:
            raise ValueError(
                "Expected a yearly discount of at least 0, such as 0.1 for 10 %, got "
                f"{self.yearly_discount!r}."
            )
        if self.months is None and self.yearly_discount == 0:
            raise ValueError(
                "Expected a yearly discount above 0 for all time to come, got 0: the sum would be "
                "infinite. Give a discount or a number of months."
            )
        if not 0 < self.margin <= 1:
            raise ValueError(f"Expected a margin above 0 and at most 1, got {self.margin!r}.")
        if not (len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()):
            raise ValueError(
                f"Expected one currency in three capitals, such as EUR, got {self.currency!r}."
            )
        if not 0 < self.unit_days < np.inf:
            raise ValueError(
                f"Expected a unit of time of more than 0 days, got {self.unit_days!r}."
            )

    @property
    def ends(self) -> tuple[date, ...]:
        """The last day of each month; none without a number of months."""
        return tuple(month_later(self.as_of, k) for k in range(1, (self.months or 0) + 1))

    @property
    def discounts(self) -> Floats:
        """What an amount in each month is worth today, from its middle."""
        days = self._days
        middle = (np.concatenate([[0.0], days[:-1]]) + days) / 2
        return np.asarray(np.exp(-log1p(self.yearly_discount) * middle / DAYS_OF_A_YEAR))

    @property
    def times(self) -> Floats:
        """Times ahead, in the model's unit, for which expected purchases are needed."""
        if self.months is None:
            return np.asarray(np.exp(ENDLESS) / self._rate)
        return self._days / self.unit_days

    @property
    def weights(self) -> Floats:
        """What expected purchases until each of `times` add to the discounted ones.

        Sums by months are summed by parts; the endless integral of d exp(-d t) E(t) by equal
        steps of log t.
        """
        if self.months is None:
            step = ENDLESS[1] - ENDLESS[0]
            return np.asarray(step * np.exp(ENDLESS - np.exp(ENDLESS)))
        discounts = self.discounts
        return np.asarray(discounts - np.append(discounts[1:], 0.0))

    @property
    def _rate(self) -> float:
        """The continuous discount in the model's unit of time."""
        return log1p(self.yearly_discount) * self.unit_days / DAYS_OF_A_YEAR

    @property
    def _days(self) -> Floats:
        return np.array([(end - self.as_of).days for end in self.ends], dtype=float)


def month_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month.

    Parameters
    ----------
    day : date
        The day.
    months : int
        At least 0.

    Returns
    -------
    date
        Counted from the given day, so that short months do not shift those after them.

    Raises
    ------
    OverflowError
        If the day lies beyond the year 9999.

    Notes
    -----
    The Gregorian calendar.

    References
    ----------
    ISO 8601.

    Examples
    --------
    >>> month_later(date(2023, 12, 31), 2), month_later(date(2023, 12, 31), 3)
    (datetime.date(2024, 2, 29), datetime.date(2024, 3, 31))
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        raise OverflowError(f"Expected months before the year 10000, got {months} after {day}.")
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
