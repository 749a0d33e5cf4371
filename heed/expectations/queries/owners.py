"""Who sees to a promise where its owner is away or serves no longer."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from heed.accounts.models import Absence, Team, User
from heed.accounts.queries import SERVING_ROLES, absence_of, managers_of
from heed.core.calendars import business_hours
from heed.core.wall_clock import local_day
from heed.customers.models import Customer
from heed.expectations.models import Promise


def is_able(user: User) -> bool:
    """Whether the person may see to promises at all."""
    return user.is_active and user.role in SERVING_ROLES


def who_sees_to(owner: User, *, customer: Customer, team: Team | None, at: datetime) -> User:
    """The owner where she is there; else her stand-in, the named agent, a manager of the team.

    Where nobody is there, it stays with the owner.
    """
    candidates = _candidates(owner, customer=customer, team=team, at=at)
    return next((each for each in candidates if is_able(each) and is_there(each, at=at)), owner)


def is_there(user: User, *, at: datetime) -> bool:
    """Whether the person is not away at this time."""
    return absence_of(user, at=at) is None


def due_meanwhile(absence: Absence) -> QuerySet[Promise]:
    """Open promises of who is away that are due before the first business day back closes."""
    owed = Promise.objects.filter(owner=absence.user, closed_at=None)
    due = owed.filter(due_at__lte=covered_until(absence))
    return due.select_related("customer__named_agent", "team").order_by("due_at", "pk")


def covered_until(absence: Absence) -> datetime:
    """When the first business day back closes: until then who is away can keep no promise."""
    team = absence.user.teams.order_by("pk").first()
    hours = business_hours(team.calendar_id if team else None)
    opens_at = hours.next_opening(absence.until)
    return hours.closing_of(local_day(ZoneInfo(hours.time_zone), opens_at))


def _candidates(
    owner: User, *, customer: Customer, team: Team | None, at: datetime
) -> Iterator[User]:
    yield owner
    absence = absence_of(owner, at=at)
    if absence and absence.stand_in:
        yield absence.stand_in
    if customer.named_agent:
        yield customer.named_agent
    yield from managers_of(team)
