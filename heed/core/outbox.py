"""Our outgoing mail: written in the caller's transaction, sent by the worker afterwards.

A mail is sent at least once: after a crash between the server's yes and our mark it goes out
again under the same Message-ID, by which mail programs show it once.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypedDict

from django.db import transaction
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from heed.core import events
from heed.core.access import Actor
from heed.core.errors import DomainError
from heed.core.events import DomainEvent
from heed.core.models import OutgoingMail

_ADDRESS = re.compile(r"[^\s@<>(),;:\\\"\[\]\x00-\x1f\x7f]+@[^\s@<>(),;:\\\"\[\]\x00-\x1f\x7f]+")
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
AUTO_REPLY = "auto_reply"
LONGEST_ADDRESS = 320
MOST_REFERENCES = 20


class AddressUnusable(DomainError):
    code = "outbox.address_unusable"
    message = _("“%(address)s” is not an address mail can be sent to. Correct it first.")


class KeptFile(TypedDict):
    """A file to send along; the bytes lie in `core.files` under the digest."""

    name: str
    type: str
    size: int
    digest: str


class Copy(TypedDict):
    """Somebody who gets a copy."""

    name: str
    address: str


@dataclass(frozen=True, kw_only=True)
class MailWritten(DomainEvent):
    subject: ClassVar[str] = "mail_id"
    mail_id: int
    customer_id: int | None
    purpose: str


@dataclass(frozen=True, kw_only=True)
class MailBounced(DomainEvent):
    """A mail of ours was refused for good, at once or by a letter that came back."""

    subject: ClassVar[str] = "mail_id"
    mail_id: int
    customer_id: int | None
    purpose: str


def is_usable(address: str) -> bool:
    """Whether mail can be sent to the address."""
    return len(address) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(address) is not None


def new_message_id(sender_address: str) -> str:
    """A Message-ID of ours, without angle brackets, that nobody can guess."""
    return f"{secrets.token_hex(16)}@{sender_address.rpartition('@')[2]}"


def one_line(text: str, longest: int) -> str:
    """The text as one line of a header: no line break or control character passes."""
    return " ".join(_INVISIBLE.sub(" ", text).split())[:longest]


def _checked(address: str) -> str:
    if not is_usable(address):
        raise AddressUnusable(address=one_line(address, 80))
    return address


@transaction.atomic
def write_mail(  # noqa: PLR0913 - a mail has that many fields
    *,
    purpose: str,
    sender_name: str,
    sender_address: str,
    to_address: str,
    subject: str,
    text: str,
    actor: Actor | None,
    now: datetime,
    to_name: str = "",
    cc: Sequence[Copy] = (),
    customer_id: int | None = None,
    references: Sequence[str] = (),
    language: str = "en",
    is_automatic: bool = False,
    attachments: Sequence[KeptFile] = (),
) -> OutgoingMail:
    """Write a mail for the worker to send.

    `references` are the identifiers of the thread, without angle brackets; the last is answered.
    `is_automatic` marks what no person wrote, so that no machine answers it.
    Publishes MailWritten. Raises AddressUnusable.
    """
    mail = OutgoingMail.objects.create(
        purpose=purpose,
        customer_id=customer_id,
        message_id=new_message_id(_checked(sender_address)),
        in_reply_to=references[-1] if references else "",
        references=" ".join(_newest(references)),
        sender_name=one_line(sender_name, 200),
        sender_address=_checked(sender_address),
        to_name=one_line(to_name, 200),
        to_address=_checked(to_address),
        cc=[
            {"name": one_line(each["name"], 200), "address": _checked(each["address"])}
            for each in cc
        ],
        subject=one_line(subject, 998),
        text=text,
        language=language,
        is_automatic=is_automatic,
        attachments=list(attachments),
        written_at=now,
    )
    happened = MailWritten(mail_id=mail.pk, customer_id=customer_id, purpose=purpose)
    events.publish(happened, actor=actor, at=now)
    return mail


def _newest(references: Sequence[str]) -> list[str]:
    """The first of the thread and its newest, as RFC 5322 lets a long list be cut."""
    if len(references) <= MOST_REFERENCES:
        return list(references)
    return [references[0], *references[1 - MOST_REFERENCES :]]


def mark_sent(*, mail_id: int, now: datetime) -> bool:
    """Keep that the mail has gone out; return whether it was still waiting."""
    waiting = OutgoingMail.objects.filter(pk=mail_id, state=OutgoingMail.State.WAITING)
    return waiting.update(state=OutgoingMail.State.SENT, sent_at=now) == 1


@transaction.atomic
def mark_bounced(*, mail_id: int, problem: str, actor: Actor | None, now: datetime) -> bool:
    """Keep that the mail did not reach its reader, once; return whether that is news.

    Publishes MailBounced.
    """
    mail = OutgoingMail.objects.select_for_update().get(pk=mail_id)
    if mail.state == OutgoingMail.State.BOUNCED:
        return False
    mail.state = OutgoingMail.State.BOUNCED
    mail.problem = one_line(problem, 500)
    mail.save(update_fields=["state", "problem"])
    happened = MailBounced(mail_id=mail.pk, customer_id=mail.customer_id, purpose=mail.purpose)
    events.publish(happened, actor=actor, at=now)
    return True


def outgoing_mail() -> QuerySet[OutgoingMail]:
    """All mail of ours, the newest first."""
    return OutgoingMail.objects.order_by("-written_at", "-pk")


def read_outgoing(mail_id: int) -> OutgoingMail | None:
    """One mail of ours, or None."""
    return OutgoingMail.objects.filter(pk=mail_id).first()


def outgoing_with_ids(message_ids: Sequence[str]) -> OutgoingMail | None:
    """The mail of ours that has one of these Message-IDs, or None."""
    return OutgoingMail.objects.filter(message_id__in=message_ids).order_by("pk").first()


def mail_to(*, customer_id: int) -> QuerySet[OutgoingMail]:
    """All mail of ours to the customer."""
    return OutgoingMail.objects.filter(customer_id=customer_id)


def withdraw_mail_to(*, customer_id: int) -> None:
    """What still waits for the customer is not sent any more."""
    waiting = mail_to(customer_id=customer_id).filter(state=OutgoingMail.State.WAITING)
    waiting.update(state=OutgoingMail.State.BOUNCED)


@transaction.atomic
def erase_mail_to(*, customer_id: int) -> None:
    """Empty all mail of ours to an erased customer; what still waits is not sent any more."""
    withdraw_mail_to(customer_id=customer_id)
    mail_to(customer_id=customer_id).update(
        to_name="",
        to_address="",
        cc=[],
        subject="",
        text="",
        attachments=[],
        in_reply_to="",
        references="",
        problem="",
    )


def files_sent_to(*, customer_id: int) -> set[str]:
    """Digests of the files that mail to the customer carries."""
    theirs = mail_to(customer_id=customer_id)
    return {
        each["digest"]
        for attachments in theirs.values_list("attachments", flat=True)
        for each in attachments
    }


def is_sent_to_others(digest: str, *, customer_id: int) -> bool:
    """Whether mail to anybody but the customer carries the file; reads all mail once."""
    others = OutgoingMail.objects.exclude(customer_id=customer_id)
    named = others.annotate(named=Cast("attachments", TextField()))
    return named.filter(named__contains=digest).exists()
