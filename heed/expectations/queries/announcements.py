"""Times we announced: which are to be scored, and how announced shares compare with kept ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from statistics import median
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from heed.accounts.models import User
from heed.accounts.queries import in_teams_of
from heed.conversations.models import Conversation, Message
from heed.expectations.models import AdviceSource, Announcement, Promise
from heed.expectations.queries.scope import COUNTED
from heed.measures.estimates import Estimate
from heed.measures.shares import share_estimate

BINS = (0.0, 0.5, 0.7, 0.8, 0.875, 0.925, 0.975, 1.000001)
WEEK = timedelta(days=7)
MOST_TAKEN = 2_000


class Fate(Enum):
    """What has become of an announced time; GONE where nobody waits for it any more."""

    OPEN = "open"
    KEPT = "kept"
    NOT_KEPT = "not_kept"
    GONE = "gone"


def fate_of(announcement: Announcement, *, now: datetime) -> Fate:
    """What became of what was announced, as known now."""
    happened_at, is_gone = (
        _delivery_of(announcement.promise)
        if announcement.promise
        else _answer_in(announcement.conversation, announcement.announced_at)
    )
    if happened_at and happened_at <= announcement.due_at:
        return Fate.KEPT
    if now > announcement.due_at:
        return Fate.NOT_KEPT
    if happened_at or not is_gone:
        return Fate.OPEN
    return Fate.GONE


def _delivery_of(promise: Promise) -> tuple[datetime | None, bool]:
    """When it was delivered, by what replaced it too, and whether it was waived."""
    while promise.outcome == Promise.Outcome.RENEGOTIATED:
        successor = Promise.objects.filter(renegotiated_from=promise).first()
        if successor is None:
            break
        promise = successor
    return promise.delivered_at, promise.outcome == Promise.Outcome.WAIVED


def _answer_in(conversation: Conversation | None, since: datetime) -> tuple[datetime | None, bool]:
    """When a person of ours answered, and whether the matter was closed without that."""
    if conversation is None:
        return None, False
    ours = conversation.messages.filter(
        direction=Message.Direction.OUTBOUND, kind=Message.Kind.MESSAGE, at__gte=since
    )
    first = ours.order_by("at").values_list("at", flat=True).first()
    return first, conversation.state == Conversation.State.CLOSED


def unsettled_ids_past_due(*, now: datetime, most: int) -> list[int]:
    """Announced times that have passed and are not scored, the longest past first."""
    rows = Announcement.objects.filter(settled_at=None, due_at__lt=now)
    return list(rows.order_by("due_at").values_list("pk", flat=True)[:most])


def announcement_ids_of(
    *, promise_id: int | None = None, conversation_id: int | None = None
) -> list[int]:
    """Announcements an event about a promise, or in a conversation, may settle."""
    if promise_id is None:
        rows = Announcement.objects.filter(
            conversation_id=conversation_id or 0, promise=None, settled_at=None
        )
        return list(rows.values_list("pk", flat=True))
    chain, promise = [promise_id], Promise.objects.get(pk=promise_id)
    while promise.renegotiated_from:
        promise = promise.renegotiated_from
        chain.append(promise.pk)
    rows = Announcement.objects.filter(promise__in=chain)
    return list(rows.values_list("pk", flat=True))


def announcements_visible_to(actor: User) -> QuerySet[Announcement]:
    """Announced times to customers of the actor's teams and of none, newest first."""
    if not actor.may("promises.view"):
        return Announcement.objects.none()
    rows = Announcement.objects.filter(in_teams_of(actor, path="customer__team"))
    rows = rows.select_related("customer", "promise", "conversation")
    return rows.order_by("-announced_at", "-pk")


class Bin(NamedTuple):
    """Announced times of one place within a range of announced shares, against what was kept."""

    number: int
    low: float
    high: float
    announced: float
    kept: Estimate


@dataclass(frozen=True)
class Reliability:
    """How well the times announced at one place were kept."""

    place: str
    bins: Sequence[Bin]
    announced: float
    kept: Estimate
    waiting: int

    @property
    def is_right(self) -> bool:
        """Whether what was announced lies within the interval of what was kept."""
        return self.kept.lower <= self.announced <= self.kept.upper


def place_name(place: str) -> str:
    """The name of a place, in the reader's language."""
    return str(Announcement.Place(place).label)


def bin_of(number: int) -> Q:
    """The condition that an announcement lies in a range of announced shares."""
    return Q(coverage__gte=BINS[number], coverage__lt=BINS[number + 1])


def reliability(rows: QuerySet[Announcement]) -> list[Reliability]:
    """Announced shares against kept ones, by place and range; one statement."""
    counted = {f"n{k}": Count("pk", filter=_scored() & bin_of(k)) for k in _numbers()}
    counted |= {
        f"kept{k}": Count("pk", filter=_scored() & Q(is_kept=True) & bin_of(k)) for k in _numbers()
    }
    sums = {f"sum{k}": Sum("coverage", filter=_scored() & bin_of(k)) for k in _numbers()}
    waiting = Count("pk", filter=Q(settled_at=None))
    found = rows.order_by("place").values("place")
    return [_reliability_of(row) for row in found.annotate(**counted, **sums, waiting=waiting)]


def _numbers() -> range:
    return range(len(BINS) - 1)


def _scored() -> Q:
    return Q(is_kept__isnull=False)


def _reliability_of(row: Mapping[str, Any]) -> Reliability:
    bins = [
        Bin(
            number,
            BINS[number],
            min(BINS[number + 1], 1.0),
            row[f"sum{number}"] / row[f"n{number}"],
            share_estimate(int(row[f"kept{number}"]), int(row[f"n{number}"])),
        )
        for number in _numbers()
        if row[f"n{number}"]
    ]
    total = sum(each.kept.n for each in bins)
    kept = sum(int(row[f"kept{number}"]) for number in _numbers())
    announced = sum(each.announced * each.kept.n for each in bins) / total if total else 0.0
    return Reliability(
        str(row["place"]), bins, announced, share_estimate(kept, total), int(row["waiting"])
    )


class Month(NamedTuple):
    """How the times announced in one month were kept, over all places."""

    month: datetime
    announced: float
    kept: Estimate


def by_month(rows: QuerySet[Announcement]) -> list[Month]:
    """Announced against kept, month by month, the oldest first; one statement."""
    scored = rows.filter(_scored()).order_by().annotate(month=TruncMonth("announced_at"))
    found = scored.values("month").annotate(
        n=Count("pk"), kept_count=Count("pk", filter=Q(is_kept=True)), share=Sum("coverage")
    )
    return [
        Month(row["month"], row["share"] / row["n"], share_estimate(row["kept_count"], row["n"]))
        for row in found.order_by("month")
    ]


class Length(NamedTuple):
    """Median time announced and median time taken, in hours by the clock."""

    announced: float
    taken: float
    n: int


def median_lengths(rows: QuerySet[Announcement]) -> Length | None:
    """Of the newest promises announced and delivered; None where there are none."""
    done = rows.filter(promise__outcome__in=COUNTED, promise__delivered_at__isnull=False)
    times = list(
        done.values_list("announced_at", "due_at", F("promise__delivered_at"))[:MOST_TAKEN]
    )
    if not times:
        return None
    return Length(
        median((due - said).total_seconds() / 3600 for said, due, _taken in times),
        median((taken - said).total_seconds() / 3600 for said, _due, taken in times),
        len(times),
    )


def advice_sources() -> QuerySet[AdviceSource]:
    """What the advisor has learnt, series by series, the best known first."""
    return AdviceSource.objects.select_related("topic").order_by("-finished", "series")
