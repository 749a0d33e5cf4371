"""Asking customers after promises, and what they answer."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from heed.accounts.models import User
from heed.cli.demo.dice import is_lucky
from heed.cli.demo.ledger import Ledger
from heed.cli.demo.phrases import Voice
from heed.cli.demo.tides import satisfaction
from heed.expectations.events import PerceptionRecorded
from heed.expectations.models import Perception, Promise, Topic
from heed.surveys.events import InvitationAnswered, InvitationSent, InvitationSkipped
from heed.surveys.models import Invitation
from heed.surveys.operations.invitations import ANSWERABLE
from heed.surveys.rules.contact_policy import ContactPolicy, Person, Skip, decide
from heed.surveys.rules.skips import Reason

ANSWER_SHARE = {"kept": 0.41, "late": 0.38, "broken": 0.46}
FELT_AFTER = {"kept": 5.7, "late": 4.2, "broken": 2.7}
USUALLY_EXPECTED = 5.5
PULL_OF_EXPECTATION = 0.3
NOISE = 0.95
COMMENT_SHARE = 0.38


@dataclass
class Asking:
    """Who was asked when, under the rule that nobody is asked too often."""

    address: str
    voice: Voice
    policy: ContactPolicy
    asked: list[datetime] = field(default_factory=list)

    def ask(self, ledger: Ledger, promise: Promise, at: datetime) -> None:
        """Invite the customer after a promise, or keep the reason why not."""
        person = Person(asked=self.asked, is_reachable=bool(self.address))
        decision = (
            Skip(Reason.NOTHING_DELIVERED)
            if promise.outcome == "waived"
            else decide(self.policy, person, now=at)
        )
        reason = decision.reason if isinstance(decision, Skip) else ""
        row = Invitation(
            customer=ledger.customer, promise=promise, created_at=at, skipped=reason,
            skipped_until=decision.until if isinstance(decision, Skip) else None,
            expires_at=None if reason else at + ANSWERABLE,
        )  # fmt: skip
        ledger.history.invitations.append(row)
        facts = {"customer_id": ledger.customer, "invitation_id": row, "promise_id": promise}
        actor = ledger.company.system
        if reason:
            ledger.history.happen(InvitationSkipped, at=at, actor=actor, **facts, reason=reason)
            return
        self.asked.append(at)
        ledger.history.happen(InvitationSent, at=at, actor=actor, **facts)
        if is_lucky(self.voice.chance, ANSWER_SHARE[promise.outcome]):
            wait = timedelta(hours=self.voice.chance.lognormvariate(2.2, 1.2))
            if wait < ANSWERABLE:
                ledger.at(at + wait, lambda now: self._answer(ledger, row, promise, now))

    def _answer(self, ledger: Ledger, row: Invitation, promise: Promise, now: datetime) -> None:
        chance = self.voice.chance
        expected = ledger.felt_before(promise.topic, now)
        perceived, against = felt(promise, expected, chance)
        perception = record_perception(
            ledger, topic=promise.topic, promise=promise, perceived=perceived, against=against,
            satisfaction=satisfaction(perceived, expected, now, ledger.now, chance),
            comment=self._comment(perceived), mode=Perception.Mode.LINK,
            actor=ledger.company.system, now=now,
        )  # fmt: skip
        row.answered_at, row.perception = now, perception
        ledger.history.happen(
            InvitationAnswered, at=now, actor=ledger.company.system,
            customer_id=ledger.customer, invitation_id=row, perception_id=perception,
        )  # fmt: skip

    def _comment(self, perceived: int) -> str:
        mood = "good" if perceived >= 6 else "mid" if perceived >= 4 else "bad"
        return self.voice.perhaps(f"comment {mood}", COMMENT_SHARE)


def felt(promise: Promise, expected: int | None, chance: Random) -> tuple[int, int]:
    """Perceived (1 to 7) and against expectation (−3 to 3), from the outcome, with noise."""
    hoped = expected or USUALLY_EXPECTED
    level = FELT_AFTER[promise.outcome] - PULL_OF_EXPECTATION * (hoped - USUALLY_EXPECTED)
    if promise.tier == "high":
        level += 0.15
    true = level + chance.gauss(0, NOISE)
    perceived = min(7, max(1, round(true)))
    against = round((true - hoped + 0.7) / 1.15 + chance.gauss(0, 0.6))
    return perceived, min(3, max(-3, against))


def record_perception(
    ledger: Ledger,
    *,
    topic: Topic | None,
    promise: Promise | None,
    perceived: int,
    against: int | None,
    comment: str,
    mode: str,
    actor: User,
    now: datetime,
    satisfaction: int | None = None,
) -> Perception:
    """A perception with what was expected until then beside it."""
    customer = ledger.customer
    row = Perception(
        customer=customer, topic=topic, promise=promise,
        team=promise.team if promise else customer.team,
        perceived=perceived, against_expectation=against, satisfaction=satisfaction,
        expected=ledger.felt_before(topic, now), comment=comment, mode=mode,
        tier=customer.tier, answered_at=now,
    )  # fmt: skip
    ledger.history.perceptions.append(row)
    ledger.history.happen(
        PerceptionRecorded, at=now, actor=actor,
        customer_id=customer, perception_id=row, promise_id=promise,
    )  # fmt: skip
    ledger.note(now)
    return row
