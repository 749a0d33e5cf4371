from heed.expectations.models.expectations import Expectation, Ranking, RankingItem
from heed.expectations.models.negotiations import Concession, Negotiation, Offer, Option
from heed.expectations.models.perceptions import Exceeding, Perception
from heed.expectations.models.promises import Promise, Proposal, StandingPromise
from heed.expectations.models.steering import AdviceSource, Announcement, Steering
from heed.expectations.models.summaries import (
    ExpectingCount,
    KeepingSummary,
    LedgerPeriod,
    LedgerSummary,
)
from heed.expectations.models.times import CalendarFeed, ProposedTime
from heed.expectations.models.topics import Exclusion, Level, Standard, TierOffer, Topic, TopicLevel

__all__ = [
    "AdviceSource",
    "Announcement",
    "CalendarFeed",
    "Concession",
    "Exceeding",
    "Exclusion",
    "Expectation",
    "ExpectingCount",
    "KeepingSummary",
    "LedgerPeriod",
    "LedgerSummary",
    "Level",
    "Negotiation",
    "Offer",
    "Option",
    "Perception",
    "Promise",
    "Proposal",
    "ProposedTime",
    "Ranking",
    "RankingItem",
    "Standard",
    "StandingPromise",
    "Steering",
    "TierOffer",
    "Topic",
    "TopicLevel",
]
