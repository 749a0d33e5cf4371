from datetime import date

import pytest

from heed.expectations.models import TopicLevel
from tests.customers.factories import make_customer
from tests.expectations.factories import make_expectation, make_topic
from tests.moments import NOON
from tests.page_words import words_of

NEW = {"level": "basic", "valid_from": "2026-01-01", "ground": "Eleven named it"}


@pytest.fixture
def manager_client(client, manager):
    client.force_login(manager)
    return client


def make_level(topic, recorded_by, *, level="desired", valid_from=date(2026, 1, 1)):
    return TopicLevel.objects.create(
        topic=topic,
        level=level,
        valid_from=valid_from,
        source="by_hand",
        recorded_by=recorded_by,
        recorded_at=NOON,
    )


def test_a_level_is_set_by_hand_shown_and_taken_back(manager_client):
    topic = make_topic()
    address = f"/topics/{topic.pk}/"

    said = manager_client.post(f"{address}levels/new/", NEW, follow=True).content.decode()
    row = TopicLevel.objects.get()

    assert f'action="/topics/levels/withdraw/?ids={row.pk}"' in said
    assert "Eleven named it" in said
    assert "Basic" in words_of(manager_client.get("/topics/").content.decode())
    manager_client.post(f"/topics/levels/withdraw/?ids={row.pk},none,99999999999999999999")
    assert not TopicLevel.objects.exists()


def test_a_level_without_a_day_stays_in_the_drawer(manager_client):
    topic = make_topic()

    answer = manager_client.post(
        f"/topics/{topic.pk}/levels/new/", {"level": "basic"}, headers={"HX-Request": "true"}
    )

    assert answer.status_code == 422
    assert "<html" not in answer.content.decode()
    assert not TopicLevel.objects.exists()


def test_an_agent_reads_levels_and_sets_none(client, agent):
    topic = make_topic()
    make_level(topic, agent)
    client.force_login(agent)

    assert "Set the level" not in client.get(f"/topics/{topic.pk}/").content.decode()
    assert client.post(f"/topics/{topic.pk}/levels/new/", NEW).status_code == 403
    assert TopicLevel.objects.count() == 1


def test_choosing_a_topic_proposes_the_level_it_is_on(client, agent):
    topic = make_topic()
    make_level(topic, agent, level="unexpected")
    client.force_login(agent)

    page = client.get(f"/customers/{make_customer().pk}/expectations/new/").content.decode()

    assert 'data-level="unexpected"' in page
    assert 'data-proposes="level"' in page


def test_the_customer_and_the_ledger_show_the_level_a_topic_is_on_now(manager_client, manager):
    topic, customer = make_topic(), make_customer()
    make_expectation(recorded_by=manager, customer=customer, topic=topic, level="desired", felt=6)
    make_level(topic, manager, level="expected")

    person = words_of(manager_client.get(f"/customers/{customer.pk}/").content.decode())
    ledger = words_of(manager_client.get("/ledger/").content.decode())

    assert "Desired now Expected" in person
    assert "Courtesy Expected" in ledger
