"""The API called with what its own description allows and forbids."""

import os
from datetime import timedelta

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings

from heed.accounts.models import User
from heed.expectations.models import Topic
from tests.accounts.factories import make_team
from tests.api_client import TOKEN, make_token
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic, make_promise, make_topic

EXAMPLES = int(os.environ.get("HEED_FUZZ_EXAMPLES", "8"))
HEADERS = {"Authorization": f"Bearer {TOKEN}"}
NOT_PYTEST = (
    HealthCheck.function_scoped_fixture,
    HealthCheck.too_slow,
    HealthCheck.filter_too_much,
)


@pytest.fixture
def company(admin: User):
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


@pytest.mark.usefixtures("company")
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=NOT_PYTEST,
    phases=(Phase.explicit, Phase.generate),
    derandomize=True,
    database=None,
)
def test_every_answer_is_as_described(case):
    case.call_and_validate(headers=HEADERS)
