"""The automatic answer to a first letter: that it arrived, and by when we answer."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from heed.accounts.models import Organisation, User
from heed.accounts.queries import organisation
from heed.conversations.models import Message
from heed.conversations.operations.automatic import answer_automatically, is_to_be_answered
from heed.customers.models import Customer
from heed.expectations.models import Announcement
from heed.expectations.operations.announcements import announce
from heed.expectations.queries.advice import Asked, Suggested, advisor_on_first_answer, hours_of


@transaction.atomic
def reply_to_first_letter(*, message_id: int, actor: User, now: datetime) -> Message | None:
    """Tell the customer that her first letter arrived, and by when we answer where that is known.

    Nothing is sent where the company does not want it, or where a machine may not answer.
    Publishes AutomaticReplySent, and TimeAnnounced where a time is announced.
    """
    company = organisation()
    rows = Message.objects.select_related("raw", "conversation__customer__team")
    message = rows.select_related("conversation__team").get(pk=message_id)
    if not company.announces_answer_time or not is_to_be_answered(message, now=now):
        return None
    conversation = message.conversation
    customer = conversation.customer
    asked = Asked.about(
        customer, conversation, hours=hours_of(conversation.team or customer.team), now=now
    )
    found = advisor_on_first_answer(asked).promise_by()
    due_at = found.due_at if isinstance(found, Suggested) else None
    text = automatic_text(
        company=company, customer=customer, language=customer.language, due_at=due_at
    )
    reply = answer_automatically(message=message, text=text, actor=actor, now=now)
    if reply and due_at:
        announce(
            customer=customer,
            conversation=conversation,
            place=Announcement.Place.AUTO_REPLY,
            actor=actor,
            now=now,
        )
    return reply


def automatic_text(
    *, company: Organisation, customer: Customer | None, language: str, due_at: datetime | None
) -> str:
    """The letter in a language, with the time in the customer's time zone; or without a time."""
    zone = (customer.time_zone if customer else "") or company.time_zone
    context = {"company": company, "customer": customer, "due_at": due_at, "zone": zone}
    with translation.override(language), timezone.override(ZoneInfo(zone)):
        return render_to_string("expectations/automatic_reply.txt", context)
