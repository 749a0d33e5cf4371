"""What each customer bought, defined once: for the pages of Heed and for `heed value score`.

Expressions that DuckDB and Spark run alike: whole minor units are summed, never fractions, days
are days of the place of business, and nothing is ranked by its place in a sort.
"""

from datetime import date

import ibis

DAYS = (
    "customer_id", "purchased_on", "money_minor", "kept_minor", "is_visit", "own_lines",
    "other_lines", "has_bought",
)  # fmt: skip
BASIC_SUMS = (
    "customer_id", "first_on", "last_on", "frequency", "money_minor", "year_money_minor",
    "own_lines", "other_lines", "has_bought", "own_days", "own_kept_minor", "first_kept_minor",
)  # fmt: skip
SUMS = (
    *BASIC_SUMS, "calibration_visits", "calibration_last_on", "calibration_window_visits",
)  # fmt: skip

# Both engines have it; the argmin of Ibis sorts by text in DuckDB, which takes twice the time.
_amount_of_first = ibis.udf.agg.builtin(
    lambda amount, day: (amount, day), name="min_by", signature=(("int64", "date"), "int64")
)


def days_of(lines: ibis.Table, *, currency: str, is_only_currency: bool = False) -> ibis.Table:
    """One row per customer and business day; columns as in DAYS.

    `lines` have `customer_id`, `purchased_on`, `currency`, `amount_minor`, `kept_minor`, what
    remains of the amount when returns are set against their purchases, and `line_count`, 1 for a
    line and 0 for what only corrects what was kept. A day is a visit where something bought on
    it was kept, in whatever currency; what cost nothing is a purchase too. Money and what was
    kept are those in `currency` alone; `is_only_currency` says that there is no other and saves a
    step.
    """
    if is_only_currency:
        return _days_of_one_currency(lines)
    by_currency = lines.group_by("customer_id", "purchased_on", "currency").agg(
        money=_whole(lines.amount_minor.sum()),
        kept=_whole(lines.kept_minor.sum()),
        is_visit=_is_visit(lines),
        lines=_whole(lines.line_count.sum()),
        has_bought=lines.amount_minor.max() > 0,
    )
    is_own = by_currency.currency == currency
    days = by_currency.group_by("customer_id", "purchased_on").agg(
        money_minor=_whole(by_currency.money.sum(where=is_own)),
        kept_minor=_whole(by_currency.kept.sum(where=is_own)),
        is_visit=by_currency.is_visit.any(),
        own_lines=_whole(by_currency.lines.sum(where=is_own)),
        other_lines=_whole(by_currency.lines.sum(where=~is_own)),
        has_bought=by_currency.has_bought.any(),
    )
    return days.select(*DAYS)


def _days_of_one_currency(lines: ibis.Table) -> ibis.Table:
    days = lines.group_by("customer_id", "purchased_on").agg(
        money_minor=_whole(lines.amount_minor.sum()),
        kept_minor=_whole(lines.kept_minor.sum()),
        is_visit=_is_visit(lines),
        own_lines=_whole(lines.line_count.sum()),
        has_bought=lines.amount_minor.max() > 0,
    )
    return days.mutate(other_lines=ibis.literal(0, "int64")).select(*DAYS)


def days_without_returns(lines: ibis.Table) -> ibis.Table:
    """The same for lines of one currency among which nothing was returned: each day is a visit.

    `lines` need no `kept_minor` and `line_count`.
    """
    days = lines.group_by("customer_id", "purchased_on").agg(
        money_minor=lines.amount_minor.sum().cast("int64"), own_lines=lines.count()
    )
    return days.mutate(
        kept_minor=days.money_minor,
        is_visit=ibis.literal(True),  # noqa: FBT003 -- a value, not a switch
        other_lines=ibis.literal(0, "int64"),
        has_bought=days.money_minor > 0,
    ).select(*DAYS)


def _is_visit(lines: ibis.Table) -> ibis.Value:
    """Whether something was kept, or what was bought cost nothing in the first place."""
    was_free = (lines.amount_minor.min() == 0) & (lines.amount_minor.max() == 0)
    return (lines.kept_minor.sum() > 0) | was_free


