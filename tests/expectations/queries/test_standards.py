from datetime import UTC, date, datetime

import pytest

from heed.expectations.models import TierOffer
from heed.expectations.queries.standards import judged, norms_in_force, today
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic, make_topic
from tests.expectations.laying_down import expect, make_standard
from tests.moments import NOON


def make_offer(topic, *, by, value, tier="", valid_from=date(2026, 1, 1)):
    return TierOffer.objects.create(
        topic=topic,
        tier=tier,
        value=value,
        valid_from=valid_from,
        recorded_by=by,
        recorded_at=NOON,
    )


def judge(expectation, *, tier=""):
    return judged([expectation], tier=tier, on=NOON.date())[expectation.pk]


def test_the_newest_norm_up_to_the_day_is_in_force(manager):
    topic = make_measured_topic()
    make_standard(topic, by=manager, valid_from=date(2025, 1, 1))
    newest = make_standard(topic, by=manager, valid_from=date(2026, 3, 2))
    make_standard(topic, by=manager, valid_from=date(2026, 3, 3))

    assert norms_in_force(date(2026, 3, 2)) == {topic.pk: newest}


def test_the_day_is_that_of_the_company(organisation):
    organisation.time_zone = "Asia/Shanghai"
    organisation.save()

    assert today(datetime(2026, 3, 2, 20, tzinfo=UTC)) == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("knows_norm", "value", "is_to_be_told"),
    [
        pytest.param("", 1, True, id="not known whether"),
        pytest.param("no", 1, True, id="does not know"),
        pytest.param("yes", 1, False, id="knows"),
        pytest.param("no", 3, False, id="expects no more"),
    ],
)
def test_the_norm_is_told_to_who_expects_more_and_may_not_know_it(
    manager, knows_norm, value, is_to_be_told
):
    topic = make_measured_topic()
    make_standard(topic, by=manager)

    found = judge(expect(topic, by=manager, value=value, knows_norm=knows_norm))

    assert found.is_norm_to_be_told is is_to_be_told


def test_the_words_name_the_norm_its_source_and_the_offer_to_the_tier(manager):
    topic = make_measured_topic()
    make_standard(topic, by=manager, value="3.50")
    make_offer(topic, by=manager, value=3)
    make_offer(topic, by=manager, value=2, tier="high")
    expectation = expect(topic, by=manager, value=1, customer=make_customer(tier="high"))

    words = judge(expectation, tier="high").words

    assert "3.5\N{NARROW NO-BREAK SPACE}days is usual (Trade survey)" in words
    assert "count on 2\N{NARROW NO-BREAK SPACE}days" in words


def test_without_a_norm_nobody_knows(manager):
    found = judge(expect(make_topic(), by=manager, felt=7))

    assert (found.verdict, found.words, found.is_norm_to_be_told) == ("unknown", "", False)


def test_a_felt_norm_is_not_said_as_a_number(manager):
    topic = make_topic()
    make_standard(topic, by=manager, value=5)

    assert "5" not in judge(expect(topic, by=manager, felt=7)).words


def test_nothing_expected_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert judged([], tier="", on=NOON.date()) == {}
