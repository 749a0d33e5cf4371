"""What an erased customer wrote and what we wrote to her is taken out; times and counts stay."""

from django.db import transaction
from django.db.models import F

from heed.conversations import documents
from heed.conversations.models import Attachment, Conversation, Message, RawMail
from heed.core import files, outbox, search


@transaction.atomic
def erase_words_of(*, customer_id: int) -> None:
    """Empty all letters, notes and files of the customer's conversations; safe to run twice.

    A file that somebody else's letter also holds stays for that one. Files go before the rows
    that name them, so that a run cut short finds them again.
    """
    theirs = Conversation.objects.filter(customer_id=customer_id)
    ids = list(theirs.select_for_update(of=("self",)).values_list("pk", flat=True))
    messages = Message.objects.filter(conversation__in=ids)
    raws = RawMail.objects.filter(messages__in=messages).distinct()
    attachments = Attachment.objects.filter(message__in=messages)
    digests = {
        *attachments.values_list("digest", flat=True),
        *raws.values_list("digest", flat=True),
        *outbox.files_sent_to(customer_id=customer_id),
    }
    for digest in digests:
        if not _is_held_elsewhere(digest, ids, customer_id):
            files.forget(digest)
    attachments.delete()
    for raw in raws:
        raw.digest, raw.source, raw.corrections = f"erased {raw.pk}", "", {}
        raw.save(update_fields=["digest", "source", "corrections"])
    _empty(ids)
    outbox.erase_mail_to(customer_id=customer_id)


def _empty(conversation_ids: list[int]) -> None:
    Message.objects.filter(conversation__in=conversation_ids).update(
        sender_name="",
        sender_address="",
        recipients=[],
        subject="",
        text="",
        quoted_text="",
        message_id="",
    )
    Conversation.objects.filter(pk__in=conversation_ids).update(
        subject="",
        base_subject="",
        state=Conversation.State.CLOSED,
        waiting_since=None,
        closed_at=F("last_message_at"),
    )
    for conversation_id in conversation_ids:
        search.remove(documents.KIND, conversation_id)


def _is_held_elsewhere(digest: str, conversation_ids: list[int], customer_id: int) -> bool:
    others = Attachment.objects.exclude(message__conversation__in=conversation_ids)
    return others.filter(digest=digest).exists() or outbox.is_sent_to_others(
        digest, customer_id=customer_id
    )
