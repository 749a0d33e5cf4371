from datetime import datetime

from heed.accounts.queries import system_user
from heed.core.models import Event
from heed.surveys.operations import analyses, erasing, invitation_rounds, invitations, surveys

ANALYSIS_LEASE = analyses.LEASE


def invite_after_promise(event: Event, *, now: datetime) -> None:
    """Ask the customer about the promise that was just closed."""
    invitations.invite_after_promise(
        promise_id=event.payload["promise_id"], actor=system_user(), now=now
    )


def advance_round(event: Event, *, now: datetime) -> None:
    """Decide upon the next customers of the round that was ordered or has come so far."""
    invitation_rounds.advance_round(round_id=event.payload["round_id"], now=now)


def erase_responses(event: Event, *, now: datetime) -> None:  # noqa: ARG001
    """Take out what an erased customer said in surveys."""
    erasing.erase_responses_of(customer_id=event.payload["customer_id"])


def close_due_surveys(*, now: datetime) -> None:
    """End the surveys whose time has come."""
    surveys.close_due_surveys(now=now)


def make_analysis(event: Event, *, now: datetime) -> None:
    """Make the analysis that somebody asked for."""
    analyses.make_analysis(analysis_id=event.payload["analysis_id"], now=now)
