"""What stands beside a conversation and on the customer's page: who she is, what we owe her."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from heed.customers.models import ContactPoint, Customer, Fact
from heed.customers.queries import facts_of
from heed.expectations.models import (
    Expectation,
    Perception,
    Promise,
    Ranking,
    Topic,
    TopicLevel,
)
from heed.expectations.queries.conflicts import Conflict, conflicts_of
from heed.expectations.queries.promises import promises_to
from heed.expectations.queries.rankings import Importance, asked_of
from heed.expectations.queries.records import current_expectations, perceptions_of
from heed.expectations.queries.standards import Judged, judged


@dataclass(frozen=True)
class Standing:
    """One topic for one customer: expected, promised, and delivered or perceived."""

    topic: Topic
    expectation: Expectation | None
    promise: Promise | None
    perception: Perception | None
    judged: Judged | None
    level: TopicLevel | None = None

    @property
    def level_now(self) -> str:
        """The level the topic is on now, where it is another than when the wish was entered."""
        entered = self.expectation.level if self.expectation else ""
        return self.level.level if self.level and self.level.level != entered else ""

    @property
    def is_measured(self) -> bool:
        return self.topic.kind == Topic.Kind.MEASURED

    @property
    def expected(self) -> Decimal | int | None:
        if self.expectation is None:
            return None
        return self.expectation.value if self.is_measured else self.expectation.felt

    @property
    def promised(self) -> Decimal | None:
        return self.promise.value if self.promise else None

    @property
    def actual(self) -> Decimal | int | None:
        if self.is_measured:
            return self.promise.delivered_value if self.promise else None
        return self.perception.perceived if self.perception else None


@dataclass(frozen=True)
class Person:
    """A customer with all that is shown about her or him; at most ten queries."""

    customer: Customer
    promises: list[Promise]
    expectations: list[Expectation]
    perceptions: list[Perception]
    facts: list[Fact]
    judged: dict[int, Judged]
    importance: Importance | None
    link_waiting: Ranking | None
    conflicts: list[Conflict]
    levels: dict[int, TopicLevel] = field(default_factory=dict)  # that topics are on, if asked for

    @cached_property
    def contact_points(self) -> list[ContactPoint]:
        points = self.customer.contact_points.select_related("wrong_by")
        return list(points.order_by("kind", "pk"))

    @property
    def open_promises(self) -> list[Promise]:
        return [promise for promise in self.promises if not promise.closed_at]

    @property
    def closed_promises(self) -> list[Promise]:
        return [promise for promise in self.promises if promise.closed_at]

    @property
    def standings(self) -> list[Standing]:
        """Per topic the current expectation with the last value promised and perceived."""
        topics = {each.topic.pk: each.topic for each in self.expectations}
        topics |= {each.topic.pk: each.topic for each in self.perceptions if each.topic}
        expected = {each.topic_id: each for each in self.expectations}
        judged = {each.expectation.topic_id: each for each in self.judged.values()}
        return [
            Standing(
                topic=topic,
                expectation=expected.get(topic_id),
                judged=judged.get(topic_id),
                level=self.levels.get(topic_id),
                promise=next((p for p in self.promises if p.topic_id == topic_id), None),
                perception=next((p for p in self.perceptions if p.topic_id == topic_id), None),
            )
            for topic_id, topic in topics.items()
        ]

    @property
    def rows(self) -> list[Promise | Expectation | Perception | Fact]:
        """All that was read about the customer and may happen to stand elsewhere on the page."""
        return [*self.promises, *self.expectations, *self.perceptions, *self.facts]

    def is_overdue(self, now: datetime) -> bool:
        return any(promise.due_at < now for promise in self.open_promises)


def person(customer: Customer, *, now: datetime, on: date, most: int = 50) -> Person:
    """Read what is shown about a customer on the company's day, so many rows of each kind."""
    expectations = list(current_expectations(customer)[:most])
    importance, waiting = asked_of(customer, expectations, now=now)
    return Person(
        customer=customer,
        promises=list(promises_to(customer)[:most]),
        expectations=expectations,
        perceptions=list(perceptions_of(customer)[:most]),
        facts=list(facts_of(customer)[:most]),
        judged=judged(expectations, tier=customer.tier, on=on),
        importance=importance,
        link_waiting=waiting,
        conflicts=conflicts_of(customer, expectations, importance),
    )
