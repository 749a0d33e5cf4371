"""Negotiations in every state: what was asked, the steps taken for it, options and answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from heed.accounts.models import User
from heed.cli.demo.stage import Stage, current_of, due_after
from heed.customers.models import Customer
from heed.expectations.models import Concession, Negotiation, Offer
from heed.expectations.operations.concessions import (
    answer_concession,
    ask_concession,
    plan_concession,
)
from heed.expectations.operations.declining import decline_negotiation
from heed.expectations.operations.negotiations import (
    defer_negotiation,
    escalate_negotiation,
    open_negotiation,
)
from heed.expectations.operations.offer_answers import choose_option, counter_offer
from heed.expectations.operations.offers import Draft, make_offer
from heed.expectations.ready_sentences import as_letter, ready_to_decline

SOME_DAYS = timedelta(days=3)
GOOD_FOR = timedelta(days=5)
DEFERRED_FOR = timedelta(days=14)
DECLINED_AGO = (24, 52, 88)  # days


@dataclass
class Scene:
    """One negotiation being played; `moments` are the times at which its steps are taken."""

    stage: Stage
    name: str
    language: str
    row: Negotiation
    moments: list[datetime]

    @classmethod
    def open(cls, stage: Stage, name: str, language: str, topic: str) -> "Scene":
        conversation = stage.conversation(language)
        customer = conversation.customer if conversation else stage.customer(language)
        began = conversation.last_message_at if conversation else stage.now - SOME_DAYS
        moments = stage.moments(began, 8)
        row = open_negotiation(
            customer=customer, conversation=conversation, topic=stage.topics[topic],
            request=stage.text(language, f"{name} request"), actor=stage.agent, now=moments.pop(0),
        )  # fmt: skip
        return cls(stage, name, language, row, moments)

    @property
    def customer(self) -> Customer:
        return self.row.customer

    def now(self) -> datetime:
        """The next moment."""
        return self.moments.pop(0)

    def text(self, part: str) -> str:
        return self.stage.text(self.language, f"{self.name} {part}")

    def climb(self) -> list[int]:
        """Take the steps of the ladder in their order; what asks the manager stays asked."""
        steps = []
        for line in self.stage.texts(self.language, f"{self.name} steps"):
            kind, cost, wording, answer = line.split("|")
            step = self._take(kind, int(cost), wording, self.now())
            if answer:
                answer_concession(
                    concession_id=step.pk, is_granted=True, answer=answer, actor=self.stage.agent,
                    now=step_answered(step),
                )  # fmt: skip
            steps.append(step.pk)
        return steps

    def _take(self, kind: str, cost: int, wording: str, now: datetime) -> Concession:
        asked_of: User | None = self.stage.manager if kind == "supervisor" else None
        step = plan_concession(
            negotiation_id=self.row.pk, kind=kind, wording=wording, cost_minor=cost,
            asked_of=asked_of, actor=self.stage.agent, now=now,
        )  # fmt: skip
        return ask_concession(
            concession_id=step.pk, actor=self.stage.agent, now=now + timedelta(seconds=40)
        )

    def offer(self, mode: Offer.Mode, tells: Sequence[int] = ()) -> Offer:
        now = self.now()
        return make_offer(
            negotiation_id=self.row.pk, options=self._options(), mode=mode,
            expires_at=self.stage.now + GOOD_FOR, introduction=self.text("intro"), tells=tells,
            actor=self.stage.agent, now=now,
        )  # fmt: skip

    def _options(self) -> list[Draft]:
        found = []
        for line in self.stage.texts(self.language, f"{self.name} options"):
            key, days, price, cost, wording = line.split("|")
            topic = self.stage.topics[key]
            found.append(
                Draft(
                    wording=wording,
                    due_at=due_after(self.customer, self.stage.now, int(days)),
                    price_minor=int(price),
                    cost_minor=int(cost),
                    topic=topic,
                    fulfils=current_of(self.customer, topic),
                )
            )
        return found


def step_answered(step: Concession) -> datetime:
    """Some minutes after it was asked."""
    return (step.asked_at or step.negotiation.opened_at) + timedelta(minutes=6)


def bargain(stage: Stage) -> None:
    """Play one negotiation of each kind, and some that were declined in the past."""
    for language in ("en", "zh"):
        scene = Scene.open(stage, "waiting", language, "delivery-time")
        scene.offer(Offer.Mode.MAIL, tells=scene.climb())
    Scene.open(stage, "approval", "en", "value-for-money").climb()
    _countered(Scene.open(stage, "countered", "zh", "problem-solved"))
    _agreed(Scene.open(stage, "agreed", "zh", "delivery-time"))
    _declined(Scene.open(stage, "declined", "en", "problem-solved"))
    scene = Scene.open(stage, "deferred", "zh", "value-for-money")
    defer_negotiation(
        negotiation_id=scene.row.pk, until=stage.now + DEFERRED_FOR,
        because=scene.text("because"), actor=stage.agent, now=scene.now(),
    )  # fmt: skip
    scene = Scene.open(stage, "escalated", "en", "delivery-time")
    escalate_negotiation(
        negotiation_id=scene.row.pk, to=stage.manager, because=scene.text("because"),
        actor=stage.agent, now=scene.now(),
    )  # fmt: skip
    for language in ("en", "zh"):
        _decline_of_old(stage, language)


def _countered(scene: Scene) -> None:
    offer = scene.offer(Offer.Mode.MAIL)
    scene.now()
    counter_offer(
        offer_id=offer.pk, wish=scene.text("wish"), actor=scene.stage.system, now=scene.now()
    )


def _agreed(scene: Scene) -> None:
    offer = scene.offer(Offer.Mode.PHONE)
    option = offer.options.order_by("position")[0]
    choose_option(
        offer_id=offer.pk, option_id=option.pk, actor=scene.stage.agent,
        now=offer.made_at + timedelta(minutes=4),
    )  # fmt: skip


def _declined(scene: Scene) -> None:
    """A kind refusal: willing, understood, the true reason, something instead, passed on."""
    stage, ready = scene.stage, ready_to_decline(scene.customer)
    because = scene.text("because")
    parts = (
        ready["willing"][0], ready["acknowledged"][0], because, scene.text("instead"),
        ready["passed_on"][0],
    )  # fmt: skip
    decline_negotiation(
        negotiation_id=scene.row.pk, because=because, subject=scene.text("subject"),
        text=as_letter(scene.customer, parts, signed=(stage.agent.name,)),
        actor=stage.agent, now=scene.now(),
    )  # fmt: skip


def _decline_of_old(stage: Stage, language: str) -> None:
    """What was declined by word of mouth over the last months, for the opportunity list."""
    lines = stage.texts(language, "declined before")
    for ago, line in zip(DECLINED_AGO, lines, strict=True):
        topic, request, because = line.split("|")
        now = stage.ago(ago if language == "en" else ago + 5)
        row = open_negotiation(
            customer=stage.customer(language), request=request, topic=stage.topics[topic],
            actor=stage.agent, now=now,
        )  # fmt: skip
        decline_negotiation(
            negotiation_id=row.pk, because=because, actor=stage.agent,
            now=now + timedelta(minutes=9),
        )  # fmt: skip
