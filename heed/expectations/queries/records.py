from django.db.models import QuerySet

from heed.accounts.models import User
from heed.accounts.queries import in_teams_of
from heed.customers.models import Customer
from heed.expectations.models import Expectation, Perception, Topic


def topics() -> QuerySet[Topic]:
    """All topics in their order."""
    return Topic.objects.order_by("position", "pk")


def expectations_visible_to(actor: User) -> QuerySet[Expectation]:
    """Expectations of customers of the actor's teams and of none, newest first."""
    if not actor.may("expectations.view"):
        return Expectation.objects.none()
    rows = Expectation.objects.filter(in_teams_of(actor, path="customer__team"))
    return rows.select_related("customer", "topic").order_by("-recorded_at", "-pk")


def current_expectations(customer: Customer) -> QuerySet[Expectation]:
    """What the customer expects now, must-haves first, then in the order of topics."""
    rows = customer.expectations.filter(superseded_at=None).select_related("topic")
    return rows.order_by("-is_must_have", "topic__position", "pk")


def perceptions_visible_to(actor: User) -> QuerySet[Perception]:
    """Perceptions of customers of the actor's teams and of none, newest first."""
    if not actor.may("perceptions.view"):
        return Perception.objects.none()
    rows = Perception.objects.filter(in_teams_of(actor, path="customer__team"))
    return rows.select_related("customer", "topic", "promise").order_by("-answered_at", "-pk")


def perceptions_of(customer: Customer) -> QuerySet[Perception]:
    """What the customer perceived, newest first."""
    rows = customer.perceptions.select_related("topic", "promise")
    return rows.order_by("-answered_at", "-pk")
