"""Customers on call lists, for tests."""

from heed.accounts.models import User
from heed.customers.models import ContactPoint, Customer
from heed.surveys.models import Interview, Survey
from heed.surveys.operations.call_lists import list_customers
from tests.customers.factories import make_customer
from tests.moments import NOON


def make_callable(*, name="Anna Berg", number="+44 20 7946 0001", **fields) -> Customer:
    customer = make_customer(name=name, **fields)
    ContactPoint.objects.create(customer=customer, kind="phone", value=number, key=number)
    return customer


def make_callables(count: int) -> list[Customer]:
    return [
        make_callable(name=f"Anna {number}", number=f"+44 20 7946 00{number:02}")
        for number in range(count)
    ]


def make_lines(survey: Survey, actor: User, *, now=NOON) -> list[Interview]:
    """Put everybody on the call list of a survey."""
    list_customers(survey_id=survey.pk, actor=actor, now=now)
    return list(Interview.objects.filter(survey=survey).order_by("pk"))
