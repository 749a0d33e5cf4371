"""What the worker does for improvements."""

from datetime import datetime

from heed.accounts.operations import notify
from heed.accounts.queries import system_user
from heed.core.models import Event
from heed.improvement.models import Improvement
from heed.improvement.operations.measuring import review_improvement
from heed.improvement.queries.reviews import improvement_ids_to_measure

BATCH = 50
ABOUT = "measurement"


def measure_due(*, now: datetime) -> None:
    """Measure what has its review by now, each in a transaction of its own."""
    actor = system_user()
    for improvement_id in improvement_ids_to_measure(now=now, most=BATCH):
        review_improvement(improvement_id=improvement_id, actor=actor, now=now)


def tell_owner(event: Event, *, now: datetime) -> None:
    """Put a notice before who sees to an improvement that was measured by Heed or by others."""
    improvement = Improvement.objects.select_related("owner")
    owner = improvement.get(pk=event.payload["improvement_id"]).owner
    if event.actor_id == owner.pk:
        return
    notify(
        recipient=owner,
        kind=event.type,
        customer_id=None,
        subject_type=ABOUT,
        subject_id=event.payload["measurement_id"],
        now=now,
    )
