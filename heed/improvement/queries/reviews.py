"""When improvements are measured again."""

from datetime import datetime

from heed.improvement.models import Improvement
from heed.improvement.rules.effects import next_review
from heed.improvement.rules.figures import Kind


def review_of(improvement: Improvement, *, now: datetime) -> datetime | None:
    """When it is measured next; what is over already is measured at once."""
    if improvement.effective_at is None or improvement.figure in {"", str(Kind.OWN)}:
        return None
    due = next_review(
        improvement.effective_at,
        settling_days=improvement.settling_days,
        window_days=improvement.window_days,
        now=now,
    )
    return due or now


def improvement_ids_to_measure(*, now: datetime, most: int) -> list[int]:
    """Improvements whose review is due, the longest due first."""
    rows = Improvement.objects.filter(
        state=Improvement.State.MEASURING, next_review_at__lte=now
    ).order_by("next_review_at", "pk")
    return list(rows.values_list("pk", flat=True)[:most])
