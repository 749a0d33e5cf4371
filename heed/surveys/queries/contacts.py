from datetime import datetime, timedelta

from heed.accounts.queries import organisation
from heed.core import outbox
from heed.customers.models import Customer
from heed.surveys.rules.contact_policy import YEAR, ContactPolicy, Person


def contact_policy() -> ContactPolicy:
    """How often the company allows itself to ask one person."""
    company = organisation()
    return ContactPolicy(
        gap=timedelta(days=company.invitation_gap_days), most_a_year=company.invitations_a_year
    )


def person_of(customer: Customer, address: str, *, now: datetime) -> Person:
    """What the policy looks at: how often the customer was asked in a year, whatever for."""
    asked = customer.invitations.filter(skipped="", created_at__gt=now - YEAR)
    return Person(
        asked=tuple(asked.order_by("-created_at").values_list("created_at", flat=True)),
        is_reachable=outbox.is_usable(address),
        has_opted_out=customer.surveys_declined_at is not None,
    )
