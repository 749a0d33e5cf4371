"""What stands beside a conversation and on the customer's page: who she is, what we owe her."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from heed.customers.models import ContactPoint, Customer, Fact
from heed.customers.queries import facts_of
from heed.expectations.models import Expectation, Perception, Promise, Topic
from heed.expectations.queries.promises import promises_to
from heed.expectations.queries.records import current_expectations, perceptions_of


@dataclass(frozen=True)
class Standing:
    """One topic for one customer: expected, promised, and delivered or perceived."""

    topic: Topic
    expectation: Expectation | None
    promise: Promise | None
    perception: Perception | None

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
    """A customer with all that is shown about her or him; six queries."""

    customer: Customer
    contact_points: list[ContactPoint]
    promises: list[Promise]
    expectations: list[Expectation]
    perceptions: list[Perception]
    facts: list[Fact]

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
        return [
            Standing(
                topic=topic,
                expectation=expected.get(topic_id),
                promise=next((p for p in self.promises if p.topic_id == topic_id), None),
                perception=next((p for p in self.perceptions if p.topic_id == topic_id), None),
            )
            for topic_id, topic in topics.items()
        ]

    def is_overdue(self, now: datetime) -> bool:
        return any(promise.due_at < now for promise in self.open_promises)


def person(customer: Customer, *, most: int = 50) -> Person:
    """Read what is shown about a customer, at most so many rows of each kind."""
    return Person(
        customer=customer,
        contact_points=list(customer.contact_points.order_by("kind", "pk")),
        promises=list(promises_to(customer)[:most]),
        expectations=list(current_expectations(customer)[:most]),
        perceptions=list(perceptions_of(customer)[:most]),
        facts=list(facts_of(customer)[:most]),
    )
