"""What the contact policy looks at: how often somebody was asked, and who else wants to ask."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from heed.accounts.queries import organisation
from heed.core import outbox
from heed.customers.models import Customer
from heed.surveys.models import Invitation, InvitationRound
from heed.surveys.rules.contact_policy import (
    YEAR,
    Claim,
    ContactPolicy,
    Person,
    claimed_until,
    kept_until,
    reach_of,
)

DECIDED = ("", Invitation.Skip.NOT_SAMPLED)


def contact_policy() -> ContactPolicy:
    """How often the company allows itself to ask one person."""
    company = organisation()
    return ContactPolicy(
        gap=timedelta(days=company.invitation_gap_days), most_a_year=company.invitations_a_year
    )


def person_of(
    customer: Customer, address: str, *, now: datetime, claims: Sequence[Claim] = ()
) -> Person:
    """How often the customer was asked in a year, whatever for, and who has her for itself.

    Who shares a mailbox or a line with her counts as she does.
    """
    points = customer.contact_points.filter(wrong_at=None).values_list("kind", "value")
    reaches = {reach for kind, value in points if (reach := reach_of(kind, value))}
    hers = Invitation.objects.filter(Q(customer=customer) | Q(reached__in=reaches))
    asked = hers.filter(skipped="", created_at__gt=now - YEAR).order_by("-created_at")
    return Person(
        asked=tuple(asked.values_list("created_at", flat=True)),
        is_reachable=outbox.is_usable(address),
        has_opted_out=customer.surveys_declined_at is not None,
        kept_until=_kept_until(customer, claims) if claims else None,
    )


def _kept_until(customer: Customer, claims: Sequence[Claim]) -> datetime | None:
    decided = decided_by(claims, Customer.objects.filter(pk=customer.pk))
    return kept_until(
        claims,
        customer_id=customer.pk,
        tier=customer.tier,
        stage=customer.stage,
        decided=decided.get(customer.pk, ()),
    )


def claims_above(priority: int, *, now: datetime) -> list[Claim]:
    """The rounds of more urgent open surveys that have people for themselves now."""
    gap = contact_policy().rest
    rounds = InvitationRound.objects.filter(
        survey__priority__gt=priority,
        survey__closed_at=None,
        stopped_at=None,
        ordered_at__gt=now - gap,
    )
    found = [
        Claim(
            survey_id=each.survey_id,
            until=claimed_until(each.ordered_at, gap=gap, closes_at=each.survey.closes_at),
            share=each.share,
            tiers=each.tiers,
            stages=each.stages,
        )
        for each in rounds.select_related("survey")
    ]
    return [each for each in found if now < each.until]


def decided_by(claims: Iterable[Claim], customers: QuerySet[Customer]) -> dict[int, set[int]]:
    """The surveys of the claims that have decided upon these customers, by customer."""
    rows = Invitation.objects.filter(
        survey__in={each.survey_id for each in claims}, customer__in=customers, skipped__in=DECIDED
    )
    found: dict[int, set[int]] = {}
    for customer_id, survey_id in rows.values_list("customer_id", "survey_id"):
        if survey_id:
            found.setdefault(customer_id, set()).add(survey_id)
    return found
