"""Customers on call lists, for tests."""

from heed.accounts.models import User
from heed.customers.models import ContactPoint, Customer
from heed.surveys.models import CallAttempt, Interview, Survey
from heed.surveys.operations.call_lists import list_customers
from heed.surveys.operations.interviews import record_attempt, take_call, take_next_call
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


def take(survey: Survey, actor: User, *, now=NOON) -> Interview | None:
    return take_next_call(survey_id=survey.pk, actor=actor, now=now)


def say(line: Interview, actor: User, outcome: str, *, now=NOON, **more) -> CallAttempt:
    """Call by hand; what came of it is kept, and the line is as it is then."""
    take_call(interview_id=line.pk, actor=actor, now=now)
    attempt = record_attempt(interview_id=line.pk, outcome=outcome, actor=actor, now=now, **more)
    line.refresh_from_db()
    return attempt
