"""Where expectations should be lowered, raised or held, topic by topic and tier by tier (D1.11)."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isnan
from typing import Any

from django.db.models import Count, Q, QuerySet

from heed.accounts.models import User
from heed.accounts.queries import in_teams_of
from heed.customers.models import Customer
from heed.expectations.models import Expectation, Offer, Steering, Topic
from heed.expectations.queries.advised import promisable_by_advice
from heed.expectations.queries.deliveries import YEAR, Values, newest_of, received
from heed.expectations.queries.records import expectations_visible_to
from heed.expectations.queries.scope import Scope
from heed.expectations.queries.standards import more_is_better
from heed.expectations.queries.topics import topics_in_use
from heed.measures.estimates import Estimate
from heed.measures.quantiles import median_interval, quantile_interval
from heed.measures.shares import share_estimate
from heed.measures.steering import Steering as Finding
from heed.measures.steering import steering_verdict

PROMISABLE, DELIVERED = 0.8, 0.95
FEWEST_EXPECTATIONS, FEWEST_DELIVERIES = 6, 20
NEWEST_EXPECTATIONS = 5000
TIERS = ("", *Customer.Tier.values)
Place = tuple[int, str]


@dataclass(frozen=True)
class Cell:
    """One topic for one tier, or for all: what is expected, what can be done, and what to do."""

    topic: Topic
    tier: str
    expected: Estimate
    promisable: Estimate | None
    delivered: Estimate | None
    deliveries: int
    is_borrowed: bool
    is_advised: bool
    refused: Estimate | None
    disappointed: Estimate | None
    current: Steering | None

    @property
    def topic_id(self) -> int:
        return self.topic.pk

    @property
    def is_known(self) -> bool:
        """Whether there are enough cases on both sides to say anything."""
        return self.expected.n >= FEWEST_EXPECTATIONS and self.promisable is not None

    @property
    def suffering(self) -> Estimate | None:
        """The worse of both: offers not taken, answers worse than expected."""
        known = [each for each in (self.refused, self.disappointed) if each]
        return max(known, key=lambda each: each.value, default=None)

    @property
    def finding(self) -> Finding | None:
        """What the figures say; None where too little is known."""
        if not self.is_known or self.promisable is None or self.delivered is None:
            return None
        return steering_verdict(
            self.expected,
            promisable=self.promisable,
            delivered=self.delivered,
            suffering=self.suffering,
            more_is_better=more_is_better(self.topic),
        )

    @property
    def evidence(self) -> dict[str, object]:
        """The figures as they are kept with a decision."""
        finding = self.finding
        figures = {
            name: {"value": each.value, "lower": each.lower, "upper": each.upper, "n": each.n}
            for name in ("expected", "promisable", "delivered", "refused", "disappointed")
            if (each := getattr(self, name)) is not None
        }
        if finding is None:
            return _without_nan(figures)
        verdict = {"verdict": finding.verdict.value, "ground": finding.ground.value}
        return _without_nan(figures) | verdict | {"is_certain": finding.is_certain}


def _without_nan(figures: Mapping[str, Mapping[str, float]]) -> dict[str, object]:
    """JSON has no nan: a bound that is not known is none."""
    return {
        name: {key: None if isnan(value) else value for key, value in figure.items()}
        for name, figure in figures.items()
    }


def steering_cells(
    actor: User,
    *,
    now: datetime,
    topic: Topic | None = None,
) -> list[Cell]:
    """Topics in use by tier, all first, where something is expected; ten statements.

    What the promise advisor says can be promised goes before our own quantile of deliveries.
    """
    topics = [topic] if topic else list(topics_in_use())
    expected = _expected(actor, topics)
    got = received(actor, topics, now=now)
    since = now - YEAR
    refused, disappointed = _refused(actor, since), _disappointed(actor, since)
    current = {(row.topic_id, row.tier): row for row in current_steerings()}
    advised = promisable_by_advice(topics, TIERS, coverage=PROMISABLE, now=now)
    return [
        _cell(
            each,
            tier,
            expected=expected[each.pk].of(tier),
            got=got[each.pk],
            refused=refused.get((each.pk, tier)),
            disappointed=disappointed.get((each.pk, tier)),
            current=current.get((each.pk, tier)),
            advised=advised.get((each.pk, tier)),
        )
        for each in topics
        for tier in TIERS
        if expected[each.pk].of(tier)
    ]


def current_steerings() -> QuerySet[Steering]:
    """Decisions in force, the newest first."""
    rows = Steering.objects.filter(ended_at=None).select_related("topic", "decided_by")
    return rows.order_by("-decided_at", "-pk")


def _cell(
    topic: Topic,
    tier: str,
    *,
    expected: Counter[float],
    got: Values,
    refused: tuple[int, int] | None,
    disappointed: tuple[int, int] | None,
    current: Steering | None,
    advised: Estimate | None,
) -> Cell:
    own, whole = got.of(tier), got.of()
    is_borrowed = own.total() < FEWEST_DELIVERIES <= whole.total()
    counts = whole if is_borrowed else own
    is_enough = counts.total() >= FEWEST_DELIVERIES
    return Cell(
        topic=topic,
        tier=tier,
        expected=median_interval(list(expected), counts=list(expected.values())),
        promisable=advised or (_reached(topic, counts, PROMISABLE) if is_enough else None),
        delivered=_reached(topic, counts, DELIVERED) if is_enough else None,
        deliveries=counts.total(),
        is_borrowed=is_borrowed,
        is_advised=advised is not None,
        refused=share_estimate(*refused) if refused else None,
        disappointed=share_estimate(*disappointed) if disappointed else None,
        current=current,
    )


def _reached(topic: Topic, counts: Counter[float], share: float) -> Estimate:
    """The value at least so good in this share of cases."""
    probability = 1 - share if more_is_better(topic) else share
    return quantile_interval(list(counts), probability, counts=list(counts.values()))


def _expected(actor: User, topics: Collection[Topic]) -> dict[int, Values]:
    """Per topic how often each value is expected now, of the newest 5,000; one statement."""
    found = {topic.pk: Values() for topic in topics}
    current = expectations_visible_to(actor).filter(superseded_at=None)
    newest = newest_of(current, "recorded_at", topics, NEWEST_EXPECTATIONS)
    rows = Expectation.objects.filter(newest)
    columns = ("topic", "customer__tier", "value", "felt")
    for topic_id, tier, value, felt, n in (
        rows.order_by().values_list(*columns).annotate(n=Count("pk"))
    ):
        given = felt if value is None else value
        if given is not None:
            found[topic_id].add(tier, float(given), n)
    return found


def _refused(actor: User, since: datetime) -> dict[Place, tuple[int, int]]:
    """Per topic and tier: offers declined or answered with another wish, of all answered."""
    rows = Offer.objects.filter(
        in_teams_of(actor, path="negotiation__customer__team"), answered_at__gte=since
    )
    not_taken = Q(answer__in=(Offer.Answer.DECLINED, Offer.Answer.COUNTER))
    counted = rows.order_by().values_list("negotiation__topic", "negotiation__tier")
    return _with_whole(counted.annotate(some=Count("pk", filter=not_taken), n=Count("pk")))


def _disappointed(actor: User, since: datetime) -> dict[Place, tuple[int, int]]:
    """Per topic and tier: answers worse than expected, of all that say so."""
    rows = Scope(actor, since=since).perceptions().filter(against_expectation__isnull=False)
    worse = Q(against_expectation__lt=0)
    counted = rows.order_by().values_list("topic", "tier")
    return _with_whole(counted.annotate(some=Count("pk", filter=worse), n=Count("pk")))


def _with_whole(rows: "QuerySet[Any, Any]") -> dict[Place, tuple[int, int]]:
    """The counts by tier, and over all tiers under the tier ""."""
    found: dict[Place, tuple[int, int]] = {}
    for topic_id, tier, some, n in rows:
        for place in {(topic_id, tier), (topic_id, "")}:
            former = found.get(place, (0, 0))
            found[place] = (former[0] + some, former[1] + n)
    return found


def decisions_on(topic: Topic, tier: str) -> QuerySet[Steering]:
    """All decisions on a topic for a tier, the newest first."""
    rows = Steering.objects.filter(topic=topic, tier=tier).select_related("topic", "decided_by")
    return rows.order_by("-decided_at", "-pk")
