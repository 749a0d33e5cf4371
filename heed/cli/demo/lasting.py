"""Standing promises, guarantees and their cases, an absence, and promises found in letters."""

from datetime import datetime, time, timedelta

from heed.accounts.operations import note_absence
from heed.cli.demo.clients import LANGUAGES
from heed.cli.demo.stage import Stage, due_after
from heed.conversations.models import Conversation, Message
from heed.conversations.operations.answering import answer, write_note
from heed.customers.models import Customer
from heed.expectations.models import Promise, StandingPromise
from heed.expectations.operations.cases import cover_case, cover_conversation
from heed.expectations.operations.closing import fulfil_promise
from heed.expectations.operations.promises import record_promise
from heed.expectations.operations.proposals import propose_promises
from heed.expectations.operations.repeating import make_next_occurrence, promise_repeatedly
from heed.expectations.operations.standing import guarantee, promise_on_condition
from heed.expectations.operations.times import propose_time
from heed.expectations.rhythm import Rhythm

Unit, Trigger = StandingPromise.Unit, StandingPromise.Trigger
AWAY, STANDS_IN = "Hannah Voss", "Priya Nair"
GUARANTEED_DAYS, REPEATED_DAYS = 4, 37
REGULARS = Customer.Tier.HIGH
JUST_WRITTEN = timedelta(hours=3)
FRIDAY, AT_FOUR = 4, time(16)
ASSEMBLED_AGO = (52, 44, 37, 30, 21, 12)  # days


def promise_for_long(stage: Stage) -> None:
    """Make what stands: on a condition, every week, in public; and who is away next week."""
    for language in ("en", "zh"):
        _on_condition(stage, language)
        _every_week(stage, language)
        _assemble(stage, language)
        _find_in_letters(stage, language)
        _ask_for_another_time(stage, language)
    _guarantee(stage)
    _go_away(stage)


def _on_condition(stage: Stage, language: str) -> None:
    condition, wording = stage.text(language, "condition").split("|")
    promise_on_condition(
        customer=stage.customer(language), condition=condition, wording=wording, within=1,
        within_unit=Unit.BUSINESS_DAYS, topic=stage.topics["problem-solved"], actor=stage.agent,
        now=stage.ago(1.2),
    )  # fmt: skip


def _every_week(stage: Stage, language: str) -> None:
    """A report each Friday for some weeks, kept each time; the next one is open."""
    standing = promise_repeatedly(
        customer=stage.customer(language), wording=stage.text(language, "repeating"),
        rhythm=Rhythm(StandingPromise.Rhythm.WEEK, FRIDAY, AT_FOUR),
        topic=stage.topics["clear-answers"], actor=stage.agent, now=stage.ago(REPEATED_DAYS),
    )  # fmt: skip
    while standing.next_due_at and standing.next_due_at < stage.now:
        due_at = standing.next_due_at
        for promise in standing.promises.filter(closed_at=None):
            fulfil_promise(
                promise_id=promise.pk, evidence=promise.wording, actor=stage.agent,
                now=due_at - timedelta(minutes=50),
            )  # fmt: skip
        make_next_occurrence(standing_id=standing.pk, actor=stage.system, now=due_at)
        standing.refresh_from_db()


def _assemble(stage: Stage, language: str) -> None:
    """A topic of which little is known yet: three deliveries in each language."""
    for ago in ASSEMBLED_AGO[language == "zh" :: 2]:
        customer, made_at = stage.customer(language), stage.ago(ago)
        promise = record_promise(
            customer=customer, wording=stage.text(language, "assembly"),
            due_at=due_after(customer, made_at, 3),
            topic=stage.topics["assembly"], actor=stage.agent, now=made_at,
        )  # fmt: skip
        fulfil_promise(
            promise_id=promise.pk, evidence=stage.text(language, "assembly done"),
            actor=stage.agent, now=promise.due_at - timedelta(hours=3),
        )  # fmt: skip


