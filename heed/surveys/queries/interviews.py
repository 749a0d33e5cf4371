"""The call list of a survey: who is to be called, by whom, and when that is permitted."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from heed.accounts.models import User
from heed.accounts.queries import in_teams_of
from heed.core.business_hours import BusinessHours
from heed.core.calendars import business_hours
from heed.customers.models import Customer
from heed.customers.queries import numbers_to_dial
from heed.surveys.models import CallAttempt, Interview, Response, Survey
from heed.surveys.rules.call_outcomes import UNREACHED, Outcome
from heed.surveys.rules.call_times import CallPolicy, QuickTime, calling_hours, quick_times

CALLS = CallPolicy()
OPEN = Q(
    ending="",
    invitation__answered_at=None,
    invitation__customer__erased_at=None,
    invitation__customer__surveys_declined_at=None,
)
CUSTOMER = "invitation__customer"
Places = dict[tuple[int | None, str], BusinessHours]


def interviews_visible_to(actor: User) -> QuerySet[Interview]:
    """Lines of call lists whose customers the actor may see."""
    if not (actor.may("surveys.view") and actor.may("customers.view")):
        return Interview.objects.none()
    rows = Interview.objects.filter(in_teams_of(actor, path=f"{CUSTOMER}__team"))
    return rows.select_related(f"{CUSTOMER}__team", "interviewer", "survey__version")


def lines_to_dial(actor: User) -> QuerySet[Interview]:
    """Open lines of customers with a number at which nobody else was found to answer."""
    numbers = numbers_to_dial().filter(customer=OuterRef(CUSTOMER))
    return interviews_visible_to(actor).filter(OPEN).filter(Exists(numbers))


def lines_without_number(survey: Survey, *, actor: User) -> QuerySet[Interview]:
    """Open lines that nobody can dial until the customer has a number again."""
    numbers = numbers_to_dial().filter(customer=OuterRef(CUSTOMER))
    rows = interviews_visible_to(actor).filter(OPEN, survey=survey)
    return rows.filter(~Exists(numbers)).order_by("pk")


def is_free_for(actor: User, *, now: datetime) -> Q:
    """Nobody else holds the line, and it is not another's appointment that may still be kept."""
    is_overdue = Q(due_at__lte=now - CALLS.free_for_all_after)
    is_anybodys = Q(is_appointment=False) | Q(interviewer=None) | is_overdue
    return Q(interviewer=actor) | ((Q(held_until=None) | Q(held_until__lte=now)) & is_anybodys)


def to_call(survey: Survey, *, actor: User, now: datetime) -> QuerySet[Interview]:
    """Lines due now for this interviewer: appointments first, hers before others', then by time.

    Only where calling is permitted now; an appointment was chosen by the customer herself.
    """
    rows = lines_to_dial(actor).filter(survey=survey, due_at__lte=now)
    rows = rows.filter(is_free_for(actor, now=now))
    return rows.filter(_is_awake(rows, now)).order_by("-is_appointment", "due_at", "pk")


def held_by(survey: Survey, *, actor: User, now: datetime) -> Interview | None:
    """The line this interviewer has before her now."""
    rows = interviews_visible_to(actor).filter(OPEN, survey=survey, interviewer=actor)
    return rows.filter(held_until__gt=now).order_by("-held_until").first()


def coming_lines(survey: Survey, *, actor: User) -> QuerySet[Interview]:
    """Lines to dial in the order in which they are due, with numbers and attempts at hand."""
    attempts = CallAttempt.objects.order_by("-at", "-pk")
    rows = lines_to_dial(actor).filter(survey=survey)
    return rows.order_by("due_at", "pk").prefetch_related(
        Prefetch(f"{CUSTOMER}__contact_points", queryset=numbers_to_dial(), to_attr="numbers"),
        Prefetch("attempts", queryset=attempts, to_attr="latest_attempts"),
    )


def appointments_of(actor: User, *, now: datetime, until: datetime) -> QuerySet[Interview]:
    """The actor's own appointments in open surveys, the next first."""
    is_running = Q(survey__closes_at=None) | Q(survey__closes_at__gt=now)
    rows = lines_to_dial(actor).filter(is_running, interviewer=actor, is_appointment=True)
    rows = rows.filter(survey__closed_at=None, due_at__lt=until)
    return rows.order_by("due_at", "pk")


def latest_attempts(survey: Survey, *, actor: User) -> QuerySet[CallAttempt]:
    """What came of the calls of a survey, the newest first."""
    visible = interviews_visible_to(actor).filter(survey=survey)
    rows = CallAttempt.objects.filter(interview__in=visible.order_by().values("pk"))
    joined = rows.select_related("by", f"interview__{CUSTOMER}")
    return joined.order_by("-at", "-pk")


def hours_for(customer: Customer, places: Places | None = None) -> BusinessHours:
    """When this customer may be called; `places` keeps what was looked up for others."""
    places = {} if places is None else places
    calendar_id = customer.team.calendar_id if customer.team else None
    key = (calendar_id, customer.time_zone)
    if key not in places:
        places[key] = calling_hours(business_hours(calendar_id), customer.time_zone)
    return places[key]


def times_to_offer(now: datetime, zone: ZoneInfo) -> tuple[QuickTime, ...]:
    """Times at which she can be called back, to choose from by one press."""
    return quick_times(now, zone)


def zone_of(customer: Customer) -> ZoneInfo:
    """The time zone at the customer's place, ours where hers is not known."""
    return ZoneInfo(hours_for(customer).time_zone)


def response_of(interview: Interview) -> Response | None:
    """What the customer answered so far in this survey, on the telephone or by herself."""
    rows = Response.objects.select_related("survey", "version")
    return rows.filter(invitation=interview.invitation_id).first()


def unreached_since_contact(interview: Interview) -> list[datetime]:
    """When the customer was called in vain since she was last spoken to."""
    found: list[datetime] = []
    tries = interview.attempts.order_by("-at", "-pk").values_list("outcome", "at")
    for outcome, at in tries:
        if outcome not in UNREACHED:
            break
        found.append(at)
    return found


def has_refused_softly(interview: Interview) -> bool:
    """Whether she has put off this survey before, without refusing it for good."""
    return interview.attempts.filter(outcome=Outcome.REFUSED_SOFTLY).exists()


def _is_awake(rows: QuerySet[Interview], now: datetime) -> Q:
    """Appointments, and lines whose customers may be called at this hour."""
    calendar, zone = F(f"{CUSTOMER}__team__calendar"), F(f"{CUSTOMER}__time_zone")
    found = rows.filter(is_appointment=False).order_by()
    places: Iterable[tuple[int | None, str]] = found.values_list(calendar, zone).distinct()
    allowed = Q(is_appointment=True)
    for calendar_id, time_zone in places:
        if calling_hours(business_hours(calendar_id), time_zone).is_open(now):
            allowed |= Q(
                **{
                    f"{CUSTOMER}__time_zone": time_zone,
                    f"{CUSTOMER}__team__calendar": calendar_id,
                }
            )
    return allowed
