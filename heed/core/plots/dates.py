"""Where an axis of time is marked: days, weeks, months or years, as many as there is room for."""

from datetime import UTC, date, datetime, time, timedelta

_DAYS = (1, 2, 7, 14)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)
_MILLISECONDS = 1000.0  # in a second


def instant(at: date | datetime) -> float:
    """Return a time in milliseconds since 1970, as Vega counts; a date begins at 0:00 UTC."""
    whole = at if isinstance(at, datetime) else datetime.combine(at, time(), UTC)
    return whole.timestamp() * _MILLISECONDS


def date_marks(since: float, until: float, most: int) -> tuple[list[float], str]:
    """Return at most `most` instants between two others, and the form they are written in."""
    first, last = (datetime.fromtimestamp(at / _MILLISECONDS, UTC) for at in (since, until))
    start = first.date() if first.time() == time() else first.date() + timedelta(days=1)
    days = [(_every_days(start, last.date(), step), "%Y-%m-%d") for step in _DAYS]
    months = [(_every_months(start, last.date(), step), "%Y-%m") for step in _MONTHS]
    fitting = [found for found in (*months, *days) if len(found[0]) <= most]
    marks, form = max(fitting, key=lambda found: len(found[0]), default=months[-1])
    return [instant(mark) for mark in marks[:most]], form


def _every_days(start: date, end: date, step: int) -> list[date]:
    count = max((end - start).days // step + 1, 0)
    return [start + timedelta(days=step * place) for place in range(count)]


def _every_months(start: date, end: date, step: int) -> list[date]:
    whole = range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
    months = [date(month // 12, month % 12 + 1, 1) for month in whole if month % step == 0]
    return [month for month in months if start <= month <= end]
