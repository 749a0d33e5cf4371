"""What an interviewer sees of a line: on the list, and with the telephone in her hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format

from heed.accounts.models import User
from heed.core.templatetags.times import due_choice
from heed.customers.models import ContactPoint, Customer
from heed.customers.queries import numbers_to_dial
from heed.expectations.models import Promise
from heed.expectations.queries.promises import open_promises
from heed.surveys.answering.sitting import Sitting
from heed.surveys.format.words import Missing
from heed.surveys.models import CallAttempt, Interview, Response, Survey
from heed.surveys.queries.interviews import (
    Places,
    appointments_of,
    coming_lines,
    hours_for,
    times_to_offer,
)

SHOWN = 30
PROMISES = 3


@dataclass(frozen=True)
class Place:
    """The clock at the customer's place; `is_awake` is whether calling is permitted now."""

    zone: ZoneInfo
    clock: str
    is_awake: bool
    is_ours: bool

    @property
    def name(self) -> str:
        return self.zone.key.rpartition("/")[2].replace("_", " ")


@dataclass(frozen=True)
class ListedLine:
    line: Interview
    customer: Customer
    number: str
    place: Place
    last: CallAttempt | None
    holder: str
    is_due: bool


@dataclass(frozen=True)
class Appointment:
    """A line whose customer wants to be called at a time of hers; `there` is what her clock says.

    It is empty where her clock shows what ours does.
    """

    line: Interview
    there: str


@dataclass(frozen=True)
class OfferedTime:
    """A time for an appointment, as her clock and ours say it."""

    name: str
    there: str
    here: str


@dataclass(frozen=True)
class Sheet:
    """Who is called: numbers, her clock, what we owe her, what came of the calls before."""

    customer: Customer
    numbers: tuple[ContactPoint, ...]
    place: Place
    promises: tuple[Promise, ...]
    more_promises: int
    attempts: tuple[CallAttempt, ...]
    times: tuple[OfferedTime, ...]
    unwelcome: tuple[str, ...]


def listed_lines(
    survey: Survey, *, actor: User, now: datetime, without: Iterable[int] = ()
) -> list[ListedLine]:
    """The first open lines by the time they are due, appointments that are due before all."""
    rows = list(coming_lines(survey, actor=actor).exclude(pk__in=without)[:SHOWN])
    rows.sort(key=lambda line: not (line.is_appointment and line.due_at <= now))
    places: Places = {}
    return [_listed(line, places, actor, now) for line in rows]


def appointments_until(actor: User, *, now: datetime, until: datetime) -> list[Appointment]:
    """The actor's own appointments that are due before, the next first.

    One query, and one more for each calendar and time zone among them.
    """
    places: Places = {}
    lines = appointments_of(actor, now=now, until=until)[:SHOWN]
    return [_agreed(line, places) for line in lines]


def sheet_of(
    interview: Interview, *, sitting: Sitting, response: Response | None, actor: User, now: datetime
) -> Sheet:
    """What stands above the questions; five queries."""
    customer = interview.invitation.customer
    place = _place(customer, {}, now)
    promises = list(open_promises(actor).filter(customer=customer)[: PROMISES + 1])
    attempts = interview.attempts.select_related("by").order_by("-at", "-pk")
    return Sheet(
        customer=customer,
        numbers=tuple(numbers_to_dial().filter(customer=customer)),
        place=place,
        promises=tuple(promises[:PROMISES]),
        more_promises=len(promises) - PROMISES,
        attempts=tuple(attempts),
        times=tuple(_offered(now, place)),
        unwelcome=_unwelcome(sitting, response),
    )


def _agreed(line: Interview, places: Places) -> Appointment:
    hours = hours_for(line.invitation.customer, places)
    local = line.due_at.astimezone(ZoneInfo(hours.time_zone))
    is_ours = local.utcoffset() == timezone.localtime(line.due_at).utcoffset()
    return Appointment(line, "" if is_ours else _clock(local))


def _clock(local: datetime) -> str:
    """The day of the week and the time that a clock there shows."""
    return date_format(local.replace(tzinfo=None), "D H:i")


def _listed(line: Interview, places: Places, actor: User, now: datetime) -> ListedLine:
    customer = line.invitation.customer
    is_held = line.held_until is not None and line.held_until > now
    is_anothers = is_held and line.interviewer != actor
    numbers = customer.numbers  # type: ignore[attr-defined]
    attempts = line.latest_attempts  # type: ignore[attr-defined]
    return ListedLine(
        line=line,
        customer=customer,
        number=numbers[0].value if numbers else "",
        place=_place(customer, places, now),
        last=attempts[0] if attempts else None,
        holder=str(line.interviewer) if is_anothers else "",
        is_due=line.due_at <= now,
    )


def _place(customer: Customer, places: Places, now: datetime) -> Place:
    hours = hours_for(customer, places)
    zone = ZoneInfo(hours.time_zone)
    local = now.astimezone(zone)
    return Place(
        zone=zone,
        clock=_clock(local),
        is_awake=hours.is_open(now),
        is_ours=local.utcoffset() == timezone.localtime(now).utcoffset(),
    )


def _offered(now: datetime, place: Place) -> Iterable[OfferedTime]:
    for each in times_to_offer(now, place.zone):
        with timezone.override(place.zone):
            there = due_choice(each.at, now)
        here = "" if place.is_ours else due_choice(each.at, now)
        yield OfferedTime(each.name, there, here)


def _unwelcome(sitting: Sitting, response: Response | None) -> tuple[str, ...]:
    """What she said on an earlier call that she would rather not answer."""
    answers = response.answers if response else {}
    refused = [
        each
        for each in sitting.questionnaire.questions
        if answers.get(each.name) == Missing.REFUSED
    ]
    return tuple(sitting.text(each.title) or each.name for each in refused)
