"""From the words for times in one commitment to the moment it is due."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from heed.expectations.finding.due_times import DueTimes
from heed.expectations.finding.time_words import TimeWords

CLOCKS = {"clock", "clock_past", "clock_to", "range"}
SPANS = {"minutes", "minutes_few", "hours", "hours_few", "business_hours", "half_day"}
EXACT_DAYS = {
    *("offset", "weekday", "weeks_from_weekday"),
    *("date", "date_slashed", "date_next_month", "date_this_month"),
}
WEEKS = {"week", "week_start", "week_middle"}
PARTS_IN_ORDER = ("midnight", "after_opening", "opening", "closing")
MORNING = {"凌晨", "清晨", "早上", "早晨", "上午", "早", "morning"}
LATE = {"下午", "午后", "傍晚", "晚上", "晚间", "今晚", "明晚", "夜里", "晚"}
NAMED_DAYS = {"今天": 0, "今日": 0, "今晚": 0, "明天": 1, "明日": 1, "明晚": 1}
MOST_MINUTES = 60 * 24 * 3660


@dataclass(frozen=True)
class Due:
    """The moment, and the words it was read from."""

    at: datetime
    words: tuple[TimeWords, ...]


def due_of(times: list[TimeWords], due: DueTimes) -> Due | None:
    """The most exact moment these words stand for, None where they name none."""
    clock = _last(times, CLOCKS)
    days = [each for each in times if each.kind in EXACT_DAYS]
    day = _exact_day(days, times, due)
    if clock and (at := _clock_of(clock, times)) is not None:
        return Due(_at(at, day or _day_named(clock, due) or _rough_day(times, due), due), (clock,))
    span = _last(times, SPANS)
    if span:
        return Due(_after(span, due), (span,))
    part = _part(times)
    if part:
        return Due(_part_at(part, day or _rough_day(times, due), due), (*days, part))
    if day:
        return Due(_end_of(day, days, due), tuple(days))
    rough = _last(times, ROUGH)
    found = rough and ROUGH[rough.kind](rough, due)
    if rough and found:
        return Due(due.closing_of(found), (rough,))
    return None


def _last(times: list[TimeWords], kinds: Container[str]) -> TimeWords | None:
    found = [each for each in times if each.kind in kinds]
    return found[-1] if found else None


# Days.


def _exact_day(days: list[TimeWords], times: list[TimeWords], due: DueTimes) -> date | None:
    """The latest of the days named, where there is one."""
    found = [day for each in days if (day := _day(each, times, due))]
    return max(found) if found else None


def _day(words: TimeWords, times: list[TimeWords], due: DueTimes) -> date | None:
    number = words.number
    if words.kind == "offset":
        return due.days(number("days")) if number("days") >= 0 else None
    if words.kind == "weekday":
        return due.weekday(number("wd"), _week(words, times))
    if words.kind == "weeks_from_weekday":
        return due.weekday(number("wd")) + timedelta(days=7)
    if words.kind in {"date_next_month", "date_this_month"}:
        year, month = due.month_of(None, 1 if words.kind == "date_next_month" else 0)
        return due.calendar_day(number("d"), month, year)
    return _date(words, due)


def _week(words: TimeWords, times: list[TimeWords]) -> int | None:
    """The week of a weekday, also where it stands apart: "next week, on Tuesday"."""
    if "week" in words.values:
        return words.number("week")
    week = _last(times, WEEKS)
    return week.number("week") if week else None


def _date(words: TimeWords, due: DueTimes) -> date | None:
    day, month = words.number("d") or words.number("d2"), words.values.get("mo")
    year = words.number("y") or None
    if year and year < 100:
        year += 2000
    month = None if month is None else int(month)
    if words.kind == "date_slashed" and month is not None and _is_month_first(day, month, due):
        day, month = month, day
    return due.calendar_day(day, month, year)


def _is_month_first(first: int, second: int, due: DueTimes) -> bool:
    if first > 12 or second > 12:
        return second > 12
    return due.zone.key.startswith("America/") or due.zone.key.startswith("US/")


def _day_named(clock: TimeWords, due: DueTimes) -> date | None:
    """The day inside words such as 今晚八点."""
    text = str(clock.values.get("ap") or "")
    for word, ahead in NAMED_DAYS.items():
        if text.startswith(word):
            return due.days(ahead)
    return None


def _rough_day(times: list[TimeWords], due: DueTimes) -> date | None:
    """The day a clock time belongs to where only a span of days or a part of the day is named."""
    part = _part(times)
    named = [each for each in times if each.kind == "part" and "days" in each.values]
    if named:
        return due.days(named[-1].number("days"))
    rough = _last(times, {"days", "days_few", "business_days", "weeks", "months", "week_start"})
    if rough:
        return ROUGH[rough.kind](rough, due)
    return due.days(part.number("days")) if part and "days" in part.values else None


def _end_of(day: date, days: list[TimeWords], due: DueTimes) -> datetime:
    if any(each.is_before for each in days):
        return due.closing_of(due.business_day_before(day))
    return due.close_of_today() if day == due.today else due.closing_of(day)


# Clock times and parts of the day.


def _at(clock: time | None, day: date | None, due: DueTimes) -> datetime:
    if clock is MIDNIGHT_AT_END:
        return due.end_of(day or due.today)
    if clock is None:
        return due.end_of(day or due.today)
    return due.at(day, clock) if day else due.next_clock(clock)


MIDNIGHT_AT_END = time(23, 59, 59, 999999)


def _clock_of(words: TimeWords, times: list[TimeWords]) -> time | None:
    """The clock time these words say; 24:00 is told by a time of its own."""
    minute = words.number("m2" if words.kind == "range" else "m")
    near = _half(words, times)
    is_range = words.kind == "range"
    hour = _end_hour(words, near) if is_range else _full_hour(words.number("h"), words, near)
    if words.kind == "clock_to":
        hour, minute = hour - 1, 60 - minute
    if hour in {0, 24} and not minute and near not in MORNING:
        return MIDNIGHT_AT_END
    return time(hour % 24, minute) if hour <= 24 and minute < 60 else None


def _half(words: TimeWords, times: list[TimeWords]) -> str:
    """Whether the words nearby say before or after noon."""
    said = str(words.values.get("ap2") or words.values.get("ap") or "").lower().rstrip("的")
    for prefix in ("今天", "今日", "明天", "明日"):
        said = said.removeprefix(prefix)
    if said:
        return said
    for each in times:
        if each.kind == "part" and each.values["part"] in {"morning", "noon", "afternoon"}:
            return str(each.values["part"])
        if each.kind == "part" and each.values["part"] in {"evening", "dusk", "early_afternoon"}:
            return "evening" if each.values["part"] == "evening" else "afternoon"
        if each.kind == "part" and each.values["part"] == "after_opening":
            return "morning"
    return ""


def _full_hour(hour: int, words: TimeWords, near: str) -> int:
    """The hour of 24, from what is said nearby or by the rule for bare hours."""
    if hour > 12:
        return hour
    if (near.startswith("a") and near != "afternoon") or near in MORNING:
        return 0 if hour == 12 and near not in MORNING else hour
    if near.startswith("p") or near in LATE or near in {"afternoon", "evening"}:
        is_midnight = hour == 12 and (near in {"evening", "晚上", "今晚", "晚", "夜里", "明晚"})
        return 24 if is_midnight else hour + 12 if hour < 12 else 12
    if near in {"noon", "中午"}:
        return hour + 12 if hour < 4 else hour
    if words.values.get("is_two_digit"):
        return hour
    return hour + 12 if 1 <= hour <= 7 else hour


def _end_hour(words: TimeWords, near: str) -> int:
    start = _full_hour(words.number("h"), words, near)
    end = _full_hour(words.number("h2"), words, near)
    return end + 12 if end < start and end + 12 <= 24 and end <= 12 else end


def _part(times: list[TimeWords]) -> TimeWords | None:
    parts = [each for each in times if each.kind == "part"]
    for name in PARTS_IN_ORDER:
        for each in parts:
            if each.values["part"] == name:
                return each
    return parts[-1] if parts else None


def _part_at(part: TimeWords, day: date | None, due: DueTimes) -> datetime:
    name = str(part.values["part"])
    if day is None and "days" in part.values:
        day = due.days(part.number("days"))
    if day is None:
        return due.next_part(name)
    if name == "closing" and day == due.today:
        return due.close_of_today()
    return due.part_of(day, name)


# Spans and longer stretches.


def _after(words: TimeWords, due: DueTimes) -> datetime:
    amount = float(words.values.get("times", words.values.get("n", 1)))
    if words.kind == "half_day":
        return due.after_business(timedelta(hours=4))
    if words.kind == "business_hours":
        return due.after_business(timedelta(hours=min(amount, 2000)))
    minutes = amount if words.kind.startswith("minutes") else amount * 60
    return due.after(timedelta(minutes=min(minutes, MOST_MINUTES)))


def _count(words: TimeWords) -> int:
    return int(float(words.values.get("times", words.values.get("n", 1))))


def _month_part(words: TimeWords, due: DueTimes) -> date | None:
    month = words.values.get("mo", words.values.get("month"))
    ahead = words.values.get("ahead")
    if month is not None and not 1 <= int(month) <= 12:
        return None
    part = str(words.values["part"])
    return due.day_of_month(part, None if month is None else int(month), ahead)


ROUGH: dict[str, Callable[[TimeWords, DueTimes], date | None]] = {
    "business_days": lambda words, due: due.business_day(_count(words)),
    "days": lambda words, due: due.days(_count(words)),
    "days_few": lambda words, due: due.days(_count(words)),
    "weeks": lambda words, due: due.days(7 * _count(words)),
    "months": lambda words, due: due.months(_count(words)),
    "week": lambda words, due: due.end_of_week(words.number("week")),
    "week_start": lambda words, due: due.day_of_week(words.number("week"), 2),
    "week_middle": lambda words, due: due.day_of_week(words.number("week"), 3),
    "weekend": lambda words, due: due.weekday(6, words.number("week")),
    "before_weekend": lambda _, due: due.end_of_week(0),
    "month_part": _month_part,
    "quarter_end": lambda words, due: due.end_of_quarter(words.number("ahead")),
    "year_end": lambda words, due: due.end_of_year(words.number("ahead")),
}
