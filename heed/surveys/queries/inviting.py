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
from heed.surveys.queries.contacts import DECIDED, claims_above, contact_policy, decided_by
from heed.surveys.rules.contact_policy import YEAR, Person, Send, decide, kept_until, reach_of
from heed.surveys.rules.seeds import draw_of
from heed.surveys.rules.skips import Reason

Asked = tuple[int, datetime]


@dataclass(frozen=True)
class Plan:
    """How many of those chosen would be asked, and why how many not; nobody is asked by it."""

    waiting: int = 0
    asked: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    decided_before: int = 0

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why how many are not asked, the most frequent reason first."""
        labels = dict(Invitation.Skip.choices)
        return [(str(labels[reason]), n) for reason, n in self.skipped.most_common()]


def customers_chosen(
    actor: User, *, tiers: Sequence[str], stages: Sequence[str]
) -> QuerySet[Customer]:
    """The customers of these tiers and stages that the actor may see; no tier means all."""
    rows = customers_visible_to(actor).filter(erased_at=None)
    if tiers:
        rows = rows.filter(tier__in=tiers)
    return rows.filter(stage__in=stages) if stages else rows


def still_to_decide(survey: Survey, chosen: QuerySet[Customer]) -> QuerySet[Customer]:
    """Those of the chosen whom the survey neither asked nor drew against, by id."""
    done = Invitation.objects.filter(survey=survey, skipped__in=DECIDED)
    return chosen.exclude(pk__in=done.values("customer")).order_by("pk")


def plan_of(
    survey: Survey,
    *,
    actor: User,
    tiers: Sequence[str],
    stages: Sequence[str],
    share: float,
    now: datetime,
    channel: str = Invitation.Channel.MAIL,
) -> Plan:
    """What asking these customers would do; nothing is written and nobody is asked."""
    chosen = customers_chosen(actor, tiers=tiers, stages=stages)
    waiting = still_to_decide(survey, chosen)
    reasons = _reasons(survey, waiting, share, channel, now)
    decisions = Counter(reasons)
    return Plan(
        waiting=len(reasons),
        asked=decisions.pop("", 0),
        skipped=decisions,
        decided_before=chosen.count() - len(reasons),
    )


def _reasons(
    survey: Survey, waiting: QuerySet[Customer], share: float, channel: str, now: datetime
) -> list[str]:
    """The reason for each who waits, empty where she would be asked."""
    policy, claims = contact_policy(), claims_above(survey.priority, now=now)
    decided = decided_by(claims, waiting.order_by()) if claims else {}
    addresses, reaches = _points_of(waiting)
    by_customer, by_reach = _asked(now)
    found = []
    for pk, tier, stage, declined_at in waiting.values_list(
        "pk", "tier", "stage", "surveys_declined_at"
    ):
        asked = set(by_customer.get(pk, ())).union(
            *(by_reach.get(each, ()) for each in reaches.get(pk, ()))
        )
        person = Person(
            asked=tuple(at for _pk, at in asked),
            is_reachable=_is_reachable(addresses.get(pk, ""), reaches.get(pk, ()), channel),
            has_opted_out=declined_at is not None,
            kept_until=kept_until(
                claims, customer_id=pk, tier=tier, stage=stage, decided=decided.get(pk, ())
            ),
        )
        draw = draw_of(survey.pk, pk) if share < 1 else 0.0  # where all are taken, no lot decides
        decision = decide(policy, person, now=now, share=share, draw=draw)
        found.append("" if isinstance(decision, Send) else _said(decision.reason, channel))
    return found


def _is_reachable(address: str, reaches: Sequence[str], channel: str) -> bool:
    if channel == Invitation.Channel.TELEPHONE:
        return any(each.startswith("line:") for each in reaches)
    return outbox.is_usable(address)


def _said(reason: Reason, channel: str) -> str:
    """The reason, which on the telephone is the number that is missing, not the address."""
    is_called = channel == Invitation.Channel.TELEPHONE
    return str(Reason.NO_NUMBER if is_called and reason == Reason.NO_ADDRESS else reason)


def _points_of(waiting: QuerySet[Customer]) -> tuple[dict[int, str], dict[int, list[str]]]:
    """By customer: the address to write to, and the mailboxes and lines by which she is known."""
    addresses: dict[int, str] = {}
    reaches: dict[int, list[str]] = {}
    kinds = (ContactPoint.Kind.EMAIL, ContactPoint.Kind.PHONE)
    points = ContactPoint.objects.filter(
        customer__in=waiting.order_by(), kind__in=kinds, wrong_at=None
    )
    for customer_id, kind, value in points.order_by("pk").values_list(
        "customer_id", "kind", "value"
    ):
        if kind == ContactPoint.Kind.EMAIL:
            addresses.setdefault(customer_id, value)
        reaches.setdefault(customer_id, []).append(reach_of(kind, value))
    return addresses, reaches


def _asked(now: datetime) -> tuple[dict[int, list[Asked]], dict[str, list[Asked]]]:
    """What was asked in a year, by customer and by mailbox or line."""
    by_customer: dict[int, list[Asked]] = {}
    by_reach: dict[str, list[Asked]] = {}
    rows = Invitation.objects.filter(skipped="", created_at__gt=now - YEAR)
    for pk, customer_id, reached, at in rows.values_list(
        "pk", "customer_id", "reached", "created_at"
    ):
        by_customer.setdefault(customer_id, []).append((pk, at))
        if reached:
            by_reach.setdefault(reached, []).append((pk, at))
    return by_customer, by_reach
