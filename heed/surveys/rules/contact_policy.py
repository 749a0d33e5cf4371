"""Whom to ask and whom to leave in peace, from plain values to a decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from heed.surveys.rules.skips import Reason

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class ContactPolicy:
    """How often one person is asked at most, over all surveys, channels and addresses.

    The gap counts from the last time she was asked, answered or not. Reminders do not count.
    """

    gap: timedelta = timedelta(days=30)
    most_a_year: int = 4
    floor: timedelta = timedelta(hours=24)


@dataclass(frozen=True)
class Person:
    """What the policy looks at. `asked` are the times of the last year, in any order."""

    asked: Sequence[datetime] = ()
    is_reachable: bool = True
    has_opted_out: bool = False


@dataclass(frozen=True)
class Send:
    """Ask. `probability` is the chance with which she was drawn: one over it is her weight."""

    probability: float = 1.0


@dataclass(frozen=True)
class Skip:
    """Do not ask, and why; `until` is when the reason ends, None where time does not end it."""

    reason: Reason
    until: datetime | None = None


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
    return Send(share) if draw < share else Skip(Reason.NOT_SAMPLED)


def _waiting(policy: ContactPolicy, asked: Sequence[datetime], now: datetime) -> Skip | None:
    """What time alone will end; `asked` in order of time."""
    if not asked:
        return None
    rested_at = asked[-1] + max(policy.floor, policy.gap)
    if len(asked) >= policy.most_a_year:
        return Skip(Reason.ASKED_OFTEN, max(asked[-policy.most_a_year] + YEAR, rested_at))
    if now < asked[-1] + policy.floor:
        return Skip(Reason.ASKED_TODAY, rested_at)
    if now < rested_at:
        return Skip(Reason.ASKED_RECENTLY, rested_at)
    return None
