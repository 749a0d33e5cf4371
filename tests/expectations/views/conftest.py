import pytest
from django.utils import timezone

from heed.expectations.operations.concessions import plan_concession
from tests.customers.factories import make_customer
from tests.expectations.factories import make_expectation, make_measured_topic
from tests.expectations.negotiating import make_negotiation, offer_to


@pytest.fixture
def desk(client, agent, system):
    client.force_login(agent)
    return client


@pytest.fixture
def customer(agent):
    return make_customer(name="陈 Anna <b>", email="anna@berg.example", tier="high")


@pytest.fixture
def negotiation(agent, customer):
    expectation = make_expectation(
        customer=customer, topic=make_measured_topic(), value=2, recorded_by=agent
    )
    return make_negotiation(
        actor=agent, customer=customer, now=timezone.now(), expectation=expectation
    )


@pytest.fixture
def offer(agent, negotiation, system):
    return offer_to(negotiation, actor=agent, now=timezone.now())


@pytest.fixture
def step(agent, negotiation):
    return plan_concession(
        negotiation_id=negotiation.pk,
        kind="stock",
        wording="Free delivery",
        actor=agent,
        now=timezone.now(),
    )
