"""What we write: answers and first letters by mail, notes among ourselves."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import Organisation, User
from heed.accounts.queries import organisation
from heed.conversations import queries, rules
from heed.conversations.events import (
    ConversationOpened,
    MessageReceived,
    MessageSent,
    NoteWritten,
)
from heed.conversations.mime import mail
from heed.conversations.mime.threading import reply_subject
from heed.conversations.models import Attachment, Conversation, Message
from heed.conversations.operations import handling, matching
from heed.conversations.operations.reading import keep_files
from heed.core import access, events, outbox
from heed.core.errors import DomainError
from heed.core.outbox import KeptFile
from heed.customers.models import Customer
from heed.customers.operations import note_activity, note_contact
from heed.customers.queries import mail_address_of


class TextMissing(DomainError):
    code = "message.text_missing"
    message = _("There is no text yet. Write what you want to say, then send it.")


class NoMailAddress(DomainError):
    code = "message.no_mail_address"
    message = _("No mail address of %(customer)s is known. Enter one on the customer's page first.")


@transaction.atomic
def answer(
    *,
    conversation: Conversation,
    text: str,
    actor: User,
    now: datetime,
    token: str = "",
    attachments: Sequence[mail.Attachment] = (),
    close: bool = False,
) -> Message:
    """Answer the customer by mail; she waits no longer.

    The same token again (a form sent twice) gives the message already written. The answer goes
    to the last person who wrote, and quotes nothing: it threads by its references. Publishes
    MessageSent, with `close` also ConversationClosed. Raises TextMissing, NoMailAddress.
    """
    access.require(actor, "conversations.answer")
    locked = matching.locked(conversation.pk)
    identity = _identity(locked.pk, actor, token)
    known = queries.message_with(identity)
    if known is not None:
        return known
    name, address = queries.correspondent_of(locked)
    message = _send(
        locked,
        to=(name, address),
        subject=reply_subject(locked.subject),
        text=text,
        identity=identity,
        files=keep_files(attachments),
        actor=actor,
        now=now,
    )
    if close:
        handling.close_conversation(conversation=locked, actor=actor, now=now)
    return message


@transaction.atomic
def open_conversation(
    *,
    customer: Customer,
    subject: str,
    text: str,
    actor: User,
    now: datetime,
    is_from_customer: bool = False,
    token: str = "",
    attachments: Sequence[mail.Attachment] = (),
) -> Message:
    """Open a conversation with a first message: a mail of ours, or what the customer said.

    The same token again gives the first message already there. Publishes ConversationOpened
    and MessageSent or MessageReceived. Raises TextMissing, NoMailAddress.
    """
    access.require(actor, "conversations.change" if is_from_customer else "conversations.answer")
    Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    identity = _identity(f"customer {customer.pk}", actor, token)
    known = queries.message_with(identity)
    if known is not None:
        return known
    opened = matching.open_for(customer, subject=subject, at=now)
    happened = ConversationOpened(
        customer_id=customer.pk, conversation_id=opened.pk, channel=opened.channel
    )
    events.publish(happened, actor=actor, at=now)
    if is_from_customer:
        return _take_down(opened, text, identity, keep_files(attachments), actor, now)
    return _send(
        opened,
        to=(customer.name, mail_address_of(customer)),
        subject=opened.subject,
        text=text,
        identity=identity,
        files=keep_files(attachments),
        actor=actor,
        now=now,
    )


@transaction.atomic
def take_down_message(
    *, conversation: Conversation, text: str, actor: User, now: datetime, token: str = ""
) -> Message:
    """Enter what the customer said in a conversation; she waits for us from now on.

    Publishes MessageReceived, and ConversationReopened where it was closed. Raises TextMissing.
    """
    access.require(actor, "conversations.change")
    locked = matching.locked(conversation.pk)
    identity = _identity(locked.pk, actor, token)
    known = queries.message_with(identity)
    if known is not None:
        return known
    return _take_down(locked, text, identity, [], actor, now)


@transaction.atomic
def write_note(
    *, conversation: Conversation, text: str, actor: User, now: datetime, token: str = ""
) -> Message:
    """Write something down among ourselves; the customer never sees it.

    Publishes NoteWritten. Raises TextMissing.
    """
    access.require(actor, "conversations.change")
    locked = matching.locked(conversation.pk)
    identity = _identity(f"note {locked.pk}", actor, token)
    known = queries.message_with(identity)
    if known is not None:
        return known
    note = Message.objects.create(
        conversation=locked,
        direction=Message.Direction.NOTE,
        author=actor,
        sender_name=actor.name,
        text=_text(text),
        identity=identity,
        at=now,
    )
    written = NoteWritten(
        customer_id=locked.customer_id, conversation_id=locked.pk, message_id=note.pk
    )
    events.publish(written, actor=actor, at=now)
    note_activity(customer_id=locked.customer_id, at=now)
    return note


def _identity(of: int | str, actor: User, token: str) -> str:
    return rules.identity_of_ours(of, actor.pk, token or secrets.token_hex(16))


def _text(text: str) -> str:
    if not text.strip():
        raise TextMissing
    return rules.clip(text.replace("\r\n", "\n").rstrip() + "\n", rules.LONGEST_TEXT)


def _send(
    conversation: Conversation,
    *,
    to: tuple[str, str],
    subject: str,
    text: str,
    identity: str,
    files: list[KeptFile],
    actor: User,
    now: datetime,
) -> Message:
    company = organisation()
    to_name, to_address = to
    if not to_address:
        raise NoMailAddress(customer=conversation.customer.name)
    outgoing = outbox.write_mail(
        purpose="answer",
        customer_id=conversation.customer_id,
        sender_name=_sender_name(actor, company),
        sender_address=company.mail_address,
        to_name=to_name,
        to_address=to_address,
        subject=subject,
        text=_text(text),
        language=conversation.customer.language,
        references=queries.references_of(conversation),
        attachments=files,
        actor=actor,
        now=now,
    )
    message = Message.objects.create(
        conversation=conversation,
        direction=Message.Direction.OUTBOUND,
        author=actor,
        sender_name=outgoing.sender_name,
        sender_address=outgoing.sender_address,
        recipients=[{"role": "to", "name": outgoing.to_name, "address": outgoing.to_address}],
        subject=outgoing.subject,
        text=outgoing.text,
        message_id=outgoing.message_id,
        identity=identity,
        sent_at=now,
        at=now,
        outgoing=outgoing,
    )
    _add_files(message, files)
    conversation.waiting_since = None
    conversation.last_message_at = max(conversation.last_message_at, now)
    conversation.save(update_fields=["waiting_since", "last_message_at"])
    sent = MessageSent(
        customer_id=conversation.customer_id,
        conversation_id=conversation.pk,
        message_id=message.pk,
    )
    events.publish(sent, actor=actor, at=now)
    note_activity(customer_id=conversation.customer_id, at=now)
    return message


def _sender_name(actor: User, company: Organisation) -> str:
    return f"{actor.name} · {company.name}"


def _take_down(
    conversation: Conversation,
    text: str,
    identity: str,
    files: list[KeptFile],
    actor: User,
    now: datetime,
) -> Message:
    customer = conversation.customer
    message = Message.objects.create(
        conversation=conversation,
        direction=Message.Direction.INBOUND,
        author=actor,
        sender_name=customer.name,
        sender_address=mail_address_of(customer),
        subject=conversation.subject,
        text=_text(text),
        identity=identity,
        at=now,
    )
    _add_files(message, files)
    handling.begin_to_wait(conversation, at=now, actor=actor, now=now)
    received = MessageReceived(
        customer_id=customer.pk,
        conversation_id=conversation.pk,
        message_id=message.pk,
        kind=message.kind,
    )
    events.publish(received, actor=actor, at=now)
    note_contact(customer_id=customer.pk, at=now)
    return message


def _add_files(message: Message, files: list[KeptFile]) -> None:
    Attachment.objects.bulk_create(Attachment(message=message, **each) for each in files)
