"""The promise-keeping rate by agent, team, topic or tier, with what it rests on (D1.9)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from heed.accounts.models import Team, User
from heed.accounts.queries import in_teams_of
from heed.customers.models import Customer
from heed.expectations.models import KeepingSummary, Promise, Topic
from heed.expectations.queries.ledger_sums import cover
from heed.expectations.queries.scope import Scope
from heed.measures.estimates import Estimate
from heed.measures.shares import share_estimate

FIELDS = {"agent": "owner_id", "team": "team_id", "topic": "topic_id", "tier": "tier"}
OUTCOMES = ("kept", "late", "broken")
NONE = "none"


@dataclass(frozen=True)
class Keeping:
    """One agent, team, topic or tier: closed promises by outcome; `key` names it in addresses."""

    key: str
    name: str
    kept: int
    late: int
    broken: int

    @property
    def counted(self) -> int:
        return self.kept + self.late + self.broken

    @property
    def estimate(self) -> Estimate:
        """Kept of all counted, with a 95 % Wilson interval."""
        return share_estimate(self.kept, self.counted)

    @property
    def rate(self) -> float:
        return self.kept / self.counted


SORTS: dict[str, Callable[[Keeping], object]] = {
    "name": lambda row: row.name.casefold(),
    "n": attrgetter("counted"),
    "kept": attrgetter("kept"),
    "late": attrgetter("late"),
    "broken": attrgetter("broken"),
    "rate": lambda row: (row.rate, row.counted),
}


def closed_in(actor: User, *, since: datetime | None) -> QuerySet[Promise]:
    """Closed promises that count: all the actor may see, for an agent her own."""
    rows = Scope(actor, since=since).promises()
    return rows if actor.may("ledger.view") else rows.filter(owner_id=actor.pk)


def outcomes_by(field: str, rows: QuerySet[Promise], *keys: str) -> Iterable[dict[str, Any]]:
    """Kept, late and broken of the rows for each value of a field, and of the keys beside it."""
    counts = {outcome: Count("pk", filter=Q(outcome=outcome)) for outcome in OUTCOMES}
    found: Iterable[dict[str, Any]] = rows.order_by().values(field, *keys).annotate(**counts)
    return found


def keeping_by(by: str, actor: User, *, since: datetime | None) -> list[Keeping]:
    """The rate of each, by name; for who sees the ledger from the summaries of past days."""
    found: dict[str, Counter[str]] = {}
    for key, counts in _outcomes(by, actor, since):
        found.setdefault(key, Counter()).update(counts)
    names = _names(by, list(found))
    shown = [
        Keeping(key or NONE, names.get(key, ""), *(counts[name] for name in OUTCOMES))
        for key, counts in found.items()
    ]
    return sorted(shown, key=SORTS["name"])  # type: ignore[arg-type]


Outcomes = tuple[str, dict[str, int]]


def _outcomes(by: str, actor: User, since: datetime | None) -> Iterator[Outcomes]:
    """Counts by outcome with their key, as text; several of the same key add up."""
    if not actor.may("ledger.view"):
        yield from _read(FIELDS[by], closed_in(actor, since=since))
        return
    span = cover(since, None)
    rows = KeepingSummary.objects.filter(in_teams_of(actor), by=by, period__in=span.period_ids)
    # Named apart from the columns, which an annotation must not shadow.
    totals = {f"sum_{name}": Sum(name) for name in OUTCOMES}
    columns = ("key", *totals)
    for key, *counts in rows.order_by().values("key").annotate(**totals).values_list(*columns):
        yield key, dict(zip(OUTCOMES, counts, strict=True))
    for begins, ends in span.uncovered:
        yield from _read(FIELDS[by], Scope(actor, since=begins, until=ends).promises())


def _read(field: str, rows: QuerySet[Promise]) -> Iterator[Outcomes]:
    for row in outcomes_by(field, rows):
        yield str(row.pop(field) or ""), row


def _names(by: str, keys: list[str]) -> dict[str, str]:
    if by == "tier":
        return {value: str(label) for value, label in Customer.Tier.choices}
    model = {"agent": User, "team": Team, "topic": Topic}[by]
    ids = [int(key) for key in keys if key]
    return {str(key): str(row) for key, row in model.objects.in_bulk(ids).items()}  # type: ignore[attr-defined]


def rows_of(
    by: str, key: str, outcome: str, actor: User, *, since: datetime | None
) -> QuerySet[Promise]:
    """The promises behind one figure, those closed last first."""
    rows = closed_in(actor, since=since)
    if outcome in OUTCOMES:
        rows = rows.filter(outcome=outcome)
    if key == NONE:
        return rows.filter(tier="") if by == "tier" else rows.filter(**{FIELDS[by]: None})
    if by == "tier":
        return rows.filter(tier=key)
    is_number = key.isascii() and key.isdigit() and len(key) < 19
    return rows.filter(**{FIELDS[by]: int(key)}) if is_number else rows.none()
