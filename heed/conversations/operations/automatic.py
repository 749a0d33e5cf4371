"""One automatic reply to the first letter of a conversation, and no loop of machines."""

from datetime import datetime, timedelta

from django.db import transaction

from heed.accounts.models import Organisation, User
from heed.accounts.queries import organisation
from heed.conversations import queries, rules
from heed.conversations.events import AutomaticReplySent
from heed.conversations.mime.answerable import (
    base_of,
    is_of_anybody,
    is_of_nobody,
    may_be_answered_automatically,
)
from heed.conversations.mime.threading import reply_subject
from heed.conversations.models import Conversation, Message
from heed.conversations.operations import matching
from heed.core import access, events, files, outbox
from heed.core.models import OutgoingMail
from heed.customers.models import Customer

PURPOSE = outbox.AUTO_REPLY
ONCE_IN = timedelta(days=1)
MOST_TO_A_DOMAIN = 20
NEWS_FOR = timedelta(days=1)


def is_to_be_answered(message: Message, *, now: datetime) -> bool:
    """Whether a machine may answer this letter: a person's first, fresh, not of us, to us alone.

    A letter entered by hand, an old one and one in a conversation we have written in are not.
    """
    raw = message.raw
    if raw is None or raw.corrected_by_id or message.kind != Message.Kind.MESSAGE:
        return False
    if message.direction != Message.Direction.INBOUND or now - message.at > NEWS_FOR:
        return False
    if message.sent_at and message.at - message.sent_at > NEWS_FOR:
        return False
    if message.conversation.messages.exclude(pk=message.pk).exists():
        return False
    _name, address = queries.correspondent_of(message.conversation)
    if not outbox.is_usable(address) or is_of_nobody(address) or _is_ours(address):
        return False
    return may_be_answered_automatically(files.read(raw.digest))


def _is_ours(address: str) -> bool:
    base = base_of(address)
    if base == base_of(organisation().mail_address):
        return True
    colleagues = User.objects.filter(email__iendswith=base[base.rindex("@") :])
    return base in map(base_of, colleagues.values_list("email", flat=True))


@transaction.atomic
def answer_automatically(
    *, message: Message, text: str, actor: User, now: datetime
) -> Message | None:
    """Send the reply once for each letter; None where not.

    At most one a day goes to an address, whatever its +tag, and twenty to a domain, save to those
    where everybody may have a mailbox. The customer still waits: it is no answer.
    Publishes AutomaticReplySent.
    """
    access.require(actor, "conversations.answer")
    Customer.objects.select_for_update(of=("self",)).get(pk=message.conversation.customer_id)
    conversation = matching.locked(message.conversation_id)
    identity = rules.identity_of_ours(f"automatic {message.pk}", None, PURPOSE)
    name, address = queries.correspondent_of(conversation)
    if queries.message_with(identity) or _was_written_to(address, now):
        return None
    company = organisation()
    outgoing = outbox.write_mail(
        purpose=PURPOSE,
        customer_id=conversation.customer_id,
        sender_name=company.name,
        sender_address=company.mail_address,
        to_name=name,
        to_address=address,
        subject=reply_subject(conversation.subject),
        text=text,
        language=conversation.customer.language,
        references=queries.references_of(conversation),
        is_automatic=True,
        actor=actor,
        now=now,
    )
    reply = _stored(conversation, outgoing, identity, now)
    sent = AutomaticReplySent(
        customer_id=conversation.customer_id,
        conversation_id=conversation.pk,
        message_id=reply.pk,
    )
    events.publish(sent, actor=actor, at=now)
    return reply


def _was_written_to(address: str, now: datetime) -> bool:
    """Whether the address or its domain has had its replies; two letters at once wait in line."""
    Organisation.objects.select_for_update(no_key=True).first()
    base = base_of(address)
    domain = base[base.rindex("@") :]
    recent = OutgoingMail.objects.filter(purpose=PURPOSE, written_at__gt=now - ONCE_IN)
    of_domain = recent.filter(to_address__iendswith=domain)
    if not is_of_anybody(address) and of_domain.count() >= MOST_TO_A_DOMAIN:
        return True
    alike = of_domain.filter(to_address__istartswith=base.removesuffix(domain))
    return base in map(base_of, alike.values_list("to_address", flat=True))


def _stored(
    conversation: Conversation, outgoing: OutgoingMail, identity: str, now: datetime
) -> Message:
    reply = Message.objects.create(
        conversation=conversation,
        direction=Message.Direction.OUTBOUND,
        kind=Message.Kind.AUTO_REPLY,
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
    conversation.last_message_at = max(conversation.last_message_at, now)
    conversation.save(update_fields=["last_message_at"])
    return reply
