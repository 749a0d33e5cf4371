"""What we gave beyond what was promised (D1.12)."""

from django.db.models import QuerySet

from heed.accounts.models import User
from heed.accounts.queries import in_teams_of
from heed.customers.models import Customer
from heed.expectations.models import Exceeding


def exceedings_visible_to(actor: User) -> QuerySet[Exceeding]:
    """What was given to customers of the actor's teams and of none, newest first."""
    if not actor.may("promises.view"):
        return Exceeding.objects.none()
    rows = Exceeding.objects.filter(in_teams_of(actor, path="customer__team"))
    rows = rows.select_related("customer", "topic", "promise", "given_by")
    return rows.order_by("-given_at", "-pk")


def exceedings_for(customer: Customer) -> QuerySet[Exceeding]:
    """What this customer was given, newest first."""
    return customer.exceedings.select_related("topic", "promise").order_by("-given_at", "-pk")
