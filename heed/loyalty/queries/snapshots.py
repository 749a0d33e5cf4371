from django.db.models import Max

from heed.loyalty.models import Departure, LeavingSnapshot
from heed.value.queries import current_rule


def newest_snapshot() -> LeavingSnapshot | None:
    """How long customers stay, as worked out last; None before the first time."""
    rows = LeavingSnapshot.objects.select_related("rule").order_by("-made_at", "-pk")
    return rows.first()


def is_snapshot_stale() -> bool:
    """Whether customers were valued again, or an entry came or ended, since it was worked out."""
    rule, snapshot = current_rule(), newest_snapshot()
    if rule is None or snapshot is None:
        return rule is not None
    changed = Departure.objects.aggregate(came=Max("recorded_at"), ended=Max("ended_at"))
    is_behind = any(at is not None and at > snapshot.made_at for at in changed.values())
    return snapshot.rule_id != rule.pk or is_behind
