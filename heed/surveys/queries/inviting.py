"""Who would be asked if a survey were sent out now, and who would not, and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from heed.accounts.models import User
from heed.core import outbox
from heed.customers.models import ContactPoint, Customer
from heed.customers.queries import customers_visible_to
from heed.surveys.models import Invitation, Survey
from heed.surveys.queries.contacts import contact_policy
from heed.surveys.rules.contact_policy import YEAR, Person, Send, decide
from heed.surveys.rules.seeds import draw_of

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Plan:
    """`ids` are those still to be decided upon; of the first of them `asked_now` are asked."""

    ids: tuple[int, ...] = ()
    asked: int = 0
    asked_now: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    decided_before: int = 0

    @property
    def now(self) -> tuple[int, ...]:
        """Those who are decided upon at one press."""
        return self.ids[:MOST_AT_ONCE]

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why how many are not asked, the most frequent reason first."""
        labels = dict(Invitation.Skip.choices)
        return [(str(labels[reason]), n) for reason, n in self.skipped.most_common()]


def plan_of(
    survey: Survey,
    *,
    actor: User,
    tiers: Sequence[str],
    stages: Sequence[str],
    share: float,
    now: datetime,
) -> Plan:
    """What inviting these customers would do; nothing is written and nobody is asked."""
    chosen = _customers(actor, tiers, stages)
    ids = list(chosen.order_by("pk").values_list("pk", flat=True))
    done = set(
        Invitation.objects.filter(
            survey=survey, skipped__in=("", Invitation.Skip.NOT_SAMPLED)
        ).values_list("customer_id", flat=True)
    )
    waiting = tuple(pk for pk in ids if pk not in done)
    reasons = _reasons(survey, chosen, set(waiting), share, now)
    decisions = Counter(reasons.values())
    return Plan(
        ids=waiting,
        asked=decisions.pop("", 0),
        asked_now=sum(not reasons[pk] for pk in waiting[:MOST_AT_ONCE]),
        skipped=decisions,
        decided_before=len(ids) - len(waiting),
    )


def _customers(actor: User, tiers: Sequence[str], stages: Sequence[str]) -> QuerySet[Customer]:
    rows = customers_visible_to(actor).filter(erased_at=None)
    if tiers:
        rows = rows.filter(tier__in=tiers)
    return rows.filter(stage__in=stages) if stages else rows


def _reasons(
    survey: Survey, chosen: QuerySet[Customer], waiting: set[int], share: float, now: datetime
) -> dict[int, str]:
    """The reason for each who waits, empty where she is asked."""
    policy = contact_policy()
    inside = chosen.order_by().values("pk")
    points = ContactPoint.objects.filter(customer__in=inside, kind=ContactPoint.Kind.EMAIL)
    first: dict[int, str] = {}
    for customer_id, value in points.order_by("pk").values_list("customer_id", "value"):
        first.setdefault(customer_id, value)
    asked: dict[int, list[datetime]] = {}
    invited = Invitation.objects.filter(
        customer__in=inside, skipped="", created_at__gt=now - YEAR
    ).values_list("customer_id", "created_at")
    for customer_id, at in invited:
        asked.setdefault(customer_id, []).append(at)
    found = {}
    for pk, declined_at in chosen.values_list("pk", "surveys_declined_at"):
        if pk not in waiting:
            continue
        person = Person(
            asked=tuple(asked.get(pk, ())),
            is_reachable=outbox.is_usable(first.get(pk, "")),
            has_opted_out=declined_at is not None,
        )
        decision = decide(policy, person, now=now, share=share, draw=draw_of(survey.pk, pk))
        found[pk] = "" if isinstance(decision, Send) else str(decision.reason)
    return found
