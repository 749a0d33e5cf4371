"""The API called with what its own description allows and forbids."""

from datetime import timedelta

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings

from heed.accounts.models import User
from heed.expectations.models import Topic
from tests.accounts.factories import make_team
from tests.api_client import TOKEN, make_token
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic, make_promise, make_topic

QUICK, THOROUGH = 2, 20
HEADERS = {"Authorization": f"Bearer {TOKEN}"}
NOT_PYTEST = (
    HealthCheck.function_scoped_fixture,
    HealthCheck.too_slow,
    HealthCheck.filter_too_much,
)


@pytest.fixture
def one_connection():
    """Requests leave the test's connection open, as those of Django's test client do."""
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


@pytest.fixture
def company(admin: User, one_connection):
    make_token(owner=admin)
    make_team()
    topics: list[Topic] = [make_topic(), make_measured_topic()]
    customers = [make_customer(name=name, email=f"{name}@c.example") for name in "abc"]
    now = timezone.now()
    for customer in customers:
        make_promise(
            owner=admin,
            customer=customer,
            topic=topics[0],
            made_at=now,
            due_at=now + timedelta(days=30),
        )


schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
quick = schema.exclude(operation_id="change_customer")  # it has 600 time zones to choose from


def fuzz(examples: int):
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=NOT_PYTEST,
        phases=(Phase.explicit, Phase.generate),
        derandomize=True,
        database=None,
    )


@pytest.mark.usefixtures("company")
@quick.parametrize()
@fuzz(QUICK)
def test_every_answer_is_as_described(case):
    case.call_and_validate(headers=HEADERS)


@pytest.mark.slow
@pytest.mark.usefixtures("company")
@schema.parametrize()
@fuzz(THOROUGH)
def test_every_answer_is_as_described_however_long_one_asks(case):
    case.call_and_validate(headers=HEADERS)
