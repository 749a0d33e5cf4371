import pytest
from django.utils import translation

from heed.expectations.models import Exclusion, Negotiation, Offer, Option
from heed.expectations.operations.expectations import record_expectation
from heed.expectations.queries.conflicts import conflicts_of
from heed.expectations.queries.rankings import asked_of
from heed.expectations.queries.records import current_expectations
from tests.customers.factories import make_customer
from tests.expectations.factories import make_topic
from tests.expectations.queries.test_rankings import rank
from tests.moments import DAY, NOON

ALL = ("speed", "price", "warmth")


@pytest.fixture
def topics(organisation):
    return {name: make_topic(key=name, name=name, name_zh=f"{name}题") for name in ALL}


def want(agent, customer, topics, *names, must=True):
    return [
        record_expectation(
            customer=customer,
            topic=topics[name],
            felt=6,
            is_must_have=must,
            actor=agent,
            now=NOON,
        )
        for name in names
    ]


@pytest.fixture
def customer(organisation):
    return make_customer(name="陈梅", language="zh-hans")


@pytest.fixture
def offer(agent, topics):
    """Put options before somebody else, each fulfilling these topics."""
    other = make_customer(name="Other")
    wants = dict(zip(topics, want(agent, other, topics, *topics), strict=True))
    negotiation = Negotiation.objects.create(
        customer=other, request="All of it", currency="GBP", owner=agent, opened_at=NOON
    )
    put = Offer.objects.create(
        negotiation=negotiation, mode="phone", made_by=agent, made_at=NOON, expires_at=NOON + DAY
    )

    def add(*options):
        for position, names in enumerate(options, start=put.options.count() + 1):
            option = Option.objects.create(
                offer=put, position=position, wording="This", due_at=NOON + DAY
            )
            option.fulfils.set([wants[name] for name in names])

    return add


def found_for(customer):
    current = list(current_expectations(customer))
    found = conflicts_of(customer, current, None)
    return [
        (each.first.topic.key, each.second.topic.key, each.ground, each.lesser and str(each.lesser))
        for each in found
    ]


def test_what_no_option_fulfilled_together_is_a_conflict(agent, customer, topics, offer):
    want(agent, customer, topics, *ALL)
    offer(("speed",), ("price", "warmth"), ("price",))

    assert found_for(customer) == [
        ("speed", "price", "never_together", None),
        ("speed", "warmth", "never_together", None),
    ]


def test_what_nothing_has_fulfilled_is_unknown(agent, customer, topics, offer):
    want(agent, customer, topics, *ALL)
    offer(("speed",), ("speed", "warmth"))

    assert found_for(customer) == []


def test_only_must_haves_can_conflict(agent, customer, topics, offer):
    want(agent, customer, topics, "speed")
    want(agent, customer, topics, "price", must=False)
    offer(("speed",), ("price",))

    assert found_for(customer) == []


def test_what_the_team_marked_is_a_conflict_with_its_reason(
    agent, customer, topics, django_assert_max_num_queries
):
    wants = want(agent, customer, topics, "speed", "price")
    Exclusion.objects.create(
        first=topics["speed"],
        second=topics["price"],
        reason="Express costs",
        marked_by=agent,
        marked_at=NOON,
    )
    rank(agent, wants, order=wants[::-1], given_up=[wants[0].pk])
    current = list(current_expectations(customer))
    importance, _waiting = asked_of(customer, current, now=NOON + DAY)

    with django_assert_max_num_queries(1):
        (found,) = conflicts_of(customer, current, importance)

    assert (found.ground, found.reason) == ("exclusive", "Express costs")
    assert found.lesser.topic == topics["speed"]
    assert found.given_up == (found.lesser,)


def test_the_question_is_in_the_customers_language(agent, customer, topics, offer):
    want(agent, customer, topics, "speed", "price")
    offer(("speed",), ("price",))
    current = list(current_expectations(customer))

    (found,) = conflicts_of(customer, current, None)

    with translation.override("en"):
        assert "speed题" in found.question
        assert str(found.first.topic) == "speed"
