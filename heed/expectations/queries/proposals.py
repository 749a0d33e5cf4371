"""Promises found in what we write: while it is written, and after, waiting to be taken or not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from heed.accounts.models import Organisation, User
from heed.accounts.queries import in_teams_of, organisation
from heed.conversations.models import Conversation, Message
from heed.core.business_hours import BusinessHours
from heed.customers.models import Customer
from heed.expectations import rules
from heed.expectations.finding.finder import FoundPromise, find_promises
from heed.expectations.models import Promise, Proposal, Topic
from heed.expectations.queries.advice import (
    REFERENCE_COVERAGE,
    Advisor,
    Asked,
    Learnt,
    Suggested,
    Verdict,
    advisor_on,
    learnt_of,
)
from heed.expectations.queries.delivery_cases import ANY_PROMISE, series_of
from heed.expectations.queries.topics import topics_in_use

LONGEST_READ = 20_000
LONGEST_WORDING = 500
SAME_WORDS = 0.5
STATES = (Proposal.State.OPEN, Proposal.State.TAKEN)


def zone_of(customer: Customer, company: Organisation | None = None) -> ZoneInfo:
    """The customer's time zone, else the company's, which is read where it is not given."""
    return ZoneInfo(customer.time_zone or (company or organisation()).time_zone)


def promises_in(
    text: str, *, customer: Customer, hours: BusinessHours, now: datetime
) -> list[FoundPromise]:
    """The promises a text of ours makes to the customer, as said at a moment."""
    return find_promises(text[:LONGEST_READ], now=now, time_zone=zone_of(customer), hours=hours)


def wording_of(found: FoundPromise) -> str:
    """The words of a promise as the ledger takes them."""
    return " ".join(found.text.split())[:LONGEST_WORDING]


def is_recorded(found: FoundPromise, promises: Iterable[Promise]) -> bool:
    """Whether one of these promises says it: at the same time, or without a time in like words."""
    for promise in promises:
        if found.due_at and abs(promise.due_at - found.due_at) < timedelta(minutes=1):
            return True
        if wording_of(found).casefold() == promise.wording.casefold():
            return True
        if found.vague and _likeness(found.text, promise.wording) >= SAME_WORDS:
            return True
    return False


def _likeness(one: str, other: str) -> float:
    """The share of the shorter text's pairs of letters that the other has too."""
    pairs, others = _pairs(one), _pairs(other)
    return len(pairs & others) / max(1, min(len(pairs), len(others)))


def _pairs(text: str) -> set[str]:
    letters = "".join(each for each in text.casefold() if each.isalnum())
    return {letters[place : place + 2] for place in range(len(letters) - 1)}


def topic_named_in(text: str, topics: Iterable[Topic], usual: Topic | None) -> Topic | None:
    """The topic whose name stands in the text, else the one the conversation is about."""
    small = text.casefold()
    for topic in topics:
        names = (topic.name.casefold(), topic.name_zh)
        if any(name and name in small for name in names):
            return topic
    return usual


def topic_of_conversation(conversation: Conversation) -> Topic | None:
    """The topic of the last promise made in it, if that is still used."""
    made = conversation.promises.filter(topic__isnull=False, topic__retired_at=None)
    promise = made.select_related("topic").order_by("-made_at", "-pk").first()
    return promise.topic if promise else None


@dataclass(frozen=True)
class Ground:
    """What proposals of one conversation are judged by; topics and advice are read once."""

    conversation: Conversation
    hours: BusinessHours
    now: datetime
    known_topics: Sequence[Topic] | None = None
    company: Organisation | None = None

    @cached_property
    def zone(self) -> ZoneInfo:
        return zone_of(self.conversation.customer, self.company)

    @cached_property
    def topics(self) -> Sequence[Topic]:
        return list(topics_in_use()) if self.known_topics is None else self.known_topics

    @cached_property
    def usual_topic(self) -> Topic | None:
        return topic_of_conversation(self.conversation)

    def topic_of(self, text: str) -> Topic | None:
        return topic_named_in(text, self.topics, self.usual_topic)

    @cached_property
    def _learnt(self) -> Learnt:
        return learnt_of([ANY_PROMISE, *(series_of(topic) for topic in self.topics)])

    @cached_property
    def _advisors(self) -> dict[int | None, Advisor]:
        return {}

    def advisor(self, topic: Topic | None) -> Advisor:
        key = topic.pk if topic else None
        if key not in self._advisors:
            asked = Asked.about(
                self.conversation.customer, self.conversation, hours=self.hours, now=self.now
            )
            self._advisors[key] = advisor_on(asked, topic, self._learnt)
        return self._advisors[key]

    def suggested(self, topic: Topic | None) -> datetime | None:
        """By when a promise without a time could be kept; the usual time where nothing is known."""
        said = self.advisor(topic).best()
        if said:
            return said.due_at
        usual = rules.due_suggestions(self.now, self.hours)
        return usual[-1] if usual else None


