from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heed.expectations.models import Exclusion, Standard, TierOffer, Topic
from tests.expectations.factories import make_measured_topic, make_topic
from tests.moments import NOON

NEW = {"name": "Cleanliness", "kind": "felt", "direction": "more", "grace_business_days": "3"}


@pytest.fixture
def manager_client(client, manager):
    client.force_login(manager)
    return client


def make_standard(topic, recorded_by, *, value=3, valid_from=date(2026, 1, 1)):
    return Standard.objects.create(
        topic=topic,
        value=value,
        valid_from=valid_from,
        source="Trade survey",
        recorded_by=recorded_by,
        recorded_at=NOON,
    )


def test_a_topic_is_added_from_the_page_and_taken_back(manager_client):
    answer = manager_client.post("/topics/new/", NEW, follow=True)

    topic = Topic.objects.get()
    page = answer.content.decode()
    assert "Cleanliness" in page
    assert f'action="/topics/{topic.pk}/retire/"' in page
    manager_client.post(f"/topics/{topic.pk}/retire/")
    topic.refresh_from_db()
    assert topic.retired_at is not None
    manager_client.post(f"/topics/{topic.pk}/restore/")
    topic.refresh_from_db()
    assert topic.retired_at is None


def test_a_measured_topic_without_a_unit_brings_the_form_back(manager_client):
    answer = manager_client.post("/topics/new/", NEW | {"kind": "measured"})

    assert answer.status_code == 422
    assert "Say in which unit it is measured" in answer.content.decode()
    assert not Topic.objects.exists()


def test_a_topic_moves_under_another(manager_client):
    parent, child = make_topic(), make_topic(key="greeting", name="Greeting")

    page = manager_client.get(f"/topics/{child.pk}/change/").content.decode()
    manager_client.post(
        f"/topics/{child.pk}/change/", NEW | {"name": "Greeting", "parent": parent.pk}
    )

    assert 'value="Greeting"' in page
    child.refresh_from_db()
    assert child.parent == parent
    assert "depth-1" in manager_client.get("/topics/").content.decode()


def test_norms_and_offers_are_recorded_dated_and_withdrawn(manager_client):
    topic = make_measured_topic()
    norm = {"value": "3", "valid_from": "2026-01-01", "source": "Trade survey"}
    address = f"/topics/{topic.pk}/"

    manager_client.post(f"{address}standards/new/", norm)
    manager_client.post(
        f"{address}standards/new/", norm | {"value": "2", "valid_from": "2026-02-01"}
    )
    manager_client.post(
        f"{address}offers/new/", {"tier": "high", "value": "1", "valid_from": "2026-01-01"}
    )
    page = manager_client.get(address).content.decode()

    assert page.count("Trade survey") == 3  # the one in force, and both in the history
    manager_client.post(f"/standards/{Standard.objects.get(value=2).pk}/withdraw/")
    manager_client.post(f"/tier-offers/{TierOffer.objects.get().pk}/withdraw/")
    assert Standard.objects.get().value == 3
    assert not TierOffer.objects.exists()


def test_a_norm_without_a_source_stays_in_the_drawer(manager_client):
    topic = make_measured_topic()

    answer = manager_client.post(
        f"/topics/{topic.pk}/standards/new/",
        {"value": "3", "valid_from": "2026-01-01"},
        headers={"HX-Request": "true"},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<html" not in page
    assert '<details class="fold" open>' in page
    assert not Standard.objects.exists()


def test_an_exclusion_is_marked_and_lifted(manager_client):
    cheap, fast = make_topic(key="cheap", name="Cheap"), make_measured_topic()

    manager_client.post(f"/topics/{fast.pk}/exclusions/new/", {"other": cheap.pk, "reason": "dear"})

    pair = Exclusion.objects.get()
    assert (pair.first, pair.second, pair.reason) == (cheap, fast, "dear")
    manager_client.post(f"/topics/{cheap.pk}/exclusions/{pair.pk}/lift/")
    assert not Exclusion.objects.exists()


def test_an_agent_reads_the_norms_and_changes_nothing(client, agent):
    topic = make_measured_topic()
    make_standard(topic, agent)
    client.force_login(agent)

    page = client.get(f"/topics/{topic.pk}/").content.decode()
    refused = client.post(f"/topics/{topic.pk}/retire/")

    assert "Trade survey" in page
    assert "<form" not in page.partition('id="drawer"')[2].partition("</aside>")[0]
    assert refused.status_code == 403


def test_a_retired_topic_is_shown_apart_and_offered_no_more(client, agent, manager_client):
    make_topic(retired_at=timezone.now(), name="Hats and coats")

    page = manager_client.get("/topics/").content.decode()

    assert "No longer used" in page
    assert "Hats and coats" in page


def test_the_list_asks_the_same_however_many_topics_there_are(manager_client, manager):
    for number in range(3):
        make_standard(make_topic(key=f"t{number}", name=f"Topic {number}"), manager)
    with CaptureQueriesContext(connection) as few:
        manager_client.get("/topics/")
    for number in range(3, 12):
        make_standard(make_topic(key=f"t{number}", name=f"Topic {number}"), manager)

    with CaptureQueriesContext(connection) as many:
        manager_client.get("/topics/")

    assert len(many) == len(few)