def sums_of(
    days: ibis.Table,
    *,
    as_of: date,
    calibration_end: date | None = None,
    are_all_paid: bool = False,
) -> ibis.Table:
    """One row per customer; columns as in SUMS.

    Money is the net sum by the day of the line, over all days and over the twelve months to
    `as_of`. Frequency counts visits; who only returned has the days of that as first and last.
    `own_days` are days on which something in the currency was kept, `own_kept_minor` what, and
    `first_kept_minor` what on the first of them. For what follows them see `calibration_of`.
    `are_all_paid` says that nothing was returned or free, so that no day need be looked at.
    """
    is_visit = None if are_all_paid else days.is_visit
    is_paid = None if are_all_paid else days.kept_minor > 0
    kept = days.money_minor if are_all_paid else days.kept_minor
    is_recent = days.purchased_on > _day(year_before(as_of))
    none = days.count() * 0  # constants among sums are not for every engine
    first_on, last_on = days.purchased_on.min(), days.purchased_on.max()
    bought = days.money_minor.max() > 0 if are_all_paid else days.has_bought.any()
    sums = days.group_by("customer_id").agg(
        first_on=ibis.coalesce(days.purchased_on.min(where=is_visit), first_on),
        last_on=ibis.coalesce(days.purchased_on.max(where=is_visit), last_on),
        frequency=days.count(where=is_visit),
        money_minor=_whole(days.money_minor.sum()),
        year_money_minor=_whole(days.money_minor.sum(where=is_recent)),
        own_lines=_whole(days.own_lines.sum()),
        other_lines=none if are_all_paid else _whole(days.other_lines.sum()),
        has_bought=bought,
        own_days=days.count(where=is_paid),
        own_kept_minor=_whole(kept.sum(where=is_paid)),
        first_kept_minor=_amount_of_first(kept, days.purchased_on, where=is_paid),
        **_calibration(days, as_of, calibration_end or as_of, is_visit),
    )
    return sums.select(*SUMS)


def calibration_of(days: ibis.Table, *, as_of: date, calibration_end: date) -> ibis.Table:
    """Of each customer the visits until the end of calibration, and the last of them.

    `calibration_window_visits` are those of its last days, as many as are left until `as_of`.
    """
    return days.group_by("customer_id").agg(
        **_calibration(days, as_of, calibration_end, days.is_visit)
    )


def without_calibration(sums: ibis.Table) -> ibis.Table:
    """The sums with nothing known of a time to learn from, where no model is asked for."""
    return sums.mutate(
        calibration_visits=ibis.literal(0, "int64"),
        calibration_last_on=ibis.null("date"),
        calibration_window_visits=ibis.literal(0, "int64"),
    )


def _calibration(
    days: ibis.Table, as_of: date, end: date, is_visit: ibis.Value | None
) -> dict[str, ibis.Value]:
    until_end = days.purchased_on <= _day(end)
    is_early = until_end if is_visit is None else is_visit & until_end
    is_just_before = is_early & (days.purchased_on > _day(end - (as_of - end)))
    return {
        "calibration_visits": days.count(where=is_early),
        "calibration_last_on": days.purchased_on.max(where=is_early),
        "calibration_window_visits": days.count(where=is_just_before),
    }


def dated(sums: ibis.Table, *, as_of: date) -> ibis.Table:
    """The sums with `recency_days` and `tenure_days`, both until `as_of`."""
    return sums.mutate(
        recency_days=days_between(sums.last_on, as_of),
        tenure_days=days_between(sums.first_on, as_of),
    )


def days_between(since: ibis.Value, until: date) -> ibis.Value:
    """Whole days from a column of days to a day."""
    return _day(until).delta(since, unit="day").cast("int64")


def year_before(day: date) -> date:
    """The same day a year earlier; 28 February for the 29th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def _day(day: date) -> ibis.Value:
    return ibis.date(day.isoformat())


def _whole(total: ibis.Value) -> ibis.Value:
    """A sum of whole numbers as one; 0 where there was nothing to add."""
    return total.fill_null(0).cast("int64")
