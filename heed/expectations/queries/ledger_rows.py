"""The rows a figure of the ledger rests on: as many as its n says."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from heed.expectations.models import Topic
from heed.expectations.queries.ledger_sums import FELT_PAIR, MEASURED_PAIR
from heed.expectations.queries.promises import open_promises
from heed.expectations.queries.scope import Scope

MOMENTS = {"promises": "closed_at", "perceptions": "answered_at", "expectations": "recorded_at"}


@dataclass(frozen=True)
class Rows:
    """Rows of one kind, and the moment they are listed by."""

    kind: str
    moment: str
    rows: QuerySet[Any]


# per figure: the kind of rows for felt topics, for measured ones, and what they must hold
FELT = {
    "expected": ("perceptions", FELT_PAIR),
    "actual": ("perceptions", Q(perceived__isnull=False)),
    "gap": ("perceptions", FELT_PAIR),
}
MEASURED = {
    "expected": ("promises", MEASURED_PAIR),
    "actual": ("promises", Q(delivered_value__isnull=False)),
    "gap": ("promises", MEASURED_PAIR),
}
EITHER = {
    "promised": ("promises", Q(value__isnull=False)),
    "against": ("perceptions", Q(against_expectation__isnull=False)),
    "kept": ("promises", Q()),
    "expecting": ("expectations", Q()),
}
FIGURES = frozenset({*FELT, *EITHER, "open"})


def rows_behind(scope: Scope, topic: Topic | None, figure: str) -> Rows:
    """The rows of the figure for a topic, or for what has no topic; KeyError for no figure."""
    if figure == "open":
        rows = open_promises(scope.actor).filter(topic=topic)
        rows = rows.filter(customer__tier=scope.tier) if scope.tier else rows
        return Rows("promises", "due_at", rows)
    is_measured = topic is not None and topic.kind == Topic.Kind.MEASURED
    kind, held = (EITHER | (MEASURED if is_measured else FELT))[figure]
    rows = getattr(scope, kind)().filter(held, topic=topic)
    if figure == "actual":
        paired = rows.filter(MEASURED_PAIR if is_measured else FELT_PAIR)
        rows = paired if paired.exists() else rows
    return Rows(kind, MOMENTS[kind], rows)
