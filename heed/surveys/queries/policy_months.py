"""A month of the contact policy: who may be asked now, who on which day, and who not at all.

All people are counted by the database, so that it takes no longer to look than to page. Customers
who share a mailbox or a line count together, as they do when they are asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from heed.accounts.models import User
from heed.customers.models import ContactPoint, Customer
from heed.customers.queries import customers_visible_to
from heed.surveys.models import Invitation
from heed.surveys.queries.asked_in_a_year import among, asked_in_a_year, rows_of
from heed.surveys.rules.contact_policy import YEAR, ContactPolicy

DAYS = 30
OPTED_OUT, UNREACHABLE, REACHABLE = "opted_out", "unreachable", "reachable"

_BLOCKED = """
    SELECT CASE WHEN most_at IS NULL THEN 0 ELSE 1 END AS is_full, {day} AS day, COUNT(*)
    FROM asked WHERE (most_at IS NOT NULL OR last_at > %s) AND EXISTS (
        SELECT 1 FROM customers_contactpoint AS point
        WHERE point.customer_id = asked.customer_id AND point.kind = 'email'
        AND point.wrong_at IS NULL
    ) AND {seen} GROUP BY 1, 2
"""
_DUE = """
    SELECT {day} AS day, COUNT(*) FROM (
        SELECT customer_id, MIN(due_at) AS due_at FROM expectations_promise
        WHERE closed_at IS NULL AND due_at < %s AND {seen}
        GROUP BY customer_id
    ) AS first_due GROUP BY 1
"""


@dataclass(frozen=True)
class Day:
    """One day to come: `free` more may be asked from it on, `due` promises end on it."""

    on: date
    free: int = 0
    due: int = 0
    may_be_asked: int = 0


@dataclass(frozen=True)
class Month:
    """Each customer stands in one of the counts; `later` are free again after the days shown."""

    customers: int
    free: int
    resting: int
    full: int
    opted_out: int
    unreachable: int
    later: int
    days: tuple[Day, ...]

    @property
    def due(self) -> int:
        return sum(each.due for each in self.days)

    @property
    def free_at_end(self) -> int:
        return self.days[-1].may_be_asked

    @property
    def most(self) -> int:
        """The highest of the days, for the picture; at least one."""
        return max(1, *(each.may_be_asked for each in self.days))


def month_of(policy: ContactPolicy, *, actor: User, now: datetime, zone: ZoneInfo) -> Month:
    """How many of the customers the actor may see can be asked from now on, day by day."""
    chosen = customers_visible_to(actor).filter(erased_at=None).order_by()
    starts = _starts(now, zone)
    counts = _standings(chosen)
    blocked = _blocked(policy, chosen, starts, now)
    full = sum(n for is_full, _day, n in blocked if is_full)
    resting = sum(n for is_full, _day, n in blocked if not is_full)
    free = counts.get(REACHABLE, 0) - full - resting
    return Month(
        customers=sum(counts.values()),
        free=free,
        resting=resting,
        full=full,
        opted_out=counts.get(OPTED_OUT, 0),
        unreachable=counts.get(UNREACHABLE, 0),
        later=sum(n for _is_full, day, n in blocked if day == DAYS),
        days=_days(free, blocked, _due(chosen, starts), starts),
    )


def _starts(now: datetime, zone: ZoneInfo) -> list[datetime]:
    """When each of the days begins where the company is, and the one after them."""
    today = now.astimezone(zone).date()
    days = [today + timedelta(days=number) for number in range(DAYS + 1)]
    return [datetime.combine(each, time.min, zone) for each in days]


def _standings(chosen: QuerySet[Customer]) -> dict[str, int]:
    """How many can be asked at all, and why how many cannot."""
    points = ContactPoint.objects.filter(kind=ContactPoint.Kind.EMAIL, wrong_at=None)
    has_address = Exists(points.filter(customer=OuterRef("pk")))
    found = chosen.aggregate(
        every=Count("pk"),
        declined=Count("surveys_declined_at"),
        reachable=Count("pk", filter=Q(has_address, surveys_declined_at=None)),
    )
    rest = found["every"] - found["declined"] - found["reachable"]
    return {OPTED_OUT: found["declined"], REACHABLE: found["reachable"], UNREACHABLE: rest}


def _blocked(
    policy: ContactPolicy, chosen: QuerySet[Customer], starts: Sequence[datetime], now: datetime
) -> list[tuple[bool, int, int]]:
    """Whether asked often enough in a year, on which day free again, and how many; by the day."""
    seen, seen_values = among(chosen.filter(surveys_declined_at=None), "asked.customer_id")
    turns = " ".join(
        f"WHEN last_at >= %s OR most_at >= %s THEN {number}" for number in range(DAYS, 0, -1)
    )
    bounds = [at for start in starts[:0:-1] for at in (start - policy.rest, start - YEAR)]
    begins, values = asked_in_a_year(policy, now=now)
    statement = begins + _BLOCKED.format(day=f"CASE {turns} ELSE 0 END", seen=seen)
    rows = rows_of(statement, [*values, *bounds, now - policy.rest, *seen_values])
    return [(bool(is_full), day, n) for is_full, day, n in rows]


def _due(chosen: QuerySet[Customer], starts: Sequence[datetime]) -> dict[int, int]:
    """On which day how many customers have their first promise due, after which we would ask."""
    seen, seen_values = among(chosen, "expectations_promise.customer_id")
    turns = " ".join(f"WHEN due_at >= %s THEN {number}" for number in range(DAYS - 1, 0, -1))
    statement = _DUE.format(day=f"CASE {turns} ELSE 0 END", seen=seen)
    rows = rows_of(statement, [*starts[DAYS - 1 : 0 : -1], starts[DAYS], *seen_values])
    return dict(rows)


def _days(
    free: int,
    blocked: Sequence[tuple[bool, int, int]],
    due: dict[int, int],
    starts: Sequence[datetime],
) -> tuple[Day, ...]:
    days = []
    for number, start in enumerate(starts[:DAYS]):
        more = sum(n for _is_full, day, n in blocked if day == number)
        free += more
        days.append(Day(start.date(), more, due.get(number, 0), free))
    return tuple(days)


def skips_visible_to(actor: User, *, reason: str = "") -> QuerySet[Invitation]:
    """Who was not asked, why, and until when, the latest first; of one reason where it is given."""
    rows = Invitation.objects.exclude(skipped="").select_related("customer", "survey", "promise")
    if not actor.sees_all_teams:
        rows = rows.filter(customer__in=customers_visible_to(actor).order_by().values("pk"))
    return rows.filter(skipped=reason) if reason else rows
