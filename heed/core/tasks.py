from datetime import UTC, datetime, timedelta

from django.conf import settings

from heed.core import gateways, outbox
from heed.core.letters import letter_of
from heed.core.models import Event, IdempotencyRecord, OutgoingMail

IDEMPOTENCY_KEPT = timedelta(days=7)


def send_mail(event: Event, *, now: datetime) -> None:
    """Send a mail that was written: to the mail server, or into the outbox folder without one."""
    mail = outbox.read_outgoing(event.payload["mail_id"])
    if mail is None or mail.state != OutgoingMail.State.WAITING:
        return
    letter = letter_of(mail)
    if settings.SMTP is None:
        gateways.put_in_folder(letter, name=file_name(mail), folder=settings.OUTBOX_FOLDER)
        if not outbox.mark_sent(mail_id=mail.pk, now=now):
            _remove_withdrawn(mail)
    else:
        to_address = letter["To"].addresses[0].addr_spec
        try:
            gateways.deliver(letter, to_address=to_address, server=settings.SMTP)
        except gateways.MailRefused as refusal:
            outbox.mark_bounced(mail_id=mail.pk, problem=str(refusal), actor=None, now=now)
            return
        outbox.mark_sent(mail_id=mail.pk, now=now)


def _remove_withdrawn(mail: OutgoingMail) -> None:
    """Take the file away again where the customer was erased while it was being written."""
    mail.refresh_from_db(fields=["state"])
    if mail.state == OutgoingMail.State.BOUNCED:
        gateways.remove_from_folder(name=file_name(mail), folder=settings.OUTBOX_FOLDER)


def remove_mail_files(event: Event, *, now: datetime) -> None:  # noqa: ARG001
    """Take the letters to an erased customer out of the outbox folder; safe to run twice."""
    customer_id = event.payload["customer_id"]
    outbox.withdraw_mail_to(customer_id=customer_id)
    for mail in outbox.mail_to(customer_id=customer_id).iterator():
        gateways.remove_from_folder(name=file_name(mail), folder=settings.OUTBOX_FOLDER)


def file_name(mail: OutgoingMail) -> str:
    """The name of the mail's file in the outbox folder."""
    return f"{mail.written_at.astimezone(UTC):%Y%m%d-%H%M%S}-{mail.pk}.eml"


def prune_idempotency(*, now: datetime) -> None:
    """Delete the answers to repeated requests that were kept longer than seven days."""
    IdempotencyRecord.objects.filter(at__lt=now - IDEMPOTENCY_KEPT).delete()
