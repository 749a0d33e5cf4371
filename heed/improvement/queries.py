from django.db.models import F, QuerySet

from heed.accounts.models import User
from heed.improvement.models import Improvement


def improvements(actor: User) -> QuerySet[Improvement]:
    """What we set out to improve: open ones first, the newest first; nothing without leave."""
    if not actor.may("ledger.view"):
        return Improvement.objects.none()
    rows = Improvement.objects.select_related("topic", "owner")
    return rows.order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-pk")


def open_improvements_by_topic(actor: User) -> dict[int | None, list[Improvement]]:
    """Open improvements by the topic they are about, the newest first; one statement."""
    found: dict[int | None, list[Improvement]] = {}
    for improvement in improvements(actor).filter(closed_at=None):
        found.setdefault(improvement.topic_id, []).append(improvement)
    return found
