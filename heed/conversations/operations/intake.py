"""From kept mail to messages in conversations: every mail once, none lost, none in the way.

Two workers may take in the same mail at the same time, and any of them may be killed: the row of
the raw mail is locked, the identity of a message is unique, and all that one mail changes is one
transaction.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import DataError, IntegrityError, OperationalError, transaction

from heed.accounts.models import Organisation, User
from heed.accounts.queries import organisation, system_user
from heed.conversations import rules
from heed.conversations.events import (
    ConversationOpened,
    MailMended,
    MailParked,
    MessageReceived,
)
from heed.conversations.mime.mail import BOUNCE, MESSAGE, ParsedMail
from heed.conversations.models import Attachment, Conversation, Message, RawMail
from heed.conversations.operations import handling, matching
from heed.conversations.operations.reading import Reading, corrected, read_raw
from heed.conversations.operations.storing import Incoming, locked_parked, store_all
from heed.core import access, events, outbox
from heed.core.events import DomainEvent
from heed.customers.operations import note_activity, note_contact

logger = logging.getLogger(__name__)

NEW, CONTINUED, DUPLICATE, PARKED = "new", "continued", "duplicate", "parked"
STATES = (NEW, CONTINUED, DUPLICATE, PARKED)
CORRECTABLE = {"sender_name": 200, "sender_address": 320, "subject": 998, "text": 500_000}


@dataclass(frozen=True)
class Intake:
    """What became of a mail, with the ids of what it belongs to."""

    state: str
    message_id: int | None = None
    conversation_id: int | None = None
    customer_id: int | None = None


@dataclass(frozen=True)
class _Outcome:
    """What became of one mail of several, and what is to be told of it."""

    intake: Intake
    happened: tuple[DomainEvent, ...] = ()


@dataclass(frozen=True)
class _Desk:
    """Who takes in, and when."""

    company: Organisation
    actor: User
    now: datetime


def receive(*, content: bytes, source: str, now: datetime) -> Intake:
    """Keep one mail and take it in."""
    return receive_all([Incoming(source, content)], now=now)[0]


def receive_all(mails: Sequence[Incoming], *, now: datetime) -> list[Intake]:
    """Keep many mails first, then take them in; what they became, in the order given."""
    return take_in_all(store_all(mails, now=now), now=now)


def take_in(raw: RawMail, *, now: datetime) -> Intake:
    """Make a message of a kept mail: in the conversation it continues, or in a new one.

    A mail taken in before is a duplicate. What cannot be placed is parked with its reason.
    Publishes MessageReceived, with ConversationOpened or ConversationReopened; or MailParked.
    """
    return take_in_all([raw], now=now)[0]


def take_in_all(raws: Sequence[RawMail], *, now: datetime) -> list[Intake]:
    """Take in many kept mails in one transaction, or one by one where others are in the way."""
    desk = _Desk(organisation(), system_user(), now)
    readings = {raw.pk: read_raw(raw) for raw in raws if raw.state == RawMail.State.STORED}
    try:
        with transaction.atomic():
            return _take_all(raws, readings, desk)
    except OperationalError:
        if len(raws) == 1:
            raise
    return [take_in(raw, now=now) for raw in raws]


def _take_all(
    raws: Sequence[RawMail], readings: Mapping[int, Reading], desk: _Desk
) -> list[Intake]:
    ids = {raw.pk for raw in raws}
    rows = RawMail.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    locked = {row.pk: row for row in rows}
    outcomes = [_take(locked[raw.pk], readings.get(raw.pk), desk) for raw in raws]
    _write_states(locked.values())
    happened = [event for outcome in outcomes for event in outcome.happened]
    events.publish_all(happened, actor=desk.actor, at=desk.now)
    return [outcome.intake for outcome in outcomes]


def _write_states(raws: Iterable[RawMail]) -> None:
    ids: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for raw in raws:
        ids[raw.state, raw.problem].append(raw.pk)
    for (state, problem), same in ids.items():
        RawMail.objects.filter(pk__in=same).update(state=state, problem=problem)


@transaction.atomic
def mend_raw(*, raw: RawMail, corrections: Mapping[str, str], actor: User, now: datetime) -> Intake:
    """Correct what a parked mail does not say or says wrongly, and take it in again.

    `corrections` may hold sender_name, sender_address, subject and text; empty ones are left
    out. Publishes MailMended and what take_in publishes. Raises MailNotParked.
    """
    access.require(actor, "mail.mend")
    unknown = corrections.keys() - CORRECTABLE.keys()
    if unknown:
        raise ValueError(f"expected some of {sorted(CORRECTABLE)}, got {sorted(unknown)}")
    locked = locked_parked(raw)
    given = {
        field: rules.clip(value.strip(), CORRECTABLE[field])
        for field, value in corrections.items()
        if value.strip()
    }
    locked.corrections = {**locked.corrections, **given}
    locked.corrected_by = actor
    locked.state = RawMail.State.STORED
    locked.problem = ""
    locked.save(update_fields=["corrections", "corrected_by", "state", "problem"])
    mended = MailMended(raw_id=locked.pk, fields=tuple(sorted(given)))
    events.publish(mended, actor=actor, at=now)
    return take_in(locked, now=now)


def _take(raw: RawMail, reading: Reading | None, desk: _Desk) -> _Outcome:
    """Take in one mail within the transaction of several; its own failure undoes only itself."""
    if raw.state == RawMail.State.PARKED:
        return _Outcome(Intake(PARKED))
    if raw.state != RawMail.State.STORED or reading is None:
        return _Outcome(_known(raw))
    letter = corrected(reading.letter, raw.corrections)
    if letter is None:
        return _park(raw, reading.problem)
    identity = rules.identity_of(letter, raw.digest)
    try:
        with transaction.atomic():
            return _place(raw, letter, identity, reading, desk)
    except IntegrityError:
        return _duplicate(raw, identity)
    except DataError:
        logger.exception("mail %s does not fit the database", raw.digest)
        return _park(raw, RawMail.Problem.FAILED)


def _place(
    raw: RawMail, letter: ParsedMail, identity: str, reading: Reading, desk: _Desk
) -> _Outcome:
    if letter.kind == BOUNCE:
        return _take_bounce(raw, letter, identity, reading, desk)
    problem = _problem_with_sender(letter, desk.company)
    if problem:
        return _park(raw, problem)
    return _take_letter(raw, letter, identity, reading, desk)


def _duplicate(raw: RawMail, identity: str) -> _Outcome:
    """The message is here already, through another mail: that its identity is unique says so."""
    twin = Message.objects.select_related("conversation").get(identity=identity)
    raw.state = RawMail.State.DUPLICATE
    return _Outcome(_intake(DUPLICATE, twin))


def _problem_with_sender(letter: ParsedMail, company: Organisation) -> str:
    if letter.sender is None or not outbox.is_usable(letter.sender.address):
        return RawMail.Problem.NO_SENDER
    if letter.sender.address.casefold() == company.mail_address.casefold():
        return RawMail.Problem.FROM_OURSELVES
    return ""


def _known(raw: RawMail) -> Intake:
    message = raw.messages.select_related("conversation").first()
    return _intake(DUPLICATE, message) if message else Intake(DUPLICATE)


def _intake(state: str, message: Message) -> Intake:
    conversation = message.conversation
    return Intake(state, message.pk, conversation.pk, conversation.customer_id)


def _park(raw: RawMail, problem: str) -> _Outcome:
    raw.state, raw.problem = RawMail.State.PARKED, problem
    return _Outcome(Intake(PARKED), (MailParked(raw_id=raw.pk, problem=problem),))


def _take_letter(
    raw: RawMail, letter: ParsedMail, identity: str, reading: Reading, desk: _Desk
) -> _Outcome:
    found = matching.place_of(
        letter, company=desk.company, at=raw.received_at, actor=desk.actor, now=desk.now
    )
    conversation = found.conversation
    message = _add_message(conversation, raw, letter, identity, reading)
    note_contact(customer_id=conversation.customer_id, at=raw.received_at)
    if not found.is_new:
        if letter.kind == MESSAGE:
            handling.begin_to_wait(conversation, at=raw.received_at, actor=desk.actor, now=desk.now)
        else:
            matching.move_up(conversation, at=raw.received_at)
        return _Outcome(_intake(CONTINUED, message), (_received(message),))
    opened = ConversationOpened(
        customer_id=conversation.customer_id,
        conversation_id=conversation.pk,
        channel=conversation.channel,
    )
    return _Outcome(_intake(NEW, message), (opened, _received(message)))


def _received(message: Message) -> MessageReceived:
    return MessageReceived(
        customer_id=message.conversation.customer_id,
        conversation_id=message.conversation_id,
        message_id=message.pk,
        kind=message.kind,
    )


def _take_bounce(
    raw: RawMail, letter: ParsedMail, identity: str, reading: Reading, desk: _Desk
) -> _Outcome:
    """A mail of ours came back: it is marked, and the report stands where the mail stands."""
    returned = outbox.outgoing_with_ids(
        [rules.clip_identifier(each) for each in reading.returned_ids]
    )
    if returned is None or reading.bounce is None:
        return _park(raw, RawMail.Problem.STRAY_BOUNCE)
    if rules.is_final(reading.bounce.status):
        reason = f"{reading.bounce.status} {reading.bounce.reason}".strip()
        outbox.mark_bounced(mail_id=returned.pk, problem=reason, actor=desk.actor, now=desk.now)
    answered = returned.messages.select_related("conversation").first()
    if answered is None:
        raw.state = RawMail.State.TAKEN
        return _Outcome(Intake(CONTINUED, customer_id=returned.customer_id))
    conversation = matching.locked(answered.conversation_id)
    message = _add_message(conversation, raw, letter, identity, reading)
    matching.move_up(conversation, at=raw.received_at)
    note_activity(customer_id=conversation.customer_id, at=raw.received_at)
    return _Outcome(_intake(CONTINUED, message), (_received(message),))


def _add_message(
    conversation: Conversation, raw: RawMail, letter: ParsedMail, identity: str, reading: Reading
) -> Message:
    is_all_quoted = not letter.reply_text.strip()
    message = Message.objects.create(
        conversation=conversation,
        direction=Message.Direction.INBOUND,
        kind=letter.kind,
        sender_name=rules.clip_line(letter.sender.name, 200) if letter.sender else "",
        sender_address=rules.clip_line(letter.sender.address, 320) if letter.sender else "",
        recipients=matching.recipients_of(letter),
        subject=rules.clip_line(letter.subject, 998),
        text=rules.clip(letter.text if is_all_quoted else letter.reply_text, rules.LONGEST_TEXT),
        quoted_text="" if is_all_quoted else rules.clip(letter.quoted_text, rules.LONGEST_TEXT),
        message_id=rules.clip_identifier(letter.message_id),
        identity=identity,
        sent_at=letter.sent_at,
        at=raw.received_at,
        raw=raw,
    )
    Attachment.objects.bulk_create(Attachment(message=message, **each) for each in reading.files)
    raw.state = RawMail.State.TAKEN
    return message
