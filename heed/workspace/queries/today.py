"""What one person has to do now, and how the day goes."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from statistics import median

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from heed.accounts.models import Notice, User
from heed.conversations.models import Conversation, Message, RawMail
from heed.conversations.queries import conversations_visible_to, parked_mail, waiting_conversations
from heed.core.queries import parked_deliveries
from heed.expectations.models import Promise
from heed.expectations.queries.promises import open_promises, promises_visible_to
from heed.expectations.queries.scope import COUNTED
from heed.improvement.queries.cards import Card, measured_in
from heed.workspace.queries.negotiating import ABOUT, Told, told_by

MOST = 30
MEASURED = "measurement"


@dataclass(frozen=True)
class Part:
    """The first rows of a list and how many there are in all."""

    rows: list[object]
    total: int


@dataclass(frozen=True)
class Day:
    """How the day has gone so far: outcomes of promises closed, minutes to first answers."""

    kept: int
    closed: int
    answers: int
    median_minutes: float | None


def _part(rows: QuerySet[Conversation] | QuerySet[Promise] | QuerySet[RawMail]) -> Part:
    """Two queries, the second only where the list is longer than what is shown."""
    shown: list[object] = list(rows[: MOST + 1])
    total = len(shown) if len(shown) <= MOST else rows.order_by().count()
    return Part(shown[:MOST], total)


def end_of_day(now: datetime) -> datetime:
    """Midnight at the end of the reader's day."""
    tomorrow = timezone.localtime(now).date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time()))


def _mine(actor: User, whose: str) -> Q:
    return Q(owner=actor) if whose == "mine" else Q()


def now_due(actor: User, *, whose: str, now: datetime) -> Part:
    """Open promises due today or earlier, by due time."""
    rows = open_promises(actor).filter(_mine(actor, whose), due_at__lt=end_of_day(now))
    return _part(rows)


def coming_up(actor: User, *, whose: str, now: datetime) -> Part:
    """Open promises due in the seven days after today."""
    end = end_of_day(now)
    rows = open_promises(actor).filter(_mine(actor, whose), due_at__gte=end)
    return _part(rows.filter(due_at__lt=end + timedelta(days=7)))


def waiting(actor: User, *, whose: str) -> Part:
    """Conversations in which a customer waits, longest first: one's own, or all one may see."""
    rows = waiting_conversations(actor)
    if whose == "mine":
        rows = rows.filter(Q(assignee=actor) | Q(assignee=None))
    return _part(rows)


def parked(actor: User) -> tuple[Part, int]:
    """Parked mails, and how many tasks of Heed are parked, as far as the actor mends them."""
    mails = _part(parked_mail()) if actor.may("mail.mend") else Part([], 0)
    tasks = parked_deliveries().count() if actor.may("deliveries.retry") else 0
    return mails, tasks


@dataclass(frozen=True)
class News:
    """Something the reader was told, with the promise or the conversation it is about."""

    notice: Notice
    promise: Promise | None
    conversation: Conversation | None
    told: Told | None = None
    measured: Card | None = None

    @property
    def row(self) -> str:
        """The template that shows it."""
        if self.measured:
            return "workspace/improvement_notice.html"
        return f"workspace/{'negotiation_notice' if self.told else 'notice_row'}.html"


def unread_notices(actor: User, *, now: datetime) -> list[News]:
    """What the actor was told and has not marked as read, newest first.

    Three queries, and as many for each kind of thing that is told beside promises and letters.
    """
    notices = list(Notice.objects.filter(recipient=actor, read_at=None).order_by("-at")[:10])
    promises = promises_visible_to(actor).in_bulk(_subjects(notices, "promise"))
    conversations = conversations_visible_to(actor).in_bulk(_subjects(notices, "conversation"))
    told = told_by(notices, actor)
    measured = measured_in(_subjects(notices, MEASURED), actor, now=now)
    return [
        News(notice, promises.get(notice.subject_id), None)
        if notice.subject_type == "promise"
        else News(
            notice,
            None,
            conversations.get(notice.subject_id),
            told.get(notice.pk),
            measured.get(notice.subject_id) if notice.subject_type == MEASURED else None,
        )
        for notice in notices
        if (notice.subject_type != ABOUT or notice.pk in told)
        and (notice.subject_type != MEASURED or notice.subject_id in measured)
    ]


def _subjects(notices: list[Notice], subject_type: str) -> set[int]:
    return {notice.subject_id for notice in notices if notice.subject_type == subject_type}


def pressing_count(actor: User, *, now: datetime) -> int:
    """How many of the actor's own open promises are due today or overdue."""
    return Promise.objects.filter(
        owner_id=actor.pk, closed_at=None, due_at__lt=end_of_day(now)
    ).count()


def day_so_far(actor: User, *, whose: str, now: datetime) -> Day:
    """Promises closed and first answers given since the reader's midnight."""
    since = end_of_day(now) - timedelta(days=1)
    closed = promises_visible_to(actor).filter(
        _mine(actor, whose), closed_at__gte=since, outcome__in=COUNTED
    )
    outcomes = list(closed.order_by().values_list("outcome", flat=True))
    minutes = _minutes_to_first_answer(actor, whose, since)
    return Day(
        kept=outcomes.count(Promise.Outcome.KEPT),
        closed=len(outcomes),
        answers=len(minutes),
        median_minutes=median(minutes) if minutes else None,
    )


def _minutes_to_first_answer(actor: User, whose: str, since: datetime) -> list[float]:
    """From the opening of each conversation opened since then to our first letter in it."""
    opened = conversations_visible_to(actor).filter(opened_at__gte=since)
    letters = Message.objects.filter(
        conversation__in=opened.order_by().values("pk"),
        direction=Message.Direction.OUTBOUND,
        kind=Message.Kind.MESSAGE,
    )
    if whose == "mine":
        letters = letters.filter(author=actor)
    firsts: dict[int, float] = {}
    rows = letters.order_by("at").values_list("conversation_id", F("conversation__opened_at"), "at")
    for conversation_id, opened_at, at in rows:
        firsts.setdefault(conversation_id, (at - opened_at).total_seconds() / 60)
    return list(firsts.values())
