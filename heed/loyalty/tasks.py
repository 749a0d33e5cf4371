"""What the worker does about leaving."""

from datetime import datetime

from heed.accounts.queries import system_user
from heed.core.models import Event
from heed.loyalty.operations import departures, erasing


def record_said_departure(event: Event, *, now: datetime) -> None:
    """Record why a customer left who said so in an exit interview or a survey."""
    departures.record_said_departure(
        response_id=event.payload["response_id"], actor=system_user(), now=now
    )


def erase_words(event: Event, *, now: datetime) -> None:  # noqa: ARG001
    """Take out what was written of an erased customer's leaving."""
    erasing.erase_words_of(customer_id=event.payload["customer_id"])
