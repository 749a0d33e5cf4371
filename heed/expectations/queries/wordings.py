"""Standing promises in words: when they are due, and what makes them so."""

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heed.expectations.models import StandingPromise
from heed.expectations.rhythm import LAST_DAY

Unit = StandingPromise.Unit


def rule_said(standing: StandingPromise) -> str:
    """Say when it is due: “within 2 business days, if the part arrives”, “every Friday, 15:00”."""
    if standing.kind == StandingPromise.Kind.REPEATING:
        return rhythm_said(standing)
    within = within_said(standing.within or 0, standing.within_unit)
    if standing.trigger == StandingPromise.Trigger.CONVERSATION_OPENED:
        return _("%(within)s after a customer writes about a new matter") % {"within": within}
    return _("%(within)s, on condition: %(condition)s") % {
        "within": within,
        "condition": standing.condition,
    }


def rhythm_said(standing: StandingPromise) -> str:
    """Say how often, with the time of day where one was promised."""
    days = {"day": _("every business day"), "week": "", "month": ""}
    said = days[standing.rhythm]
    if standing.rhythm == StandingPromise.Rhythm.WEEK:
        said = _("every %(weekday)s") % {"weekday": WEEKDAYS[standing.rhythm_day or 0]}
    if standing.rhythm == StandingPromise.Rhythm.MONTH:
        said = _on_day(standing.rhythm_day or LAST_DAY)
    if standing.rhythm_time is None:
        return _("%(often)s, by closing time") % {"often": said}
    clock = f"{standing.rhythm_time:%H:%M}"
    return _("%(often)s, by %(clock)s") % {"often": said, "clock": clock}


def _on_day(day: int) -> str:
    if day == LAST_DAY:
        return _("on the last day of every month")
    return _("on day %(day)s of every month") % {"day": day}


def within_said(amount: int, unit: str) -> str:
    """Say a length of time: “within 2 business days”."""
    if unit == Unit.HOURS:
        said = ngettext("within %(count)d hour", "within %(count)d hours", amount)
    elif unit == Unit.DAYS:
        said = ngettext("within %(count)d day", "within %(count)d days", amount)
    elif unit == Unit.BUSINESS_DAYS:
        said = ngettext("within %(count)d business day", "within %(count)d business days", amount)
    else:
        said = ngettext("within %(count)d business hour", "within %(count)d business hours", amount)
    return said % {"count": amount}
