from django.db.models import F, QuerySet

from heed.accounts.models import User
from heed.expectations.models import Topic
from heed.improvement.models import Improvement, Measurement


def improvements(actor: User) -> QuerySet[Improvement]:
    """What we set out to improve: open ones first, the newest first; nothing without leave."""
    if not actor.may("ledger.view"):
        return Improvement.objects.none()
    rows = Improvement.objects.select_related("topic", "owner", "opened_by")
    return rows.order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-pk")


def open_improvements_by_topic(actor: User) -> dict[int | None, list[Improvement]]:
    """Open improvements by the topic they are about, the newest first; one statement."""
    found: dict[int | None, list[Improvement]] = {}
    for improvement in improvements(actor).filter(closed_at=None):
        found.setdefault(improvement.topic_id, []).append(improvement)
    return found


def tried_on(topic: Topic, actor: User) -> QuerySet[Improvement]:
    """What was tried on a topic and is closed, the last first."""
    return improvements(actor).filter(topic=topic, closed_at__isnull=False)


def last_measurements(improvements: list[Improvement]) -> dict[int, Measurement]:
    """The newest measurement of each; one statement."""
    rows = Measurement.objects.filter(improvement__in=improvements)
    return {row.improvement_id: row for row in rows.order_by("measured_at", "pk")}
