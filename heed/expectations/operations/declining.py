"""A request is declined kindly, and lands on the opportunity list by its topic (D1.6)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access
from heed.core.errors import DomainError
from heed.expectations.models import Negotiation, Topic
from heed.expectations.operations.negotiations import (
    ReasonMissing,
    close,
    locked,
    require_open,
)
from heed.expectations.operations.offer_letters import send_letter


class TopicMissing(DomainError):
    code = "negotiation.topic_missing"
    message = _(
        "Say which topic the request is about: what we decline is counted by topic, "
        "so that it can become an opportunity."
    )


@transaction.atomic
def decline_negotiation(
    *,
    negotiation_id: int,
    because: str,
    actor: User,
    now: datetime,
    topic: Topic | None = None,
    text: str = "",
    subject: str = "",
    token: str = "",
) -> Negotiation:
    """End a negotiation with our no and its true reason; with a text, it goes out as a letter.

    Without a text the customer has heard it by word of mouth. The topic, here or of the
    negotiation, puts it on the opportunity list. Publishes NegotiationClosed, with a text also
    what a letter publishes. Raises NegotiationEnded, ReasonMissing, TopicMissing,
    OfferNeedsAddress.
    """
    access.require(actor, "negotiations.conduct")
    negotiation = locked(negotiation_id)
    require_open(negotiation)
    if not because.strip():
        raise ReasonMissing
    negotiation.topic = topic or negotiation.topic
    if negotiation.topic is None:
        raise TopicMissing
    if text.strip():
        send_letter(negotiation, text, subject=subject, token=token, actor=actor, now=now)
    return close(negotiation, Negotiation.State.DECLINED, because, actor=actor, now=now)
