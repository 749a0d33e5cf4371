import pytest

from heed.expectations.models import Topic
from heed.expectations.operations.expectations import record_expectation
from heed.expectations.operations.rankings import answer_ranking, ask_ranking
from heed.expectations.queries.rankings import asked_of, pooled_importance
from heed.expectations.queries.records import current_expectations
from tests.customers.factories import make_customer
from tests.expectations.factories import make_topic
from tests.moments import DAY, HOUR, NOON

NAMES = ("speed", "price", "warmth")


@pytest.fixture
def customer(organisation):
    return make_customer(email="anna@berg.example")


@pytest.fixture
def expectations(agent, customer):
    return [
        record_expectation(
            customer=customer, topic=make_topic(key=name, name=name), felt=6, actor=agent, now=NOON
        )
        for name in NAMES
    ]


def rank(agent, expectations, *, now=NOON, order=None, given_up=None):
    ranking = ask_ranking(
        customer=expectations[0].customer,
        expectations=expectations,
        method="order",
        mode="agent",
        actor=agent,
        now=now,
    )
    return answer_ranking(
        ranking_id=ranking.pk,
        answers=[{"task": 1, "order": [each.pk for each in order or expectations]}],
        may_be_given_up=given_up,
        actor=agent,
        now=now,
    )


def names(ranked):
    return [each.item.expectation.topic.key for each in ranked]


def test_the_newest_answered_ranking_counts(
    agent, customer, expectations, django_assert_max_num_queries
):
    rank(agent, expectations)
    newest = rank(
        agent,
        expectations,
        now=NOON + DAY,
        order=expectations[::-1],
        given_up=[expectations[0].pk, expectations[1].pk],
    )
    sent = ask_ranking(
        customer=customer,
        expectations=expectations,
        method="pairs",
        mode="link",
        actor=agent,
        now=NOON + 2 * DAY,
    )
    current = list(current_expectations(customer))

    with django_assert_max_num_queries(1):
        found, waiting = asked_of(customer, current, now=NOON + 3 * DAY)

    assert (found.ranking, waiting) == (newest, sent)
    assert names(found.ranked) == ["warmth", "price", "speed"]
    assert names(found.may_be_given_up) == ["speed", "price"]


def test_what_changed_is_marked_and_what_went_is_left_out(agent, customer, expectations):
    rank(agent, expectations)
    record_expectation(
        customer=customer, topic=expectations[0].topic, felt=2, actor=agent, now=NOON + HOUR
    )
    current = [each for each in current_expectations(customer) if each.topic.key != "price"]

    found, _waiting = asked_of(customer, current, now=NOON + 3 * DAY)

    assert [(each.item.expectation.topic.key, each.is_changed) for each in found.ranked] == [
        ("speed", True),
        ("warmth", False),
    ]


def test_nothing_is_known_before_an_answer(agent, customer, expectations):
    sent = ask_ranking(
        customer=customer,
        expectations=expectations,
        method="order",
        mode="link",
        actor=agent,
        now=NOON,
    )

    assert asked_of(customer, expectations, now=NOON + DAY) == (None, sent)
    assert asked_of(customer, expectations, now=NOON + 30 * DAY) == (None, None)


def test_the_newest_answers_of_all_customers_are_pooled_by_topic(
    agent, manager, customer, expectations, django_assert_max_num_queries
):
    rank(agent, expectations, order=expectations[::-1])
    rank(agent, expectations, now=NOON + DAY)
    topics = list(Topic.objects.order_by("pk"))
    for number, order in enumerate(((0, 1), (0, 2), (1, 0))):
        other = make_customer(name=f"No. {number}", tier="high")
        wanted = [
            record_expectation(customer=other, topic=topics[place], felt=5, actor=agent, now=NOON)
            for place in order
        ]
        rank(agent, wanted, given_up=[wanted[1].pk])

    with django_assert_max_num_queries(4):
        pooled = pooled_importance(manager)
    high = pooled_importance(manager, tier="high")

    assert [str(each.topic) for each in pooled.topics] == list(NAMES)
    assert [(each.customers, each.given_up) for each in pooled.topics] == [(4, 1), (3, 1), (2, 1)]
    assert sum(each.worth.worth for each in pooled.topics) == pytest.approx(1)
    assert (pooled.customers, high.customers) == (4, 3)
    assert pooled_importance(manager, tier="low").topics == []
