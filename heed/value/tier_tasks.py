"""What the worker does after conditions of tiers were proposed or approved."""

from datetime import datetime

from heed.accounts.queries import system_user
from heed.core.models import Event
from heed.value.operations.tiering import preview_tier_policy
from heed.value.tasks import revalue_when_stale


def preview_policy(event: Event, *, now: datetime) -> None:
    """Work out who would move by a policy that was proposed."""
    preview_tier_policy(policy_id=event.payload["policy_id"], actor=system_user(), now=now)


def follow_policy(_event: Event, *, now: datetime) -> None:
    """Value the customers at once by a policy that is in force today already."""
    revalue_when_stale(now=now)
