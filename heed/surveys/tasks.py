from datetime import datetime

from heed.accounts.queries import system_user
from heed.core.models import Event
from heed.surveys.operations import invitations


def invite_after_promise(event: Event, *, now: datetime) -> None:
    """Ask the customer about the promise that was just closed."""
    invitations.invite_after_promise(
        promise_id=event.payload["promise_id"], actor=system_user(), now=now
    )
