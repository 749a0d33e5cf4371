"""Rows of the past, collected as objects and written in bulk, with the events they caused.

The past has no deliveries: what subscribers would have done is written here as done.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db.models import Model

from heed.accounts.models import Notice, User
from heed.conversations.models import Conversation, Message
from heed.core.events import DomainEvent
from heed.core.models import Event, OutgoingMail
from heed.customers.models import ContactPoint, Customer, Fact
from heed.expectations.models import Expectation, Perception, Promise
from heed.surveys.models import Invitation
from heed.value.models import Purchase

WRITTEN_AT_ONCE = 2_000


@dataclass(frozen=True)
class Happened:
    """An event whose ids are not known before its rows are written."""

    at: datetime
    kind: type[DomainEvent]
    actor: User
    facts: dict[str, object]

    def row(self) -> Event:
        known = {name: _known(value) for name, value in self.facts.items()}
        event = self.kind(**known)
        facts = asdict(event)
        return Event(
            type=event.type_name(),
            at=self.at,
            actor_id=self.actor.pk,
            customer_id=facts.get("customer_id"),
            subject_type=event.subject.removesuffix("_id"),
            subject_id=facts.get(event.subject),
            payload=facts,
        )


def _known(value: object) -> object:
    return value.pk if isinstance(value, Model) else value


@dataclass
class History:
    """What is to be written of a number of customers; foreign keys hold rows not yet written."""

    customers: list[Customer] = field(default_factory=list)
    contact_points: list[ContactPoint] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    purchases: list[Purchase] = field(default_factory=list)
    conversations: list[Conversation] = field(default_factory=list)
    mails: list[tuple[OutgoingMail, Customer]] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    expectations: list[Expectation] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    renegotiated: list[Promise] = field(default_factory=list)
    perceptions: list[Perception] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    notices: list[tuple[Notice, Promise]] = field(default_factory=list)
    happened: list[Happened] = field(default_factory=list)

    def happen(
        self, kind: type[DomainEvent], /, *, at: datetime, actor: User, **facts: object
    ) -> None:
        """Keep an event; rows among the facts give their ids once they have them."""
        self.happened.append(Happened(at, kind, actor, facts))

    def write(self) -> None:
        """Write the rows, those first that others point to, each kind oldest first."""
        for rows in (self.customers, self.contact_points, self.facts, self.purchases):
            create(rows)
        self.conversations.sort(key=lambda row: row.opened_at)
        create(self.conversations)
        self.mails.sort(key=lambda pair: pair[0].written_at)
        for mail, customer in self.mails:
            mail.customer_id = customer.pk
        create([mail for mail, _customer in self.mails])
        self.messages.sort(key=lambda row: row.at)
        self.expectations.sort(key=lambda row: row.recorded_at)
        self.promises.sort(key=lambda row: row.made_at)
        self.perceptions.sort(key=lambda row: row.answered_at)
        self.invitations.sort(key=lambda row: row.created_at)
        for dealings in (self.messages, self.expectations, self.promises, self.renegotiated):
            create(dealings)
        for answers in (self.perceptions, self.invitations):
            create(answers)
        for notice, promise in self.notices:
            notice.subject_id, notice.customer_id = promise.pk, promise.customer_id
        create([notice for notice, _promise in self.notices])

    def write_events(self) -> None:
        """Write the log, oldest first."""
        self.happened.sort(key=lambda each: each.at)
        for start in range(0, len(self.happened), WRITTEN_AT_ONCE):
            create([each.row() for each in self.happened[start : start + WRITTEN_AT_ONCE]])


def create(rows: Sequence[Model]) -> None:
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=WRITTEN_AT_ONCE)
