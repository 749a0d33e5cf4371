"""Cases of a log as the advisor takes them: hours on one clock, hour and weekday beside them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from heed.cli.case_log import Case
from heed.measures.advisor.history import History

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def history_of(cases: Sequence[Case], by: Sequence[str], time_zone: str) -> History:
    """The history; the hour and the weekday are those of the start, local."""
    place = ZoneInfo(time_zone)
    ordered = sorted(cases, key=lambda case: (case.start, case.names))
    local = [case.start.astimezone(place) for case in ordered]
    return History.of(
        [hours_of(case.start) for case in ordered],
        [float("nan") if case.end is None else hours_of(case.end) for case in ordered],
        {column: [case.names[at] for case in ordered] for at, column in enumerate(by)},
        {
            "hour": [float(each.hour) for each in local],
            "weekday": [float(each.weekday()) for each in local],
        },
    )


def hours_of(moment: datetime) -> float:
    return (moment - EPOCH) / timedelta(hours=1)
