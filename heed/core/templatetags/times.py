"""How an instant is said: near ones in words, far ones by date, always in the viewer's place."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from heed.core.templatetags.icons import icon

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_NEAR = 6 * _HOUR
_LOUD = 4 * _HOUR
_WEEKDAYS = (
    pgettext_lazy("short weekday", "Mon"),
    pgettext_lazy("short weekday", "Tue"),
    pgettext_lazy("short weekday", "Wed"),
    pgettext_lazy("short weekday", "Thu"),
    pgettext_lazy("short weekday", "Fri"),
    pgettext_lazy("short weekday", "Sat"),
    pgettext_lazy("short weekday", "Sun"),
)


def phrase(value: datetime, now: datetime) -> str:
    """Return the instant as a person would say it at `now`, in the current time zone."""
    seconds = (value - now).total_seconds()
    if abs(seconds) < _MINUTE:
        return _("now")
    if abs(seconds) < _NEAR:
        return _ahead(int(seconds)) if seconds > 0 else _ago(int(-seconds))
    return _by_calendar(timezone.localtime(value), timezone.localtime(now))


def _ahead(seconds: int) -> str:
    if seconds < _HOUR:
        count = seconds // _MINUTE
        return ngettext("in %(count)d min", "in %(count)d min", count) % {"count": count}
    count = seconds // _HOUR
    return ngettext("in %(count)d h", "in %(count)d h", count) % {"count": count}


def _ago(seconds: int) -> str:
    if seconds < _HOUR:
        count = seconds // _MINUTE
        return ngettext("%(count)d min ago", "%(count)d min ago", count) % {"count": count}
    count = seconds // _HOUR
    return ngettext("%(count)d h ago", "%(count)d h ago", count) % {"count": count}


def _by_calendar(value: datetime, now: datetime) -> str:
    days = (value.date() - now.date()).days
    clock = format_date(value, "H:i")
    if days == 0:
        return _("today %(clock)s") % {"clock": clock}
    if days == 1:
        return _("tomorrow %(clock)s") % {"clock": clock}
    if days == -1:
        return _("yesterday %(clock)s") % {"clock": clock}
    if 1 < days < 7:
        return pgettext("weekday and time", "%(weekday)s %(clock)s") % {
            "weekday": _WEEKDAYS[value.weekday()],
            "clock": clock,
        }
    if -7 < days < -1:
        return ngettext("%(count)d day ago", "%(count)d days ago", -days) % {"count": -days}
    return _by_date(value, is_this_year=value.year == now.year, is_ahead=days > 0)


def _by_date(value: datetime, *, is_this_year: bool, is_ahead: bool) -> str:
    if not is_this_year:
        return format_date(value, pgettext("date format: day of another year", "j M Y"))
    if is_ahead:
        return format_date(value, pgettext("date format: day and time", "j M H:i"))
    return format_date(value, pgettext("date format: day of this year", "j M"))


def due_phrase(due_at: datetime, now: datetime) -> str:
    """Return the time left until `due_at`, or by how much it is overdue."""
    seconds = int((due_at - now).total_seconds())
    if seconds < 0:
        return _overdue(-seconds)
    if seconds >= _NEAR:
        return _("by %(moment)s") % {"moment": phrase(due_at, now)}
    if seconds >= _HOUR:
        count = seconds // _HOUR
        return ngettext("%(count)d h left", "%(count)d h left", count) % {"count": count}
    count = seconds // _MINUTE
    return ngettext("%(count)d min left", "%(count)d min left", count) % {"count": count}


def _overdue(seconds: int) -> str:
    if seconds >= _DAY:
        count = seconds // _DAY
        return ngettext("%(count)d day overdue", "%(count)d days overdue", count) % {"count": count}
    if seconds >= _HOUR:
        count = seconds // _HOUR
        return ngettext("%(count)d h overdue", "%(count)d h overdue", count) % {"count": count}
    count = seconds // _MINUTE
    return ngettext("%(count)d min overdue", "%(count)d min overdue", count) % {"count": count}


def due_choice(due_at: datetime, now: datetime) -> str:
    """Return a due time to choose as day and clock: today 17:00, Thu 12:00."""
    return _by_calendar(timezone.localtime(due_at), timezone.localtime(now))


def due_urgency(due_at: datetime, now: datetime) -> str:
    """Return `over`, `now` (under four hours), `soon` (under a day) or `later`."""
    seconds = (due_at - now).total_seconds()
    if seconds < 0:
        return "over"
    if seconds < _LOUD:
        return "now"
    return "soon" if seconds < _DAY else "later"


def exact(value: datetime) -> str:
    """Return the full instant with its time zone, for a title."""
    pattern = pgettext("date format: exact instant", "l j F Y, H:i T")
    return format_date(timezone.localtime(value), pattern)


def when(value: datetime | date | None, now: datetime | None = None) -> SafeString | str:
    """Show an instant or a day: `{% when message.received_at %}`."""
    if value is None:
        return ""
    now = now or timezone.now()
    if not isinstance(value, datetime):
        return _day(value, now)
    is_near = abs((value - now).total_seconds()) < _NEAR
    return _time(value, phrase(value, now), "data-when" if is_near else "")


def _time(value: datetime, text: str, mark: str) -> SafeString:
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}" title="{}" {}>{}</time>',
        local.isoformat(timespec="seconds"), exact(local), mark, text,
    )  # fmt: skip


def _day(value: date, now: datetime) -> SafeString:
    midnight = datetime.combine(value, time(), tzinfo=timezone.get_current_timezone())
    is_this_year = value.year == timezone.localdate(now).year
    title = format_date(value, pgettext("date format: exact day", "l j F Y"))
    text = _by_date(midnight, is_this_year=is_this_year, is_ahead=False)
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), title, text)


def due(due_at: datetime | None, now: datetime | None = None) -> SafeString | str:
    """Show the time left until a promise is due, loud when it presses."""
    if due_at is None:
        return ""
    now = now or timezone.now()
    urgency = due_urgency(due_at, now)
    is_near = (due_at - now).total_seconds() < _NEAR
    shape = {"over": "alert", "now": "clock", "soon": "clock"}.get(urgency)
    return format_html(
        '<span class="due due--{}">{}{}</span>',
        urgency,
        icon(shape, size="small") if shape else "",
        _time(due_at, due_phrase(due_at, now), "data-due" if is_near else ""),
    )


def time_words() -> SafeString:
    """Give the script that keeps near times fresh the words of the page's language."""
    words = {
        "now": _("now"),
        "ahead": {"minute": _pair("in %(count)d min"), "hour": _pair("in %(count)d h")},
        "ago": {"minute": _pair("%(count)d min ago"), "hour": _pair("%(count)d h ago")},
        "left": {"minute": _pair("%(count)d min left"), "hour": _pair("%(count)d h left")},
        "overdue": {
            "minute": _pair("%(count)d min overdue"),
            "hour": _pair("%(count)d h overdue"),
            "day": [
                ngettext("%(count)d day overdue", "%(count)d days overdue", 1),
                ngettext("%(count)d day overdue", "%(count)d days overdue", 2),
            ],
        },
    }
    return json_script(words, "time-words")


def _pair(wording: str) -> list[str]:
    return [ngettext(wording, wording, count) for count in (1, 2)]
