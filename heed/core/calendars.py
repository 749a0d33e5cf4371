"""Business hours as stored: which calendar counts for whom."""

import importlib
from datetime import time

from heed.core.business_hours import BusinessHours
from heed.core.models import Calendar, CalendarDay

ALWAYS_OPEN = BusinessHours(
    time_zone="UTC", weekly={day: ((time(0), time.max),) for day in range(7)}
)
OFFICE_HOURS = {str(day): [["09:00", "18:00"]] for day in range(5)}


def business_hours(calendar_id: int | None = None) -> BusinessHours:
    """Hours of this calendar, else of the default one, else round the clock; one statement."""
    wanted = {"pk": calendar_id} if calendar_id else {"is_default": True}
    # One row for each day, or one without a day.
    rows = Calendar.objects.filter(**wanted).values_list(
        "time_zone", "weekly", "days__day", "days__is_working"
    )
    days = {day: is_working for _zone, _weekly, day, is_working in rows if day}
    if not rows:
        return ALWAYS_OPEN
    time_zone, weekly, _day, _is_working = rows[0]
    return BusinessHours(
        time_zone=time_zone,
        weekly={
            int(weekday): tuple(
                (time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in hours
            )
            for weekday, hours in weekly.items()
        },
        holidays=frozenset(day for day, is_working in days.items() if not is_working),
        workdays=frozenset(day for day, is_working in days.items() if is_working),
    )


def holiday_rows(calendar: Calendar, years: range) -> list[CalendarDay]:
    """Days on which the calendar's country rests or makes up for rest, not yet stored."""
    # Loaded here: the library costs each start of the pages 0.2 s and 12 MB, and is needed daily.
    public_holidays = importlib.import_module("heed.core.public_holidays").public_holidays
    closed, workdays = public_holidays(calendar.country, years)
    return [
        CalendarDay(
            calendar=calendar, day=day, name=name.en[:120], name_zh=name.zh[:120], is_working=False
        )
        for day, name in closed.items()
    ] + [CalendarDay(calendar=calendar, day=day, is_working=True) for day in sorted(workdays)]
