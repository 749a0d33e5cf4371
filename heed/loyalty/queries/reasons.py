"""Why customers left: counted, believed beforehand, and both together; each with its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from heed.accounts.models import User
from heed.customers.models import Customer
from heed.customers.queries import customers_visible_to
from heed.loyalty.models import Departure, Prior
from heed.loyalty.queries.departures import departures_in_force
from heed.loyalty.queries.priors import PriorInForce, prior_in_force
from heed.loyalty.rules import priors as rules
from heed.loyalty.rules.following import SILENCE
from heed.loyalty.rules.reasons import REASONS, UNKNOWN, is_controllable
from heed.measures.priors import Believed, share_believed, shares_believed

ANY, CONTROLLABLE = "any", "controllable"


@dataclass(frozen=True)
class ReasonRow:
    """One reason: how many gave it, what that says, and what is believed of it."""

    reason: str
    label: str
    count: int
    believed: Believed

    @property
    def is_controllable(self) -> bool:
        return is_controllable(self.reason)


@dataclass(frozen=True)
class Distribution:
    """Reasons of the leavings that are known, beside what was believed beforehand."""

    rows: list[ReasonRow]
    known: int
    unknown: int
    sources: list[tuple[str, int]]
    controllable: Believed
    prior: PriorInForce

    @property
    def kept_by_us(self) -> int:
        return sum(row.count for row in self.rows if row.is_controllable)


def distribution(actor: User, *, since: date | None = None, tier: str = "") -> Distribution:
    """Why customers the actor may see left, from a day on; three statements at most."""
    rows = _chosen(actor, since=since, tier=tier).order_by()
    counted = {(reason, source): count for reason, source, count in rows.values_list(
        "reason", "source"
    ).annotate(Count("pk"))}  # fmt: skip
    prior = prior_in_force(Prior.Name.REASONS_FOR_LEAVING)
    counts = {reason: _sum(counted, reason=reason) for reason in (*REASONS, UNKNOWN)}
    named = [Departure.Reason(each) for each in Departure.Reason.values if each != UNKNOWN]
    found = shares_believed(
        [counts[each] for each in named],
        prior=[prior.values[each] for each in named],
        prior_cases=prior.cases,
    )
    known = sum(counts[each] for each in named)
    kept = sum(count for reason, count in counts.items() if is_controllable(reason))
    return Distribution(
        rows=[
            ReasonRow(each.value, str(each.label), counts[each], believed)
            for each, believed in zip(named, found, strict=True)
        ],
        known=known,
        unknown=counts[UNKNOWN],
        sources=_sources(counted),
        controllable=share_believed(
            kept, known, prior=rules.controllable(prior.values), prior_cases=prior.cases
        ),
        prior=prior,
    )


def _sum(counted: Mapping[tuple[str, str], int], *, reason: str) -> int:
    return sum(count for (each, _source), count in counted.items() if each == reason)


def _sources(counted: Mapping[tuple[str, str], int]) -> list[tuple[str, int]]:
    """How many leavings are known from where; what never occurs is left out."""
    found = []
    for source in Departure.Source:
        count = sum(each for (_reason, by), each in counted.items() if by == source)
        if count:
            found.append((str(source.label), count))
    return found


def _chosen(actor: User, *, since: date | None, tier: str) -> QuerySet[Departure]:
    rows = departures_in_force(actor)
    if since:
        rows = rows.filter(left_on__gte=since)
    return rows.filter(tier=tier) if tier else rows


def departures_behind(
    actor: User, of: str, *, since: date | None = None, tier: str = ""
) -> QuerySet[Departure]:
    """The entries behind one figure: a reason, all, or those we could have kept."""
    rows = _chosen(actor, since=since, tier=tier)
    if of == CONTROLLABLE:
        rows = rows.filter(reason__in=[each for each in REASONS if is_controllable(each)])
    elif of != ANY:
        rows = rows.filter(reason=of)
    return rows.select_related("customer", "recorded_by")


def silent_customers(actor: User, *, as_of: date, since: date | None = None) -> QuerySet[Customer]:
    """Customers gone without a word: lost by their state, no leaving on record.

    From `since` on: those whose silence became longer than a year in the period up to `as_of`.
    """
    recorded = Departure.objects.filter(
        customer=OuterRef("pk"), ended_at=None, left_on__lte=as_of,
        left_on__gte=OuterRef("value__first_on"),
    )  # fmt: skip
    rows = customers_visible_to(actor).filter(
        ~Exists(recorded), state=Customer.State.LOST, value__first_on__lte=as_of
    )
    if since:
        last = since - SILENCE
        wrote = datetime.combine(last + timedelta(days=1), time(), UTC)
        rows = rows.filter(Q(value__last_on__gt=last) | Q(last_contact_at__gte=wrote))
    return rows.select_related("value")
