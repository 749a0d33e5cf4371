from dataclasses import dataclass
from typing import ClassVar

from heed.core.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ExpectationRecorded(DomainEvent):
    subject: ClassVar[str] = "expectation_id"
    customer_id: int
    expectation_id: int
    topic_id: int
    supersedes_id: int | None


@dataclass(frozen=True, kw_only=True)
class ExpectationWithdrawn(DomainEvent):
    subject: ClassVar[str] = "expectation_id"
    customer_id: int
    expectation_id: int
    topic_id: int
    restored_id: int | None


@dataclass(frozen=True, kw_only=True)
class RankingEvent(DomainEvent):
    """Base of what happens to a ranking."""

    subject: ClassVar[str] = "ranking_id"
    customer_id: int
    ranking_id: int


@dataclass(frozen=True, kw_only=True)
class RankingAsked(RankingEvent):
    mode: str


@dataclass(frozen=True, kw_only=True)
class RankingAnswered(RankingEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class PromiseEvent(DomainEvent):
    """Base of what happens to a promise."""

    subject: ClassVar[str] = "promise_id"
    customer_id: int
    promise_id: int


@dataclass(frozen=True, kw_only=True)
class PromiseMade(PromiseEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class PromiseDueSoon(PromiseEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class PromiseOverdue(PromiseEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class PromiseEscalated(PromiseEvent):
    """Overdue for so long that managers are told."""


@dataclass(frozen=True, kw_only=True)
class PromiseHandedOver(PromiseEvent):
    owner_id: int
    from_id: int


@dataclass(frozen=True, kw_only=True)
class CalendarFeedChanged(DomainEvent):
    """The secret address of somebody's calendar was opened, renewed or closed."""

    subject: ClassVar[str] = "feed_id"
    feed_id: int
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class TimeProposed(PromiseEvent):
    """The customer was asked to agree to another due time."""

    proposed_id: int


@dataclass(frozen=True, kw_only=True)
class TimeAnswered(PromiseEvent):
    """The customer agreed to another due time, or did not."""

    proposed_id: int
    answer: str


@dataclass(frozen=True, kw_only=True)
class HandOverProposed(PromiseEvent):
    """Its owner is away and nobody stands in: this person is asked to take it over."""

    to_id: int


@dataclass(frozen=True, kw_only=True)
class StandingPromiseMade(DomainEvent):
    """A conditional or repeating promise to one customer, or a guarantee to all (no customer)."""

    subject: ClassVar[str] = "standing_id"
    customer_id: int | None
    standing_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class StandingPromiseEnded(DomainEvent):
    subject: ClassVar[str] = "standing_id"
    customer_id: int | None
    standing_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class PromiseClosed(PromiseEvent):
    outcome: str


@dataclass(frozen=True, kw_only=True)
class BrokenPromiseDelivered(PromiseEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class PerceptionRecorded(DomainEvent):
    subject: ClassVar[str] = "perception_id"
    customer_id: int
    perception_id: int
    promise_id: int | None


@dataclass(frozen=True, kw_only=True)
class TopicEvent(DomainEvent):
    """Base of what happens to a topic and to what is laid down about it."""

    subject: ClassVar[str] = "topic_id"
    topic_id: int


@dataclass(frozen=True, kw_only=True)
class TopicAdded(TopicEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class TopicChanged(TopicEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class TopicRetired(TopicEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class TopicRestored(TopicEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class ExclusionMarked(TopicEvent):
    other_id: int


@dataclass(frozen=True, kw_only=True)
class ExclusionLifted(TopicEvent):
    other_id: int


@dataclass(frozen=True, kw_only=True)
class StandardRecorded(TopicEvent):
    standard_id: int


@dataclass(frozen=True, kw_only=True)
class StandardWithdrawn(TopicEvent):
    """The row is gone; what it said stays here."""

    value: str
    valid_from: str


@dataclass(frozen=True, kw_only=True)
class TopicLevelRecorded(TopicEvent):
    topic_level_id: int


@dataclass(frozen=True, kw_only=True)
class TopicLevelWithdrawn(TopicEvent):
    """The row is gone; what it said stays here."""

    level: str
    valid_from: str


@dataclass(frozen=True, kw_only=True)
class TierOfferRecorded(TopicEvent):
    tier_offer_id: int


@dataclass(frozen=True, kw_only=True)
class TierOfferWithdrawn(TopicEvent):
    """The row is gone; what it said stays here."""

    tier: str
    value: str
    valid_from: str


@dataclass(frozen=True, kw_only=True)
class SteeringDecided(TopicEvent):
    steering_id: int


@dataclass(frozen=True, kw_only=True)
class SteeringEnded(TopicEvent):
    steering_id: int


@dataclass(frozen=True, kw_only=True)
class ExceedingRecorded(DomainEvent):
    subject: ClassVar[str] = "exceeding_id"
    customer_id: int
    exceeding_id: int
    topic_id: int | None
    promise_id: int | None


@dataclass(frozen=True, kw_only=True)
class NegotiationEvent(DomainEvent):
    """Base of what happens in a negotiation; all of it is about the negotiation."""

    subject: ClassVar[str] = "negotiation_id"
    customer_id: int
    negotiation_id: int


@dataclass(frozen=True, kw_only=True)
class NegotiationOpened(NegotiationEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class NegotiationClosed(NegotiationEvent):
    outcome: str


@dataclass(frozen=True, kw_only=True)
class NegotiationResumed(NegotiationEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class OfferMade(NegotiationEvent):
    offer_id: int


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn(NegotiationEvent):
    offer_id: int


@dataclass(frozen=True, kw_only=True)
class OfferExpired(NegotiationEvent):
    offer_id: int


@dataclass(frozen=True, kw_only=True)
class OfferAnswered(NegotiationEvent):
    offer_id: int
    answer: str


@dataclass(frozen=True, kw_only=True)
class ConcessionPlanned(NegotiationEvent):
    concession_id: int


@dataclass(frozen=True, kw_only=True)
class ConcessionAsked(NegotiationEvent):
    concession_id: int


@dataclass(frozen=True, kw_only=True)
class ConcessionAnswered(NegotiationEvent):
    concession_id: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ConcessionTold(NegotiationEvent):
    concession_id: int


@dataclass(frozen=True, kw_only=True)
class AnnouncementEvent(DomainEvent):
    """Base of what happens to a time we announced."""

    subject: ClassVar[str] = "announcement_id"
    customer_id: int | None
    announcement_id: int


@dataclass(frozen=True, kw_only=True)
class TimeAnnounced(AnnouncementEvent):
    place: str


@dataclass(frozen=True, kw_only=True)
class AnnouncementSettled(AnnouncementEvent):
    """Scored: kept, not kept, or neither where the matter went away before."""

    is_kept: bool | None


@dataclass(frozen=True, kw_only=True)
class ProposalEvent(DomainEvent):
    """Base of what happens to a promise found in what we wrote."""

    subject: ClassVar[str] = "proposal_id"
    customer_id: int
    proposal_id: int


@dataclass(frozen=True, kw_only=True)
class ProposalTaken(ProposalEvent):
    promise_id: int


@dataclass(frozen=True, kw_only=True)
class ProposalDismissed(ProposalEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class ProposalReopened(ProposalEvent):
    pass
