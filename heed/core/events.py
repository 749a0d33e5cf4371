"""The event log: what happened is written in the transaction in which it happened.

Each event type is a frozen dataclass of ids and short facts. `publish` writes it as a row and
puts one delivery per subscriber beside it, so what committed is delivered and what rolled back
never was. Which task runs after which event stands in `config/subscriptions.py`.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import ClassVar

from django.db import connection
from django.db.transaction import TransactionManagementError

from heed.core import jobs
from heed.core.access import Actor
from heed.core.models import Delivery, Event


@dataclass(frozen=True, kw_only=True)
class DomainEvent:
    """Base of all events; `subject` names the field that holds the id of what it is about."""

    subject: ClassVar[str] = ""

    @classmethod
    def type_name(cls) -> str:
        """`expectations.PromiseClosed`: the room, then the event."""
        return f"{cls.__module__.split('.')[1]}.{cls.__name__}"


def _row(event: DomainEvent, actor: Actor | None, at: datetime) -> Event:
    facts = asdict(event)
    return Event(
        type=event.type_name(),
        at=at,
        actor_id=actor.pk if actor else None,
        customer_id=facts.get("customer_id"),
        subject_type=event.subject.removesuffix("_id"),
        subject_id=facts.get(event.subject),
        payload=facts,
    )


def publish(event: DomainEvent, *, actor: Actor | None, at: datetime) -> Event:
    """Write one event and its deliveries in the present transaction."""
    return publish_all([event], actor=actor, at=at)[0]


def publish_all(
    happened: Iterable[DomainEvent], *, actor: Actor | None, at: datetime
) -> list[Event]:
    """Write many events and their deliveries with two statements.

    Raises TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError(
            "Expected the transaction of the operation whose event this is, got none."
        )
    rows = Event.objects.bulk_create(_row(event, actor, at) for event in happened)
    Delivery.objects.bulk_create(
        Delivery(event=row, subscriber=name, due_at=at)
        for row in rows
        for name in jobs.subscribers_of(row.type)
    )
    return rows
