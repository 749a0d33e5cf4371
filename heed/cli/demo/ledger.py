"""The ledger of one customer, kept through time as the operations would have kept it.

What is to happen is put in a queue by its time, so that an expectation, a promise and an answer
meet each other in the state they would have met.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from random import Random

from heed.accounts.models import Notice, User
from heed.cli.demo.history import History
from heed.cli.demo.promising import Plan
from heed.cli.demo.staff import Company, Desk
from heed.conversations.models import Conversation, Message
from heed.customers.models import Customer
from heed.expectations import rules
from heed.expectations.events import (
    BrokenPromiseDelivered,
    ExpectationRecorded,
    PromiseClosed,
    PromiseDueSoon,
    PromiseEscalated,
    PromiseEvent,
    PromiseMade,
    PromiseOverdue,
)
from heed.expectations.models import Expectation, Promise, Topic

Deed = Callable[[datetime], object]
READ_WITHIN = timedelta(days=2)
WORKER_SECONDS = 30


@dataclass
class Ledger:
    """Keeps what one customer expects and was promised; `now` ends the story."""

    customer: Customer
    company: Company
    history: History
    ask: "Callable[[Ledger, Promise, datetime], None]"
    chance: Random
    now: datetime
    last_at: datetime
    current: dict[int, Expectation] = field(default_factory=dict)
    recorded: list[Expectation] = field(default_factory=list)
    _queue: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)

    def at(self, moment: datetime | None, deed: Deed) -> None:
        """Let something happen at its time, if that is not after the end of the story."""
        if moment is not None and moment <= self.now:
            heapq.heappush(self._queue, (moment, next(self._order), deed))

    def live(self) -> None:
        """Do all that is waiting, in the order of time."""
        while self._queue:
            moment, _order, deed = heapq.heappop(self._queue)
            deed(moment)

    def note(self, at: datetime) -> None:
        """Keep when something last happened with the customer."""
        self.last_at = max(self.last_at, at)

    def expect(
        self,
        at: datetime,
        *,
        topic: Topic,
        wording: str,
        level: str,
        numbers: tuple[int, ...],
        is_must_have: bool,
        knows_norm: str,
        conversation: Conversation,
        actor: User,
    ) -> None:
        """Enter an expectation; the one before is superseded. One number is felt, three a zone."""
        former = self.current.get(topic.pk)
        if former:
            former.superseded_at = at
        desired, value, adequate = (
            map(Decimal, numbers) if len(numbers) == 3 else (None, None, None)
        )
        row = Expectation(
            customer=self.customer, topic=topic, wording=wording, level=level,
            felt=numbers[0] if len(numbers) == 1 else None,
            value=value, desired=desired, adequate=adequate, is_must_have=is_must_have,
            knows_norm=knows_norm,
            conversation=conversation, recorded_by=actor, recorded_at=at,
        )  # fmt: skip
        self.current[topic.pk] = row
        self.recorded.append(row)
        self.history.expectations.append(row)
        self.history.happen(
            ExpectationRecorded, at=at, actor=actor, customer_id=self.customer,
            expectation_id=row, topic_id=topic, supersedes_id=former,
        )  # fmt: skip
        self.note(at)

    def felt_before(self, topic: Topic | None, at: datetime) -> int | None:
        """What she or he expected to feel on the topic, as last recorded before."""
        earlier = [
            row for row in self.recorded if topic and row.topic == topic and row.recorded_at < at
        ]
        return earlier[-1].felt if earlier else None

    def promise(
        self,
        at: datetime,
        *,
        plan: Plan,
        topic: Topic,
        wording: str,
        conversation: Conversation,
        message: Message | None,
        desk: Desk,
        owner: User,
        evidence: str,
        renegotiated_from: Promise | None = None,
    ) -> Promise:
        """Enter a promise and let happen what its plan says."""
        row = Promise(
            customer=self.customer, conversation=conversation, message=message, topic=topic,
            team=desk.team, wording=wording, value=plan.value, owner=owner, made_by=owner,
            made_at=at, due_at=plan.due_at,
            remind_at=rules.reminder_of(at, plan.due_at, desk.hours),
            breaks_at=plan.breaks_at, tier=self.customer.tier,
            escalates_at=desk.hours.add(plan.due_at, self.company.escalates_after),
            renegotiated_from=renegotiated_from,
        )  # fmt: skip
        kept = self.history.renegotiated if renegotiated_from else self.history.promises
        kept.append(row)
        self._tell(PromiseMade, row, at, owner)
        self.note(at)
        self.at(self._swept(row.remind_at), lambda now: self._remind(row, now))
        self.at(self._swept(row.due_at), lambda now: self._mark_overdue(row, now))
        self.at(self._swept(row.breaks_at), lambda now: self._break(row, now))
        if row.escalates_at:
            escalated_at = self._swept(row.escalates_at)
            self.at(escalated_at, lambda now: self._escalate(row, desk, now))
        if plan.end == "deliver" and plan.end_at:
            recorded_at = plan.end_at + timedelta(minutes=self.chance.randint(1, 12))
            self.at(recorded_at, lambda now: self._deliver(row, plan, evidence, now))
        return row

    def _swept(self, at: datetime) -> datetime:
        return at + timedelta(seconds=self.chance.uniform(0.1, WORKER_SECONDS))

    def _tell(
        self, kind: type[PromiseEvent], row: Promise, at: datetime, actor: User, **facts: object
    ) -> None:
        self.history.happen(
            kind, at=at, actor=actor, customer_id=self.customer, promise_id=row, **facts
        )

    def _remind(self, row: Promise, now: datetime) -> None:
        if not row.closed_at:
            row.reminded_at = now
            self._tell(PromiseDueSoon, row, now, self.company.system)
            self._notify(row, PromiseDueSoon, row.owner, now)

    def _mark_overdue(self, row: Promise, now: datetime) -> None:
        if not row.closed_at:
            row.overdue_at = row.due_at
            self._tell(PromiseOverdue, row, now, self.company.system)
            self._notify(row, PromiseOverdue, row.owner, now)

    def _escalate(self, row: Promise, desk: Desk, now: datetime) -> None:
        if not row.closed_at:
            row.escalated_at = now
            self._tell(PromiseEscalated, row, now, self.company.system)
            for manager in desk.managers:
                self._notify(row, PromiseEscalated, manager, now)

    def _notify(
        self, row: Promise, kind: type[PromiseEvent], recipient: User, now: datetime
    ) -> None:
        is_read = self.now - now > READ_WITHIN * self.chance.random()
        notice = Notice(
            recipient=recipient, kind=kind.type_name(), subject_type="promise", at=now,
            read_at=now + timedelta(minutes=self.chance.randint(2, 90)) if is_read else None,
        )  # fmt: skip
        if notice.read_at and notice.read_at > self.now:
            notice.read_at = None
        self.history.notices.append((notice, row))

    def _break(self, row: Promise, now: datetime) -> None:
        if not row.closed_at:
            self.close(row, Promise.Outcome.BROKEN, "", now, self.company.system)

    def _deliver(self, row: Promise, plan: Plan, evidence: str, now: datetime) -> None:
        expected = self.current.get(row.topic_id or 0)
        row.delivered_at, row.delivered_value = plan.end_at, plan.delivered_value
        row.expected_value = expected.value if expected else None
        if row.outcome == Promise.Outcome.BROKEN:
            row.evidence = evidence
            self._tell(BrokenPromiseDelivered, row, now, row.owner)
            self.note(now)
            return
        direction = row.topic.direction if row.topic else Topic.Direction.MORE
        enough = rules.is_enough(row.value, row.delivered_value, direction)
        outcome = rules.outcome_of(
            due_at=row.due_at, breaks_at=row.breaks_at, is_enough=enough,
            delivered_at=plan.end_at or now,
        )  # fmt: skip
        self.close(row, outcome, evidence, now, row.owner)

    def close(self, row: Promise, outcome: str, evidence: str, now: datetime, actor: User) -> None:
        """Close a promise and ask the customer about it, or keep why not."""
        row.outcome, row.evidence = outcome, evidence
        row.closed_at, row.closed_by = now, actor
        self._tell(PromiseClosed, row, now, actor, outcome=outcome)
        self.note(now)
        if outcome != Promise.Outcome.RENEGOTIATED:
            soon = now + timedelta(seconds=self.chance.uniform(1, 15))
            self.at(soon, lambda at: self.ask(self, row, at))
