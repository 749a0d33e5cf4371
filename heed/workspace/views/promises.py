from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from heed.accounts.http import SignedInRequest, needs
from heed.accounts.queries import absences_at, colleagues_of
from heed.core.calendars import business_hours
from heed.expectations.queries import board as queries
from heed.expectations.queries import calendar as calendars
from heed.expectations.queries.records import topics
from heed.expectations.queries.wordings import rule_said
from heed.workspace.forms import BoardForm
from heed.workspace.queries.parts import Part, part_of
from heed.workspace.views.today import whose_work

LANE_NAMES = {
    "overdue": _("Overdue"),
    "today": _("Today"),
    "week": _("This week"),
    "later": _("Later"),
}
MOST_IN_LANE = 20
MOST_ON_PAGE = 100


@dataclass(frozen=True)
class Lane:
    """One lane as it is drawn."""

    key: str
    name: str | LazyText
    part: Part


def board_scope(request: SignedInRequest) -> tuple[queries.BoardScope, BoardForm, dict[str, str]]:
    """What the address asks for; what is not understood is left out."""
    form = BoardForm(request.GET, teams=queries.teams_of_board(request.user), topics=topics())
    form.is_valid()
    chosen = form.cleaned_data
    whose = whose_work(request)
    scope = queries.BoardScope(
        actor=request.user,
        is_mine=whose == "mine" and not chosen.get("owner"),
        owner_id=chosen.get("owner"),
        team=chosen.get("team"),
        topic=chosen.get("topic"),
        tier=chosen.get("tier") or "",
    )
    asked = {name: chosen.get(name) or "" for name in ("by", "lane")}
    return scope, form, asked | {"whose": whose}


@needs("promises.view")
def promises(request: SignedInRequest) -> HttpResponse:
    """The promise board: lanes by due time, or who has how much."""
    now = timezone.now()
    scope, form, asked = board_scope(request)
    days = queries.days_at(now)
    context: dict[str, object] = {
        "now": now,
        "form": form,
        **asked,
        "colleagues": colleagues_of(request.user),
        "absences": list(absences_at(now)),
        "may_hand_over": request.user.may("promises.record"),
    }
    if asked["by"] == "owner":
        context["loads"] = queries.loads(scope, days)
    elif asked["lane"]:
        context["lanes"] = [_lane(scope, asked["lane"], days, MOST_ON_PAGE)]
    else:
        context["lanes"] = [_lane(scope, key, days, MOST_IN_LANE) for key in queries.LANES]
        waiting = part_of(scope.waiting(), MOST_IN_LANE)
        context["waiting"] = Part([(each, rule_said(each)) for each in waiting.rows], waiting.total)
        context["just_closed"] = part_of(scope.just_closed(days), MOST_IN_LANE)
    return render(request, "workspace/promises.html", context)


def _lane(scope: queries.BoardScope, key: str, days: queries.Days, most: int) -> Lane:
    return Lane(key, LANE_NAMES[key], part_of(scope.lane(key, days), most))


@needs("promises.view")
def promise_calendar(request: SignedInRequest) -> HttpResponse:
    """What is due on which day of a month or a week; a list of days on the phone."""
    now = timezone.now()
    today = timezone.localtime(now).date()
    scope, form, asked = board_scope(request)
    view = "week" if request.GET.get("view") == "week" else "month"
    around = _day_asked(request.GET.get("day", "")) or today
    kept = (scope.team.calendar if scope.team else None) or calendars.default_calendar()
    days = calendars.calendar_of(
        scope,
        view=view,
        around=around,
        hours=business_hours(kept.pk if kept else None),
        calendar=kept,
    )
    last = days[-1].day if view == "week" else around.replace(day=28) + timedelta(days=4)
    context = {
        "now": now,
        "today": today,
        "form": form,
        **asked,
        "view": view,
        "around": around,
        "days": days,
        "weekdays": WEEKDAYS_ABBR.values(),
        "earlier": days[0].day - timedelta(days=1) if view == "week" else _month_before(around),
        "later": last + timedelta(days=1) if view == "week" else last.replace(day=1),
    }
    return render(request, "workspace/promise_calendar.html", context)


def _day_asked(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and 1900 < day.year < 9000 else None


def _month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
