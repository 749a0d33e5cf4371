"""Whom putting customers on a call list would decide upon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from heed.accounts.models import User
from heed.customers.queries import numbers_to_dial
from heed.surveys.models import Invitation, Survey
from heed.surveys.queries.inviting import Plan, customers_chosen, plan_of, still_to_decide

MOST_AT_ONCE = 500
LEFT_ALONE = timedelta(days=3)  # after a letter, before she is called about it


@dataclass(frozen=True)
class CallPlan:
    """What the policy makes of those chosen; `reminded` were written to and have not answered."""

    plan: Plan
    reminded: int

    @property
    def listed(self) -> int:
        return self.plan.asked + self.reminded

    @property
    def total(self) -> int:
        """How many are to be decided upon."""
        return self.plan.waiting + self.reminded


def customer_ids_to_list(
    survey: Survey,
    *,
    actor: User,
    tiers: Sequence[str],
    stages: Sequence[str],
    with_unanswered: bool,
    now: datetime,
) -> list[int]:
    """Those to be decided upon now, at most MOST_AT_ONCE; who was written to comes first."""
    chosen = customers_chosen(actor, tiers=tiers, stages=stages)
    reminded = chosen.filter(pk__in=_unanswered(survey, now).values("customer")).order_by("pk")
    first = reminded.values_list("pk", flat=True)[:MOST_AT_ONCE]
    ids = list(first) if with_unanswered else []
    rest = still_to_decide(survey, chosen).values_list("pk", flat=True)
    return ids + list(rest[: MOST_AT_ONCE - len(ids)])


def call_plan_of(
    survey: Survey,
    *,
    actor: User,
    tiers: Sequence[str],
    stages: Sequence[str],
    share: float,
    with_unanswered: bool,
    now: datetime,
) -> CallPlan:
    """What putting these customers on the list would do; nothing is written."""
    plan = plan_of(
        survey,
        actor=actor,
        tiers=tiers,
        stages=stages,
        share=share,
        channel=Invitation.Channel.TELEPHONE,
        now=now,
    )
    if not with_unanswered:
        return CallPlan(plan, 0)
    chosen = customers_chosen(actor, tiers=tiers, stages=stages)
    reminded = chosen.filter(pk__in=_unanswered(survey, now).values("customer"))
    return CallPlan(plan, reminded.count())


def _unanswered(survey: Survey, now: datetime) -> QuerySet[Invitation]:
    """Letters of the survey that nobody has answered for some days, to people with a number."""
    rows = Invitation.objects.filter(
        survey=survey,
        channel=Invitation.Channel.MAIL,
        skipped="",
        answered_at=None,
        created_at__lte=now - LEFT_ALONE,
        interview=None,
        customer__in=numbers_to_dial().values("customer"),
    )
    return rows.filter(customer__surveys_declined_at=None)