def _guarantee(stage: Stage) -> None:
    """Two public guarantees; regulars who have written since are owed a first answer by one."""
    since = stage.ago(GUARANTEED_DAYS)
    guarantee(
        wording="We answer the letters of our regulars within one business day",
        wording_zh="老顾客来信，一个工作日内答复", tier=REGULARS, within=1,
        within_unit=Unit.BUSINESS_DAYS, trigger=Trigger.CONVERSATION_OPENED,
        topic=stage.topics["answer-time"],
        actor=stage.manager, now=since,
    )  # fmt: skip
    damaged = guarantee(
        wording="Damaged on arrival: a new one leaves us within two business days",
        wording_zh="到货破损，两个工作日内补发", within=2, within_unit=Unit.BUSINESS_DAYS,
        condition="The article was damaged when it arrived / 到货时已破损",
        topic=stage.topics["problem-solved"], actor=stage.manager, now=since,
    )  # fmt: skip
    opened = Conversation.objects.filter(
        opened_at__gte=since, opened_at__lt=stage.now, customer__tier=REGULARS
    )
    for conversation in opened.order_by("opened_at", "pk"):
        _cover(stage, conversation)
    customer = stage.customer("en")
    cover_case(standing_id=damaged.pk, customer=customer, actor=stage.agent, now=stage.ago(0.4))


def _cover(stage: Stage, conversation: Conversation) -> None:
    """Owe the first answer from when the letter came; kept when it was written, if it was."""
    ours = conversation.messages.filter(direction=Message.Direction.OUTBOUND).order_by("at")
    answered_at = ours.values_list("at", flat=True).first()
    known_at = (answered_at or conversation.opened_at) + timedelta(seconds=9)
    cover_conversation(
        conversation_id=conversation.pk, actor=stage.system, now=min(known_at, stage.now)
    )


def _go_away(stage: Stage) -> None:
    """Somebody is away all next week, and a colleague stands in."""
    monday = stage.now.replace(hour=0, minute=0, second=0, microsecond=0)
    monday += timedelta(days=7 - monday.weekday())
    note_absence(
        user=stage.staff[AWAY], stand_in=stage.staff[STANDS_IN], since=monday,
        until=monday + timedelta(days=5), actor=stage.manager, now=stage.ago(0.5),
    )  # fmt: skip


def _ask_for_another_time(stage: Stage, language: str) -> None:
    """A promise that gets tight, and a question to the customer that nobody has answered yet."""
    rows = Promise.objects.filter(
        closed_at=None, due_at__gt=stage.now + timedelta(hours=1), standing=None,
        option=None, customer__language=LANGUAGES[language],
        customer__team__in=stage.agent.teams.all(),
    )  # fmt: skip
    rows = rows.select_related("customer__team").order_by("due_at", "pk")
    promise = rows.filter(owner=stage.agent).first() or rows.first()
    if promise:
        propose_time(
            promise_id=promise.pk, reason=stage.text(language, "renegotiation reason"),
            due_at=due_after(promise.customer, promise.due_at, 2),
            actor=stage.agent, now=max(promise.made_at, stage.ago(0.06)),
        )  # fmt: skip


def _find_in_letters(stage: Stage, language: str) -> None:
    """A letter and a call note with promises in them that nobody has entered yet."""
    conversation = stage.conversation(language)
    if conversation is None:
        return
    letter_at = max(conversation.last_message_at, stage.now - JUST_WRITTEN) + timedelta(minutes=1)
    note_at = letter_at + (stage.now - letter_at) / 2
    letter = answer(
        conversation=conversation, text=stage.text(language, "promising letter"),
        actor=stage.agent, now=letter_at,
    )  # fmt: skip
    customer: Customer = conversation.customer
    text = stage.text(language, "call note").format(name=customer.name)
    note = write_note(conversation=conversation, text=text, actor=stage.agent, now=note_at)
    _propose(letter, letter_at)
    _propose(note, note_at)


def _propose(message: Message, now: datetime) -> None:
    propose_promises(message_id=message.pk, now=now)
