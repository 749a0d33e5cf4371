"""The opportunity list: unreasonable expectations with the value of those who hold them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from heed.accounts.models import User
from heed.expectations.models import Expectation, Negotiation, Standard, Topic
from heed.expectations.queries.opportunities import (
    Market,
    declined_requests,
    market,
    new_by_month,
)
from heed.improvement.models import Improvement
from heed.improvement.queries.improvements import open_improvements_by_topic


@dataclass(frozen=True)
class Opportunity:
    """One topic on which customers want more than the trade gives, or that we had to decline."""

    topic: Topic | None
    standard: Standard | None
    customers: int = 0
    unaware: int = 0
    spent_minor: int | None = None
    new: list[int] = field(default_factory=list)
    declined: int = 0
    improvements: list[Improvement] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.topic.key if self.topic else "none"

    @property
    def new_lately(self) -> int:
        """New this month and in the one before."""
        return sum(self.new[-2:])


def opportunities(actor: User, *, tier: str = "", now: datetime) -> list[Opportunity]:
    """Per topic, most customers' spend first; seven statements, counted by the database."""
    found = market(now=now)
    asked = _asked(found, actor, tier)
    declined = dict(
        declined_requests(actor, tier=tier).order_by().values_list("topic").annotate(Count("pk"))
    )
    months = new_by_month(found, actor, tier=tier)
    improvements = open_improvements_by_topic(actor)
    rows = [
        Opportunity(
            topic=found.topics[topic_id] if topic_id else None,
            standard=found.norms.get(topic_id) if topic_id else None,
            new=months.get(topic_id, []) if topic_id else [],
            declined=declined.get(topic_id, 0),
            improvements=improvements.get(topic_id, []),
            customers=asked[topic_id]["customers"] if topic_id in asked else 0,
            unaware=asked[topic_id]["unaware"] if topic_id in asked else 0,
            spent_minor=asked[topic_id]["spent_minor"] if topic_id in asked else None,
        )
        for topic_id in asked.keys() | declined.keys()
    ]
    return sorted(rows, key=_weight, reverse=True)


def _weight(row: Opportunity) -> tuple[int, int, int]:
    return row.spent_minor or 0, row.customers, row.declined


def _asked(found: Market, actor: User, tier: str) -> dict[int | None, Mapping[str, Any]]:
    is_unaware = ~Q(knows_norm=Expectation.Knowledge.YES)
    counted = (
        found.unreasonable(actor, tier=tier)
        .order_by()
        .values("topic")
        .annotate(
            customers=Count("pk"),
            unaware=Count("pk", filter=is_unaware),
            spent_minor=Sum("customer__value__year_money_minor"),
        )
    )
    return {row["topic"]: row for row in counted}


def rows_behind(
    actor: User, topic: Topic | None, figure: str, *, tier: str, now: datetime
) -> QuerySet[Expectation] | QuerySet[Negotiation]:
    """What a figure counts: declined requests, or the expectations with their holders' spend."""
    if figure == "declined":
        return declined_requests(actor, tier=tier).filter(topic=topic)
    rows = market(now=now).unreasonable(actor, tier=tier).filter(topic=topic)
    if figure == "unaware":
        rows = rows.exclude(knows_norm=Expectation.Knowledge.YES)
    return rows.annotate(spent_minor=F("customer__value__year_money_minor"))