@dataclass(frozen=True)
class Judged:
    """One promise found, with the time it would be taken with and how likely that is kept."""

    wording: str
    due_at: datetime | None
    is_vague: bool
    is_past: bool
    topic: Topic | None
    verdict: Verdict | None
    suggested: Suggested | None
    why: str
    zone: ZoneInfo
    proposal: Proposal | None = None

    @property
    def is_takeable(self) -> bool:
        return self.due_at is not None and not self.is_past

    @property
    def is_unlikely(self) -> bool:
        """Whether the due time is kept clearly less often than what is to be promised."""
        kept = self.verdict.chance if self.verdict else None
        return kept is not None and kept < REFERENCE_COVERAGE - 0.05

    @property
    def better(self) -> Suggested | None:
        """A later time that is kept more often, where the one found is unlikely to be."""
        said = self.suggested if self.is_unlikely else None
        return said if said and self.due_at and said.due_at > self.due_at else None

    @property
    def there(self) -> str:
        """The clock where the customer is, if it shows another time than the reader's."""
        if self.due_at is None:
            return ""
        there = self.due_at.astimezone(self.zone)
        is_same = there.utcoffset() == timezone.localtime(self.due_at).utcoffset()
        return "" if is_same else f"{there:%H:%M}"

    @property
    def mark(self) -> str:
        """What a form sends where the promise is attached to the answer."""
        return f"{self.due_at.isoformat()} {self.wording}" if self.due_at else ""


def judged(
    ground: Ground,
    *,
    wording: str,
    due_at: datetime | None,
    why: str,
    proposal: Proposal | None = None,
) -> Judged:
    """A promise found, judged as of now; without a time it gets a suggested one."""
    topic = ground.topic_of(wording)
    is_vague = due_at is None
    moment = ground.suggested(topic) if due_at is None else due_at
    is_past = moment is not None and moment <= ground.now
    advisor = ground.advisor(topic)
    verdict = advisor.verdict(moment) if moment and not is_past else None
    return Judged(
        wording=wording,
        due_at=moment,
        is_vague=is_vague,
        is_past=is_past,
        topic=topic,
        verdict=verdict,
        suggested=advisor.best(),
        why=why,
        zone=ground.zone,
        proposal=proposal,
    )


def found_while_writing(text: str, ground: Ground) -> list[Judged]:
    """The promises a text not yet sent makes, each judged."""
    found = promises_in(
        text, customer=ground.conversation.customer, hours=ground.hours, now=ground.now
    )
    return [
        judged(ground, wording=wording_of(each), due_at=each.due_at, why=each.why) for each in found
    ]


def proposals_visible_to(actor: User) -> QuerySet[Proposal]:
    """Promises found in conversations of the actor's teams and of none, newest first."""
    if not actor.may("promises.view"):
        return Proposal.objects.none()
    rows = Proposal.objects.filter(in_teams_of(actor, path="message__conversation__team"))
    related = ("message__author", "message__conversation__customer", "promise")
    return rows.select_related(*related).order_by("-found_at", "-pk")


def open_proposals(actor: User, *, is_own: bool) -> QuerySet[Proposal]:
    """Promises written but not in the ledger; of the actor's own writing, or all visible."""
    rows = proposals_visible_to(actor).filter(state=Proposal.State.OPEN)
    return rows.filter(message__author=actor) if is_own else rows


def proposals_in(conversation: Conversation) -> dict[int, list[Proposal]]:
    """Proposed and taken promises of a conversation, by message, as they stand in the text."""
    rows = Proposal.objects.filter(message__conversation=conversation, state__in=STATES)
    found: dict[int, list[Proposal]] = {}
    for each in rows.select_related("promise").order_by("start"):
        found.setdefault(each.message_id, []).append(each)
    return found


def judged_by_message(
    proposals: Mapping[int, Sequence[Proposal]], ground: Ground
) -> dict[int, list[Judged]]:
    """The proposals still open, judged as of now, by message."""
    return {
        message_id: [
            judged(ground, wording=each.wording, due_at=each.due_at, why=each.why, proposal=each)
            for each in rows
            if each.state == Proposal.State.OPEN
        ]
        for message_id, rows in proposals.items()
    }


def message_to_read(message_id: int) -> Message:
    rows = Message.objects.select_related("conversation__customer__team", "conversation__team")
    return rows.get(pk=message_id)
