from datetime import datetime

from heed.accounts.queries import system_user
from heed.core.models import Event
from heed.surveys.operations import call_lists


def end_answered_line(event: Event, *, now: datetime) -> None:
    """Take who has answered by another way off the call list."""
    call_lists.end_answered_line(
        response_id=event.payload["response_id"], actor=system_user(), now=now
    )


def end_declined_lines(event: Event, *, now: datetime) -> None:
    """Take who does not want to be asked any more off all call lists."""
    call_lists.end_declined_lines(
        customer_id=event.payload["customer_id"], actor=system_user(), now=now
    )


def forget_calls(event: Event, *, now: datetime) -> None:
    """Take an erased customer off all call lists, and out of the notes of the calls."""
    call_lists.forget_calls_of(
        customer_id=event.payload["customer_id"], actor=system_user(), now=now
    )
