"""The norms of the trade and what we offer: which is in force, and which were."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import translation

from heed.accounts.queries import organisation
from heed.core.wall_clock import local_day
from heed.expectations import ready_words, rules
from heed.expectations.models import Expectation, Standard, Steering, TierOffer, Topic

Norms = Mapping[int, Standard]
Offers = Mapping[tuple[int, str], TierOffer]
Row = TypeVar("Row")


@dataclass(frozen=True)
class Judged:
    """One expectation against the norm in force: whether it is reasonable, and on what ground."""

    expectation: Expectation
    standard: Standard | None
    offer: TierOffer | None
    steering: Steering | None

    @property
    def verdict(self) -> str:
        norm = self.standard.value if self.standard else None
        topic = self.expectation.topic
        is_more = more_is_better(topic)
        return rules.reasonableness(self.expected, norm, more_is_better=is_more)

    @property
    def expected(self) -> Decimal | int | None:
        is_measured = self.expectation.topic.kind == Topic.Kind.MEASURED
        return self.expectation.value if is_measured else self.expectation.felt

    @property
    def is_unreasonable(self) -> bool:
        return self.verdict == rules.UNREASONABLE

    @property
    def is_norm_to_be_told(self) -> bool:
        """Whether the norm should be told first: more is expected, by who may not know it."""
        return self.is_unreasonable and self.expectation.knows_norm != Expectation.Knowledge.YES

    @property
    def words(self) -> str:
        """What to tell the customer first, in her or his language."""
        if self.standard is None:
            return ""
        with translation.override(self.expectation.customer.language):
            return ready_words.norm_told(self.standard, self.offer, self.expectation.topic)

    @property
    def steering_words(self) -> str:
        """What was decided to be said on the topic to this tier, in the customer's language."""
        if self.steering is None:
            return ""
        return self.steering.words_in(self.expectation.customer.language)


def more_is_better(topic: Topic) -> bool:
    """Whether more of the topic is better; of what is felt it always is."""
    return topic.kind == Topic.Kind.FELT or topic.direction == Topic.Direction.MORE


def today(now: datetime) -> date:
    """The day it is where the company is."""
    return local_day(ZoneInfo(organisation().time_zone), now)


def norms_in_force(on: date) -> dict[int, Standard]:
    """Per topic the newest norm valid on that day; one statement."""
    rows = Standard.objects.filter(valid_from__lte=on).order_by("valid_from", "pk")
    return {standard.topic_id: standard for standard in rows}


def offers_in_force(on: date) -> dict[tuple[int, str], TierOffer]:
    """Per topic and tier, "" for all, the newest offer valid on that day; one statement."""
    rows = TierOffer.objects.filter(valid_from__lte=on).order_by("valid_from", "pk")
    return {(offer.topic_id, offer.tier): offer for offer in rows}


def steerings_in_force() -> dict[tuple[int, str], Steering]:
    """Per topic and tier, "" for all, the decision to lower, raise or hold; one statement."""
    return {(row.topic_id, row.tier): row for row in Steering.objects.filter(ended_at=None)}


def judged(expectations: list[Expectation], *, tier: str, on: date) -> dict[int, Judged]:
    """Expectations of customers of one tier by key, judged on a day; three statements, or none."""
    if not expectations:
        return {}
    norms, offers = norms_in_force(on), offers_in_force(on)
    steerings = steerings_in_force()
    return {
        each.pk: Judged(
            expectation=each,
            standard=norms.get(each.topic_id),
            offer=_of_tier(offers, each.topic_id, tier),
            steering=_of_tier(steerings, each.topic_id, tier),
        )
        for each in expectations
    }


def _of_tier(rows: Mapping[tuple[int, str], Row], topic_id: int, tier: str) -> Row | None:
    """What holds for this tier, else what holds for all."""
    return rows.get((topic_id, tier)) or rows.get((topic_id, ""))


def unreasonable(norms: Norms, topics: Mapping[int, Topic]) -> Q:
    """The condition that an expectation asks for more than the norm of its topic."""
    condition = Q(pk__in=())
    for topic_id, standard in norms.items():
        topic = topics[topic_id]
        column = "felt" if topic.kind == Topic.Kind.FELT else "value"
        beyond = "gt" if more_is_better(topic) else "lt"
        condition |= Q(topic=topic, **{f"{column}__{beyond}": standard.value})
    return condition


def standards_of(topic: Topic) -> QuerySet[Standard]:
    """All norms of the topic, the newest first."""
    rows = topic.standards.select_related("recorded_by", "topic")
    return rows.order_by("-valid_from", "-pk")


def tier_offers_of(topic: Topic) -> QuerySet[TierOffer]:
    """All our offers on the topic, the newest first."""
    rows = topic.tier_offers.select_related("recorded_by", "topic")
    return rows.order_by("-valid_from", "tier", "-pk")
