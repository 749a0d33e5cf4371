"""The promise board: what is open, in lanes by when it is due."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from heed.accounts.models import Team, User
from heed.accounts.queries import in_teams_of
from heed.expectations.models import Promise, StandingPromise, Topic
from heed.expectations.queries.promises import promises_visible_to
from heed.expectations.queries.standing import waiting_on_condition

LANES = ("overdue", "today", "week", "later")
JUST_CLOSED = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """The reader's present, the end of her day and of her week."""

    now: datetime
    today_ends: datetime
    week_ends: datetime


def days_at(now: datetime) -> Days:
    """The days as the reader's clock on the wall has them."""
    today = timezone.localtime(now).date()
    next_monday = today + timedelta(days=7 - today.weekday())
    return Days(now, _midnight(today + timedelta(days=1)), _midnight(next_monday))


def _midnight(day: object) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))  # type: ignore[arg-type]


@dataclass(frozen=True)
class BoardScope:
    """Which promises: one's own or those of one's teams, of an owner, a team, a topic, a tier."""

    actor: User
    is_mine: bool = False
    owner_id: int | None = None
    team: Team | None = None
    topic: Topic | None = None
    tier: str = ""

    def promises(self) -> QuerySet[Promise]:
        """Promises of the scope, open and closed."""
        rows = promises_visible_to(self.actor).select_related("team", "standing")
        owner_id = self.actor.pk if self.is_mine else self.owner_id
        if owner_id:
            rows = rows.filter(owner_id=owner_id)
        if self.team:
            rows = rows.filter(team=self.team)
        if self.topic:
            rows = rows.filter(topic=self.topic)
        return rows.filter(tier=self.tier) if self.tier else rows

    def open(self) -> QuerySet[Promise]:
        """Open promises of the scope, the one due first first."""
        return self.promises().filter(closed_at=None).order_by("due_at", "pk")

    def lane(self, lane: str, days: Days) -> QuerySet[Promise]:
        """Open promises that are due in the time of the lane."""
        since, until = {
            "overdue": (None, days.now),
            "today": (days.now, days.today_ends),
            "week": (days.today_ends, days.week_ends),
            "later": (max(days.today_ends, days.week_ends), None),
        }[lane]
        rows = self.open()
        if since:
            rows = rows.filter(due_at__gte=since)
        return rows.filter(due_at__lt=until) if until else rows

    def just_closed(self, days: Days) -> QuerySet[Promise]:
        """Promises closed in the last day, the newest first."""
        closed = self.promises().filter(closed_at__gte=days.now - JUST_CLOSED)
        return closed.order_by("-closed_at", "-pk")

    def waiting(self) -> QuerySet[StandingPromise]:
        """Conditional promises of the scope that wait for their condition."""
        rows = waiting_on_condition(self.actor)
        owner_id = self.actor.pk if self.is_mine else self.owner_id
        if owner_id:
            rows = rows.filter(owner_id=owner_id)
        if self.team:
            rows = rows.filter(team=self.team)
        if self.topic:
            rows = rows.filter(topic=self.topic)
        return rows.filter(customer__tier=self.tier) if self.tier else rows


@dataclass(frozen=True)
class Load:
    """What one person has to see to."""

    owner: User
    overdue: int
    today: int
    week: int
    later: int

    @property
    def all(self) -> int:
        return self.overdue + self.today + self.week + self.later


def loads(scope: BoardScope, days: Days) -> list[Load]:
    """Open promises by owner and lane, who has most overdue first; two queries."""
    counts = {
        lane: Count("pk", filter=scope_of_lane)
        for lane, scope_of_lane in {
            "overdue": Q(due_at__lt=days.now),
            "today": Q(due_at__gte=days.now, due_at__lt=days.today_ends),
            "week": Q(due_at__gte=days.today_ends, due_at__lt=days.week_ends),
            "later": Q(due_at__gte=max(days.today_ends, days.week_ends)),
        }.items()
    }
    grouped = scope.open().order_by().values("owner_id").annotate(**counts)
    rows = list(grouped.values_list("owner_id", *LANES))
    owners = User.objects.in_bulk([owner_id for owner_id, *_lanes in rows])
    found = [Load(owners[owner_id], *lanes) for owner_id, *lanes in rows]
    return sorted(found, key=lambda load: (-load.overdue, -load.today, load.owner.name))


def teams_of_board(actor: User) -> QuerySet[Team]:
    """The teams whose promises the actor may see."""
    return Team.objects.filter(in_teams_of(actor, path="pk")).order_by("name")
