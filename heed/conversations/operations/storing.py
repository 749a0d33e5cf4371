"""Keeping what came in before anything is read from it, and setting aside what is of no use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.conversations.events import MailDismissed
from heed.conversations.models import RawMail
from heed.core import access, events, files
from heed.core.errors import DomainError


class MailNotParked(DomainError):
    code = "mail.not_parked"
    message = _("This mail is no longer parked: somebody has dealt with it. Reload the page.")


@dataclass(frozen=True)
class Incoming:
    """The bytes of one mail and where they came from."""

    source: str
    content: bytes


def store_raw(*, content: bytes, source: str, now: datetime) -> RawMail:
    """Keep the bytes of a mail durably; the same bytes again are the same row."""
    return store_all([Incoming(source, content)], now=now)[0]


def store_all(mails: Sequence[Incoming], *, now: datetime) -> list[RawMail]:
    """Keep many mails, their rows in one transaction; return the rows in the order given."""
    digests = [files.keep(mail.content) for mail in mails]
    rows = [
        RawMail(digest=digest, size=len(mail.content), source=mail.source[-200:], received_at=now)
        for digest, mail in zip(digests, mails, strict=True)
    ]
    with transaction.atomic():
        RawMail.objects.bulk_create(rows, ignore_conflicts=True)
        kept = RawMail.objects.in_bulk(digests, field_name="digest")
    return [kept[digest] for digest in digests]


@transaction.atomic
def dismiss_raw(*, raw: RawMail, actor: User, now: datetime) -> RawMail:
    """Set a parked mail aside as of no use; it stays kept.

    Publishes MailDismissed. Raises MailNotParked.
    """
    access.require(actor, "mail.mend")
    locked = locked_parked(raw)
    locked.state = RawMail.State.DISMISSED
    locked.corrected_by = actor
    locked.save(update_fields=["state", "corrected_by"])
    events.publish(MailDismissed(raw_id=locked.pk), actor=actor, at=now)
    return locked


def locked_parked(raw: RawMail) -> RawMail:
    """The row, locked, if it is still parked; part of a larger operation."""
    locked = RawMail.objects.select_for_update(of=("self",)).get(pk=raw.pk)
    if locked.state != RawMail.State.PARKED:
        raise MailNotParked
    return locked
