from datetime import datetime

from django.db import transaction

from heed.accounts.models import User
from heed.core import access, events
from heed.loyalty.events import LeavingFollowed
from heed.loyalty.models import LeavingSnapshot
from heed.loyalty.queries.curves import curves_of
from heed.value.queries import current_rule


def follow_leaving(*, actor: User, now: datetime) -> LeavingSnapshot | None:
    """Work out how long customers stay, and keep that in place of what was kept before.

    Returns None where nobody bought anything yet. Call it outside a transaction. Publishes
    LeavingFollowed.
    """
    access.require(actor, "leaving.view")
    rule = current_rule()
    if rule is None:
        return None
    curves = curves_of(rule)
    with transaction.atomic():
        snapshot = LeavingSnapshot.objects.create(rule=rule, curves=curves, made_at=now)
        LeavingSnapshot.objects.exclude(pk=snapshot.pk).delete()
        events.publish(LeavingFollowed(snapshot_id=snapshot.pk), actor=actor, at=now)
    return snapshot
