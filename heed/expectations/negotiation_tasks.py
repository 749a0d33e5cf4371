"""What the worker does for negotiations; nothing here waits for a page to be opened."""

from datetime import datetime

from heed.accounts.models import User
from heed.accounts.operations import notify
from heed.accounts.queries import system_user
from heed.core.models import Event
from heed.expectations.models import Concession, Negotiation
from heed.expectations.operations.negotiations import resume_deferred
from heed.expectations.operations.offers import expire_offer
from heed.expectations.queries.negotiations import negotiation_ids_to_resume
from heed.expectations.queries.offers import offer_ids_to_expire

BATCH = 500


def keep_negotiations_in_time(*, now: datetime) -> None:
    """Let offers run out that nobody answered, and open again what was deferred until now."""
    actor = system_user()
    for offer_id in offer_ids_to_expire(now=now, most=BATCH):
        expire_offer(offer_id=offer_id, actor=actor, now=now)
    for negotiation_id in negotiation_ids_to_resume(now=now, most=BATCH):
        resume_deferred(negotiation_id=negotiation_id, actor=actor, now=now)


def tell_negotiator(event: Event, *, now: datetime) -> None:
    """Put a notice before the owner, unless what happened was her or his own doing."""
    negotiation = _negotiation(event)
    if event.actor_id != negotiation.owner_id:
        _tell(negotiation.owner, event, now)


def tell_asked(event: Event, *, now: datetime) -> None:
    """Put a notice before the colleague or supervisor who is asked for a concession."""
    step = Concession.objects.select_related("asked_of").get(pk=event.payload["concession_id"])
    if step.asked_of:
        _tell(step.asked_of, event, now)


def tell_escalated(event: Event, *, now: datetime) -> None:
    """Put a notice before the person a negotiation was escalated to."""
    negotiation = _negotiation(event)
    if event.payload["outcome"] == Negotiation.State.ESCALATED and negotiation.escalated_to:
        _tell(negotiation.escalated_to, event, now)


def _negotiation(event: Event) -> Negotiation:
    rows = Negotiation.objects.select_related("owner", "escalated_to")
    return rows.get(pk=event.payload["negotiation_id"])


def _tell(recipient: User, event: Event, now: datetime) -> None:
    """The notice is about the event, so that each turn of a long negotiation is told."""
    notify(
        recipient=recipient,
        kind=event.type,
        customer_id=event.customer_id,
        subject_type="negotiation_event",
        subject_id=event.pk,
        now=now,
    )
