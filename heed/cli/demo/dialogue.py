"""A conversation from the first letter to the last, and what it puts into the ledger."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from heed.cli.demo import letters
from heed.cli.demo.asking import record_perception
from heed.cli.demo.clients import Client, note_facts
from heed.cli.demo.dice import is_lucky, weighted
from heed.cli.demo.history import History
from heed.cli.demo.ledger import Ledger
from heed.cli.demo.phrases import Voice, clock, day, due_words
from heed.cli.demo.promising import Plan, due_time, plan_promise
from heed.cli.demo.staff import Agent, Company, Desk
from heed.cli.demo.tides import voiced
from heed.cli.demo.topics import Occasion
from heed.cli.demo.wordbook import words
from heed.conversations.events import ConversationAssigned, ConversationClosed
from heed.conversations.models import Conversation, Message
from heed.expectations.models import Perception, Promise
from heed.expectations.rules import breaking_of

ALWAYS_PROMISED = frozenset({"delivery-time", "problem-solved", "refund", "being-listened-to"})
GOODS = frozenset({"delivery-time", "problem-solved"})
PROMISED_SHARE = 0.62
EXPECTATION_SHARE, SECOND_EXPECTATION_SHARE = 0.68, 0.3
KNOWS_NORM = (("", "yes", "no"), (0.7, 0.12, 0.18))
SECOND_TOPICS = ("courtesy", "clear-answers", "being-listened-to", "answer-time")
ESCALATED = frozenset({"rude-courier", "not-listened-to"})
GREETED_AGAIN, SIGNED_AGAIN = {"en": 0.6, "zh": 0.3}, {"en": 0.5, "zh": 0.2}
ANSWER_HOURS = {"en": 2.6, "zh": 1.6}


@dataclass(frozen=True)
class Said:
    """An expectation as a customer voices it; one number is felt, three are a zone."""

    wording: str
    topic: str
    level: str
    numbers: tuple[int, ...]
    is_must_have: bool
    knows_norm: str


@dataclass
class Dialogue:
    """One conversation being held; each step knows the ones before it by the thread."""

    client: Client
    occasion: Occasion
    voice: Voice
    ledger: Ledger
    history: History
    company: Company
    festivals: tuple[date, ...]
    desk: Desk
    agent: Agent
    now: datetime
    thread: list[Message] = field(default_factory=list)

    def begin(self) -> None:
        """Receive the first letter, and let the answer come in its time."""
        at, parts = self.occasion.at, self.occasion.matter.parts
        expected = self._expected()
        subject = self.voice.pick(parts["subject"])[0]
        self.conversation = letters.open_conversation(
            self.history, self.client.row, subject=subject[:1].upper() + subject[1:], at=at,
            company=self.company,
        )  # fmt: skip
        body = self.voice.pick(parts["open"], 1.0, 0.75, 0.8)
        body[-1:-1] = [said.wording for said in expected]
        self._receive(at, self.voice.flow(body), self.voice.perhaps("aside", 0.16), is_first=True)
        wish = self.occasion.wish
        if wish and wish.state == "waiting":
            return
        answered_at = self._answer_time(at)
        if self.occasion.matter.name in ESCALATED and self.desk.team != self.client.row.team:
            self.ledger.at(at + (answered_at - at) / 2, self._escalate)
        for n, said in enumerate(expected):
            self.ledger.at(answered_at - timedelta(minutes=4 - n), partial(self._expect, said))
        self.ledger.at(answered_at, self._answer)

    def _answer_time(self, at: datetime) -> datetime:
        chance = self.voice.chance
        wait = timedelta(hours=ANSWER_HOURS[self.client.language] * chance.lognormvariate(0, 0.8))
        answered_at = self.desk.hours.add(at, wait) + timedelta(seconds=chance.randint(0, 59))
        if self.occasion.wish:
            return min(answered_at, at + (self.now - at) / 3)
        return answered_at

    def _expected(self) -> list[Said]:
        """What the first letter says is expected."""
        chance, found = self.voice.chance, list[Said]()
        topics = [self.occasion.matter.topic] if is_lucky(chance, EXPECTATION_SHARE) else []
        if is_lucky(chance, SECOND_EXPECTATION_SHARE):
            topics.append(chance.choice(SECOND_TOPICS))
        for topic in dict.fromkeys(topics):
            lines = words(f"{self.client.language}/common")[f"expect {topic}"]
            said = voiced(lines, topic, self.occasion.at, self.now, chance)
            level, numbers, must, wording = said.split("|")
            is_must_have = bool(must) or self.occasion.matter.is_must_have
            values = tuple(map(int, numbers.split()))
            knows_norm = weighted(chance, *KNOWS_NORM)
            found.append(Said(wording, topic, level, values, is_must_have, knows_norm))
        return found

    def _expect(self, said: Said, at: datetime) -> None:
        self.ledger.expect(
            at, topic=self.company.topics[said.topic], wording=said.wording, level=said.level,
            numbers=said.numbers, is_must_have=said.is_must_have, knows_norm=said.knows_norm,
            conversation=self.conversation, actor=self.agent.user,
        )  # fmt: skip

    def _escalate(self, at: datetime) -> None:
        row = self.conversation
        row.team, row.assignee = self.desk.team, self.agent.user
        self.history.happen(
            ConversationAssigned, at=at, actor=self.company.manager, customer_id=self.client.row,
            conversation_id=row, team_id=row.team, assignee_id=row.assignee,
        )  # fmt: skip

    def _answer(self, at: datetime) -> None:
        matter, chance = self.occasion.matter, self.voice.chance
        self._assign(at)
        topic = matter.topic
        if matter.due is None:
            self._send(at, self.voice.flow(self.voice.pick(matter.parts["answer"], 1.0, 0.6)))
            self._compliment(at)
            self._end(at)
        elif self.occasion.wish or topic in ALWAYS_PROMISED or is_lucky(chance, PROMISED_SHARE):
            self._answer_with_promise(at)
        else:
            said = self.voice.pick(matter.parts["answer"][:1])
            self._send(at, self.voice.flow(said), self.voice.pick(matter.parts["done"])[0])
            self._perhaps_thank(at, "thanks kept", 0.4)
        note_facts(
            self.client, voice=self.voice, at=at, noter=self.agent.user, history=self.history
        )

    def _assign(self, at: datetime) -> None:
        """Whoever answers takes the conversation, where nobody has it."""
        row = self.conversation
        if row.assignee is None:
            row.assignee = self.agent.user
            self.history.happen(
                ConversationAssigned, at=at - timedelta(minutes=6), actor=self.agent.user,
                customer_id=self.client.row, conversation_id=row, team_id=row.team,
                assignee_id=row.assignee,
            )  # fmt: skip

    def _plan(self, at: datetime) -> Plan:
        matter, wish = self.occasion.matter, self.occasion.wish
        topic = self.company.topics[matter.topic]
        if wish and wish.due_in is not None:
            due_at = _to_five_minutes(self.now + wish.due_in)
            breaks_at = breaking_of(due_at, topic.grace_business_days, self.desk.hours)
            return Plan(due_at, breaks_at, "deliver", None, None, None)
        assert matter.due is not None  # noqa: S101 - only matters with one are promised
        due_at = due_time(
            matter.due, made_at=at, desk=self.desk, agent=self.agent, chance=self.voice.chance
        )
        return plan_promise(
            topic=topic, made_at=at, due_at=due_at, desk=self.desk, agent=self.agent,
            tier=self.client.row.tier, language=self.client.language, festivals=self.festivals,
            now=self.now, chance=self.voice.chance,
        )  # fmt: skip

    def _due_words(self, plan: Plan) -> str:
        return due_words(plan.due_at, self.client.language, self.desk.time_zone)

    def _answer_with_promise(self, at: datetime) -> None:
        plan = self._plan(at + timedelta(minutes=2))
        parts, due = self.occasion.matter.parts, self._due_words(plan)
        wording = self.voice.pick(parts["promise"], due=due)[0]
        before, after = _around(parts["answer"])
        said = [*self.voice.pick(before, 1.0, 0.5), wording, *self.voice.pick(after, 0.4)]
        message = self._send(at, self.voice.flow(said))
        self.ledger.at(
            at + timedelta(minutes=2),
            lambda when: self._promised(when, plan, wording, due, message),
        )

    def _promised(self, at: datetime, plan: Plan, wording: str, due: str, message: Message) -> None:
        promise = self._promise(at, plan, wording, message, None)
        if is_lucky(self.voice.chance, 0.38) and not self.occasion.wish:
            self._acknowledge(at, plan)
        self._follow(plan, promise, due)

    def _promise(
        self, at: datetime, plan: Plan, wording: str, message: Message | None, old: Promise | None
    ) -> Promise:
        evidence = self.voice.pick(self.occasion.matter.parts["evidence"], clock=self._clock(plan))
        return self.ledger.promise(
            at, plan=plan, topic=self.company.topics[self.occasion.matter.topic], wording=wording,
            conversation=self.conversation, message=message, desk=self.desk,
            owner=self.agent.user, evidence=evidence[0], renegotiated_from=old,
        )  # fmt: skip

    def _acknowledge(self, at: datetime, plan: Plan) -> None:
        soon = timedelta(hours=self.voice.chance.uniform(0.2, 5))
        reply_at = at + min(soon, self._room(at, plan))
        if self.occasion.matter.topic not in GOODS or is_lucky(self.voice.chance, 0.6):
            self.ledger.at(reply_at, lambda when: self._receive(when, self.voice.say("agree")))
            return
        minutes = timedelta(minutes=self.voice.chance.randint(5, 40))
        answer_at = self.desk.hours.add(reply_at, minutes)
        asked, answered = self.voice.say("question").split(" => ")
        if answer_at < at + 2 * self._room(at, plan):
            self.ledger.at(reply_at, lambda when: self._receive(when, asked))
            self.ledger.at(answer_at, lambda when: self._send(when, answered))

    def _room(self, at: datetime, plan: Plan) -> timedelta:
        """Time for small talk before anything else happens."""
        return (min(plan.due_at, plan.end_at or plan.due_at) - at) * 0.4

    def _follow(self, plan: Plan, promise: Promise, due: str) -> None:
        """Let the letters come that belong to the end of the promise."""
        if plan.end == "waive":
            self.ledger.at(plan.end_at, lambda when: self._waive(when, promise))
        elif plan.end == "renegotiate":
            self.ledger.at(plan.end_at, lambda when: self._renegotiate(when, plan, promise, due))
        elif plan.end_at and plan.end_at <= plan.due_at:
            self.ledger.at(plan.end_at, lambda when: self._done(when, plan, ""))
        else:
            self._follow_late(plan, due)

    def _follow_late(self, plan: Plan, due: str) -> None:
        chance = self.voice.chance
        late_end = plan.end_at or plan.breaks_at
        if is_lucky(chance, 0.6):
            asked_at = plan.due_at + (late_end - plan.due_at) * chance.uniform(0.15, 0.6)
            self.ledger.at(asked_at, lambda when: self._chase(when, plan, due))
        if plan.end_at:
            self.ledger.at(plan.end_at, lambda when: self._done(when, plan, due))
        else:
            self.ledger.at(self.desk.hours.add(plan.breaks_at, timedelta(hours=6)), self._end)

    def _chase(self, at: datetime, plan: Plan, due: str) -> None:
        self._receive(at, self.voice.say(self._of_goods("chaser", "chaser home"), due=due))
        answer_at = self.desk.hours.add(at, timedelta(hours=self.voice.chance.uniform(0.4, 5)))
        if not plan.end_at or answer_at < plan.end_at:
            self.ledger.at(
                answer_at,
                lambda when: self._send(
                    when, self.voice.say("apology"), self.voice.say("apology next")
                ),
            )

    def _of_goods(self, usual: str, other: str) -> str:
        """The second way to say something where a parcel is waited for, now and then."""
        is_parcel = self.occasion.matter.topic in GOODS and self.occasion.matter.due is not None
        return other if is_parcel and is_lucky(self.voice.chance, 0.4) else usual

    def _clock(self, plan: Plan) -> str:
        at = plan.end_at or plan.due_at
        shown = at.astimezone(ZoneInfo(self.desk.time_zone))
        return clock(shown.replace(minute=shown.minute // 5 * 5), self.client.language)

    def _done(self, at: datetime, plan: Plan, late_for: str) -> None:
        sorry = self.voice.say("late note") if late_for else ""
        news = self.voice.pick(self.occasion.matter.parts["done"], clock=self._clock(plan))[0]
        self._send(at, self.voice.flow([each for each in (sorry, news) if each]))
        if late_for:
            self._perhaps_thank(at, "thanks late", 0.25, due=late_for)
        else:
            self._perhaps_thank(at, self._of_goods("thanks kept", "thanks kept goods"), 0.42)

    def _perhaps_thank(self, at: datetime, section: str, share: float, **more: str) -> None:
        chance = self.voice.chance
        if not is_lucky(chance, share):
            self._end(at)
            return
        thanked_at = at + timedelta(hours=chance.uniform(0.3, 20))
        self.ledger.at(
            thanked_at, lambda when: self._receive(when, self.voice.say(section, **more))
        )
        self._end(thanked_at)

    def _waive(self, at: datetime, promise: Promise) -> None:
        wish = self.voice.say("waive")
        message = self._receive(at, wish)
        answer_at = self.desk.hours.add(at, timedelta(hours=self.voice.chance.uniform(0.3, 3)))
        self.ledger.at(answer_at, lambda when: self._send(when, self.voice.say("waive answer")))
        self.ledger.at(
            answer_at + timedelta(minutes=1),
            lambda when: self._close_waived(when, promise, self._quoted(message, wish)),
        )
        self._end(answer_at)

    def _close_waived(self, at: datetime, promise: Promise, evidence: str) -> None:
        if not promise.closed_at:
            self.ledger.close(promise, Promise.Outcome.WAIVED, evidence, at, self.agent.user)

    def _quoted(self, message: Message, said: str) -> str:
        quoted_day = day(message.at, self.client.language)
        return self.voice.say("waived evidence", quoted_day=quoted_day, words=said)

    def _renegotiate(self, at: datetime, plan: Plan, promise: Promise, due: str) -> None:
        new_due_at = self.desk.hours.add_business_days(plan.due_at, self.voice.chance.randint(1, 3))
        breaks_at = breaking_of(new_due_at, promise.topic.grace_business_days, self.desk.hours)  # type: ignore[union-attr]
        renewed = Plan(
            new_due_at, breaks_at, "deliver", new_due_at - timedelta(hours=3), None, None
        )
        new_due = self._due_words(renewed)
        self._send(at, self.voice.say("renegotiate", due=due, new_due=new_due))
        agreed_at = at + (plan.due_at - at) * 0.4
        self.ledger.at(
            agreed_at, lambda when: self._agree(when, plan, renewed, promise, (due, new_due))
        )

    def _agree(
        self, at: datetime, plan: Plan, renewed: Plan, old: Promise, dues: tuple[str, str]
    ) -> None:
        said = self.voice.say("renegotiate yes", new_due=dues[1])
        message = self._receive(at, said)
        evidence = self.voice.say(
            "consent", quoted_day=day(message.at, self.client.language), words=said
        )
        agreed_at = at + (plan.due_at - at) * 0.3

        def renew(when: datetime) -> None:
            self.ledger.close(old, Promise.Outcome.RENEGOTIATED, evidence, when, self.agent.user)
            wording = old.wording.replace(*dues)
            promise = self._promise(when, renewed, wording, None, old)
            self._follow(renewed, promise, dues[1])

        self.ledger.at(agreed_at, renew)

    def _compliment(self, at: datetime) -> None:
        chance = self.voice.chance
        if is_lucky(chance, 0.6):
            record_perception(
                self.ledger, topic=self.company.topics[self.occasion.matter.topic], promise=None,
                perceived=chance.choice((6, 6, 7)), against=chance.choice((0, 1, 1, 2)),
                comment="", mode=Perception.Mode.AGENT, actor=self.agent.user, now=at,
            )  # fmt: skip

    def _end(self, at: datetime) -> None:
        """Close the conversation some hours after its last letter."""
        closing = timedelta(hours=self.voice.chance.lognormvariate(0.3, 1))
        self.ledger.at(self.desk.hours.add(at, closing), self._close)

    def _close(self, at: datetime) -> None:
        row = self.conversation
        row.state, row.closed_at, row.waiting_since = Conversation.State.CLOSED, at, None
        self.history.happen(
            ConversationClosed, at=at, actor=self.agent.user,
            customer_id=self.client.row, conversation_id=row,
        )  # fmt: skip
        self.ledger.note(at)

    def _receive(self, at: datetime, *said: str, is_first: bool = False) -> Message:
        hello = self.voice.say("hello") if is_first else ""
        if not is_first and is_lucky(self.voice.chance, GREETED_AGAIN[self.client.language]):
            hello = self.voice.say("hello agent", agent=self.agent.signs[self.client.language])
        bye = self.voice.perhaps("bye", 0.85 if is_first else SIGNED_AGAIN[self.client.language])
        message = letters.receive(
            self.history, self.conversation, text=self.voice.letter(hello, *said, bye), at=at,
            address=self.client.person.email, voice=self.voice, thread=self.thread,
            company=self.company,
        )  # fmt: skip
        self.thread.append(message)
        self.ledger.note(at)
        self.client.row.last_contact_at = at
        return message

    def _send(self, at: datetime, *said: str) -> Message:
        text = self.voice.letter(self.voice.say("dear"), *said, self.voice.say("from us"))
        message = letters.send(
            self.history, self.conversation, text=text, at=at, author=self.agent.user,
            address=self.client.person.email, chance=self.voice.chance, thread=self.thread,
        )  # fmt: skip
        self.thread.append(message)
        self.ledger.note(at)
        return message


def _around(slots: tuple[tuple[str, ...], ...]) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """The slots of an answer before and after the promise."""
    at = slots.index(("{promise}",))
    return slots[:at], slots[at + 1 :]


def _to_five_minutes(at: datetime) -> datetime:
    return at.replace(minute=at.minute // 5 * 5, second=0, microsecond=0)
