"""Which customer and which conversation a letter belongs to."""

from dataclasses import dataclass
from datetime import datetime

from heed.accounts.models import Organisation, User
from heed.conversations import queries, rules
from heed.conversations.mime.addresses import Address
from heed.conversations.mime.mail import MESSAGE, ParsedMail
from heed.conversations.mime.threading import thread_candidates
from heed.conversations.models import Conversation
from heed.customers.models import ContactPoint, Customer
from heed.customers.operations import customer_who_wrote
from heed.customers.queries import customer_with

MOST_CANDIDATES = 50
MOST_RECIPIENTS = 200


@dataclass(frozen=True)
class Place:
    """The conversation of a letter, locked, and whether the letter opened it."""

    conversation: Conversation
    is_new: bool


def place_of(
    letter: ParsedMail, *, company: Organisation, at: datetime, actor: User, now: datetime
) -> Place:
    """Find the conversation a letter continues, or open one for its sender.

    It continues the one it refers to if the sender is that customer or has taken part, else
    one of the sender's with the same subject, within 30 days and with a reply prefix.
    """
    sender = letter.sender or Address("", "")
    known = customer_with(ContactPoint.Kind.EMAIL, sender.address)
    continued = _referred_to(letter, sender.address, known)
    if continued is None and known is not None:
        continued = _of_same_subject(letter, known, at)
    if continued is not None:
        return Place(locked(continued.pk), is_new=False)
    customer = known or customer_who_wrote(
        name=sender.name,
        address=sender.address,
        text=f"{letter.subject}\n{letter.reply_text or letter.text}",
        default_language=company.language,
        actor=actor,
        now=now,
    )
    waiting_since = at if letter.kind == MESSAGE else None
    opened = open_for(customer, subject=letter.subject, at=at, waiting_since=waiting_since)
    return Place(opened, is_new=True)


def open_for(
    customer: Customer, *, subject: str, at: datetime, waiting_since: datetime | None = None
) -> Conversation:
    """Create a conversation of the customer, for her team and named agent."""
    return Conversation.objects.create(
        customer=customer,
        subject=rules.clip_line(subject, 998),
        base_subject=rules.compared_subject(subject),
        team_id=customer.team_id,
        assignee_id=customer.named_agent_id,
        opened_at=at,
        last_message_at=at,
        waiting_since=waiting_since,
    )


def locked(conversation_id: int) -> Conversation:
    """The conversation, locked for the rest of the transaction."""
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("customer")
    return rows.get(pk=conversation_id)


def move_up(conversation: Conversation, *, at: datetime) -> None:
    """A letter that asks for nothing came in at that time; part of a larger operation."""
    conversation.last_message_at = max(conversation.last_message_at, at)
    conversation.save(update_fields=["last_message_at"])


def _referred_to(letter: ParsedMail, address: str, known: Customer | None) -> Conversation | None:
    candidates = [rules.clip_identifier(each) for each in thread_candidates(letter)]
    found = queries.messages_with_mail_ids(candidates[:MOST_CANDIDATES])
    for message in sorted(found, key=lambda each: candidates.index(each.message_id)):
        if _has_taken_part(message.conversation, address, known):
            return message.conversation
    return None


def _has_taken_part(conversation: Conversation, address: str, known: Customer | None) -> bool:
    if known is not None and conversation.customer_id == known.pk:
        return True
    return address.casefold() in queries.participants_of(conversation)


def _of_same_subject(letter: ParsedMail, customer: Customer, at: datetime) -> Conversation | None:
    compared = rules.compared_subject(letter.subject)
    if not compared or not rules.has_reply_prefix(letter.subject):
        return None
    recent = customer.conversations.filter(last_message_at__gte=at - rules.SAME_SUBJECT_WITHIN)
    same = recent.filter(base_subject=compared)
    return same.order_by("-last_message_at", "-pk").first()


def recipients_of(letter: ParsedMail) -> list[dict[str, str]]:
    """Whom the letter names, each with the role "to", "cc" or "reply_to"."""
    named = [
        ("reply_to", letter.reply_to[:1]),
        ("to", letter.to),
        ("cc", letter.cc),
    ]
    found = [_recipient(role, each) for role, addresses in named for each in addresses]
    return found[:MOST_RECIPIENTS]


def _recipient(role: str, each: Address) -> dict[str, str]:
    return {
        "role": role,
        "name": rules.clip_line(each.name, 200),
        "address": rules.clip_line(each.address, 320),
    }
