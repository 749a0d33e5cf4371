"""Who expects more than the trade gives today, and how often we had to decline (D1.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from heed.accounts.models import User
from heed.accounts.queries import in_teams_of
from heed.expectations.models import Expectation, Negotiation, Standard, Topic
from heed.expectations.queries.records import expectations_visible_to, topics
from heed.expectations.queries.standards import norms_in_force, today, unreasonable

MONTHS = 12


@dataclass(frozen=True)
class Market:
    """The topics and the norms in force on a day, against which expectations are judged."""

    on: date
    topics: Mapping[int, Topic]
    norms: Mapping[int, Standard]

    def unreasonable(self, actor: User, *, tier: str = "") -> QuerySet[Expectation]:
        """What customers expect now beyond the norm, among those the actor may see."""
        rows = expectations_visible_to(actor).filter(unreasonable(self.norms, self.topics))
        rows = rows.filter(superseded_at=None)
        return rows.filter(customer__tier=tier) if tier else rows


def market(*, now: datetime) -> Market:
    """The topics with the norms in force now; three statements."""
    on = today(now)
    return Market(on, {topic.pk: topic for topic in topics()}, norms_in_force(on))


def new_by_month(market: Market, actor: User, *, tier: str = "") -> dict[int, list[int]]:
    """Per topic how many unreasonable expectations were entered each month, oldest first.

    Of the last twelve months with the present one; each entry counts, also one replaced since,
    judged by the norm of today.
    """
    months = _months_to(market.on)
    rows = expectations_visible_to(actor).filter(unreasonable(market.norms, market.topics))
    rows = rows.filter(recorded_at__gte=_start_of(months[0]), withdrawn_at=None)
    rows = rows.filter(customer__tier=tier) if tier else rows
    # Compared with the start of each month, as to cut a moment to its month is slow on SQLite.
    whens = [
        When(recorded_at__gte=_start_of(months[number]), then=Value(number))
        for number in reversed(range(MONTHS))
    ]
    month = Case(*whens, output_field=IntegerField())
    counted = rows.order_by().annotate(month=month).values_list("topic", "month")
    found: dict[int, list[int]] = {}
    for topic_id, number, n in counted.annotate(n=Count("pk")):
        found.setdefault(topic_id, [0] * MONTHS)[number] = n
    return found


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _months_to(day: date) -> list[date]:
    last = day.year * 12 + day.month - 1
    places = range(last - MONTHS + 1, last + 1)
    return [date(place // 12, place % 12 + 1, 1) for place in places]


def declined_requests(actor: User, *, tier: str = "") -> QuerySet[Negotiation]:
    """Requests of customers the actor may see that ended declined."""
    rows = Negotiation.objects.filter(
        in_teams_of(actor, path="customer__team"), state=Negotiation.State.DECLINED
    )
    rows = rows.filter(tier=tier) if tier else rows
    return rows.select_related("customer", "topic", "owner")
