"""When each answer was given, from a column of dates."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from heed.core.moment_columns import Moment, moments_of
from heed.core.written_moments import ORDERS
from heed.measuring.answers import Answers
from heed.measuring.refusals import NotDates

DATE_ORDERS = ORDERS
_LATEST = datetime.max.replace(tzinfo=UTC)
_SECONDS_A_DAY = 86_400
_UTC = ZoneInfo("UTC")


def days_of(answers: Answers, column: str, *, date_order: str = "") -> NDArray[np.float64]:
    """Days since 1970 in UTC, one a row; nan where there is no date that can be read.

    Raises NotDates, and the refusals of `moments_of` where the order of day and month is unclear.
    """
    texts = answers.text(column)
    named = moments_of({column: set(texts)}, named=date_order, place=_UTC, now=_LATEST)
    found = {text: named[column].read(text) for text in set(texts)}
    days = {
        text: moment.at.timestamp() / _SECONDS_A_DAY
        for text, moment in found.items()
        if isinstance(moment, Moment)
    }
    _say_unread(answers, column, [text for text in texts if text and text not in days], texts)
    return np.array([days.get(text, np.nan) for text in texts], dtype=float)


def _say_unread(
    answers: Answers, column: str, unread: list[str], texts: NDArray[np.object_]
) -> None:
    filled = sum(bool(text) for text in texts)
    if len(unread) * 2 > filled or not filled:
        raise NotDates(column=column, examples="; ".join(unread[:3]))
    if unread:
        answers.tell(
            _("Dates left out in %(column)s, such as “%(date)s”: %(many)s.")
            % {"many": f"{len(unread):,}", "column": column, "date": unread[0]}
        )
