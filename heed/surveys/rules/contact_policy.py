"""Whom to ask and whom to leave in peace, from plain values to a decision."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from heed.surveys.rules.seeds import draw_of
from heed.surveys.rules.skips import Reason

YEAR = timedelta(days=365)
LINE_DIGITS = 9

_TAG = re.compile(r"\+[^@]*@")
_NOT_DIGITS = re.compile(r"\D")


@dataclass(frozen=True)
class ContactPolicy:
    """How often one person is asked at most, over all surveys, channels and addresses.

    The gap counts from the last time she was asked, answered or not. Reminders do not count.
    """

    gap: timedelta = timedelta(days=30)
    most_a_year: int = 4
    floor: timedelta = timedelta(hours=24)

    @property
    def rest(self) -> timedelta:
        """How long somebody is left in peace after being asked."""
        return max(self.floor, self.gap)


@dataclass(frozen=True)
class Person:
    """What the policy looks at. `asked` are the times of the last year, in any order.

    `kept_until` is until when a more urgent survey has her for itself.
    """

    asked: Sequence[datetime] = ()
    is_reachable: bool = True
    has_opted_out: bool = False
    kept_until: datetime | None = None


@dataclass(frozen=True)
class Claim:
    """A round of an open survey that has people for itself until a time; empty means all."""

    survey_id: int
    until: datetime
    share: float = 1.0
    tiers: Sequence[str] = ()
    stages: Sequence[str] = ()

    def wants(self, customer_id: int, tier: str, stage: str) -> bool:
        """Whether the round covers a customer, and would draw her."""
        is_covered = (not self.tiers or tier in self.tiers) and (
            not self.stages or stage in self.stages
        )
        return is_covered and draw_of(self.survey_id, customer_id) < self.share


@dataclass(frozen=True)
class Send:
    """Ask. `probability` is the chance with which she was drawn: one over it is her weight."""

    probability: float = 1.0


@dataclass(frozen=True)
class Skip:
    """Do not ask, and why; `until` is when the reason ends, None where time does not end it."""

    reason: Reason
    until: datetime | None = None


def reach_of(kind: str, value: str) -> str:
    """The mailbox or line behind an address or number, empty where there is none.

    What stands behind a plus in an address is the same mailbox; of a number the last digits
    count, since a country can be dialled or not.
    """
    if kind == "email":
        return f"mail:{_TAG.sub('@', value.strip().casefold(), count=1)}"
    if kind == "phone":
        return f"line:{_NOT_DIGITS.sub('', value)[-LINE_DIGITS:]}"
    return ""


def claimed_until(ordered_at: datetime, *, gap: timedelta, closes_at: datetime | None) -> datetime:
    """Until when a round has its people for itself: for one gap, and no longer than it runs."""
    until = ordered_at + gap
    return min(until, closes_at) if closes_at else until


def kept_until(
    claims: Iterable[Claim],
    *,
    customer_id: int,
    tier: str,
    stage: str,
    decided: Collection[int] = (),
) -> datetime | None:
    """Until when one of the claims has a customer for itself, None where none does.

    `decided` are the surveys that have asked her, or drawn against her, and want her no more.
    """
    wanted = [
        claim.until
        for claim in claims
        if claim.survey_id not in decided and claim.wants(customer_id, tier, stage)
    ]
    return max(wanted, default=None)


def decide(
    policy: ContactPolicy,
    person: Person,
    *,
    now: datetime,
    share: float = 1.0,
    draw: float = 0.0,
) -> Send | Skip:
    """Ask this person now, or leave her in peace.

    Of those who may be asked a `share` is drawn: who has a `draw` (in 0..1, even) below it. The
    reasons are tried in the order in which no waiting, long waiting and short waiting helps.
    """
    if person.has_opted_out:
        return Skip(Reason.OPTED_OUT)
    if not person.is_reachable:
        return Skip(Reason.NO_ADDRESS)
    waiting = _waiting(policy, sorted(at for at in person.asked if now - at < YEAR), now)
    if waiting:
        return waiting
    if person.kept_until and now < person.kept_until:
        return Skip(Reason.MORE_URGENT, person.kept_until)
    return Send(share) if draw < share else Skip(Reason.NOT_SAMPLED)


def _waiting(policy: ContactPolicy, asked: Sequence[datetime], now: datetime) -> Skip | None:
    """What time alone will end; `asked` in order of time."""
    if not asked:
        return None
    rested_at = asked[-1] + policy.rest
    if len(asked) >= policy.most_a_year:
        return Skip(Reason.ASKED_OFTEN, max(asked[-policy.most_a_year] + YEAR, rested_at))
    if now < asked[-1] + policy.floor:
        return Skip(Reason.ASKED_TODAY, rested_at)
    if now < rested_at:
        return Skip(Reason.ASKED_RECENTLY, rested_at)
    return None
