"""What is believed beforehand, and where that comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext

from heed.loyalty.models import Prior
from heed.loyalty.rules.priors import READY


@dataclass(frozen=True)
class PriorInForce:
    """Percent of each category, what that is worth, and its source; nobody set the ready one."""

    values: Mapping[str, float]
    cases: float
    source: str
    is_folklore: bool
    set_by: str = ""
    set_at: datetime | None = None


def prior_in_force(name: str) -> PriorInForce:
    """The newest prior of a name, or what the trade tells; one statement."""
    row = priors_named(name).first()
    if row is None:
        ready = READY[name]
        source = gettext("Trade folklore, no known study")
        return PriorInForce(ready.values, ready.cases, source, is_folklore=True)
    return PriorInForce(
        row.values, row.cases, row.source, is_folklore=False, set_by=row.set_by.name,
        set_at=row.set_at,
    )  # fmt: skip


def priors_named(name: str) -> QuerySet[Prior]:
    """All versions of a prior, the newest first."""
    return Prior.objects.filter(name=name).select_related("set_by").order_by("-set_at", "-pk")
