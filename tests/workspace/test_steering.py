import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heed.expectations.models import Steering
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic
from tests.expectations.laying_down import deliver, expect
from tests.moments import DAY
from tests.page_words import words_of


def fill(topic, by, *, expecting=10, deliveries=40):
    now = timezone.now()
    for _ in range(expecting):
        expect(topic, by=by, value=1, customer=make_customer(tier="high"), recorded_at=now)
    for _ in range(deliveries):
        deliver(topic, by=by, value=4, promised=9, tier="high", made_at=now - 3 * DAY)


@pytest.fixture
def topic(manager):
    topic = make_measured_topic()
    fill(topic, manager)
    return topic


def test_what_to_do_stands_beside_its_figures_and_the_alarm_above(client, manager, topic):
    client.force_login(manager)

    page = client.get("/ledger/steering/").content.decode()

    assert page.count("lower</span>") == 2  # all, and the tier
    assert "ahead of the promise" in page
    assert f"/topics/{topic.pk}/steering/high/" in page


def test_a_decision_is_made_in_the_drawer_with_its_evidence_and_ended(client, manager, topic):
    client.force_login(manager)
    address = f"/topics/{topic.pk}/steering/high/"

    drawer = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "please count on 4" in drawer
    assert "at the moment of the request" in drawer
    assert "expects 1.0 days; only 4.0 days can be promised" in words_of(drawer)
    unsaid = client.post(address, {"direction": "lower", "wording": "", "wording_zh": ""})
    assert unsaid.status_code == 422
    client.post(address, {"direction": "lower", "wording": "Four days, please."})

    steering = Steering.objects.get()
    assert steering.evidence["verdict"] == "lower"
    assert steering.evidence["expected"]["n"] == 10
    assert "Four days, please." in client.get(address).content.decode()
    client.post(f"/steering/{steering.pk}/end/")
    steering.refresh_from_db()
    assert steering.ended_at is not None


def test_an_unknown_tier_is_not_found_and_an_empty_one_says_so(client, manager, topic):
    client.force_login(manager)

    assert client.get(f"/topics/{topic.pk}/steering/gold/").status_code == 404
    page = client.get(f"/topics/{topic.pk}/steering/low/").content.decode()
    assert "Too little is known" in page


def test_analysts_read_and_do_not_decide(client, analyst, topic):
    client.force_login(analyst)

    page = client.get(f"/topics/{topic.pk}/steering/all/").content.decode()
    refused = client.post(f"/topics/{topic.pk}/steering/all/", {"direction": "hold"})

    assert 'name="direction"' not in page
    assert refused.status_code == 403
    assert not Steering.objects.exists()


def test_nothing_to_steer_is_said(client, manager):
    client.force_login(manager)

    assert "Nothing to steer yet" in client.get("/ledger/steering/").content.decode()


def test_the_page_asks_the_same_however_many_topics_there_are(client, manager):
    client.force_login(manager)
    fill(make_measured_topic(), manager, expecting=6, deliveries=20)
    with CaptureQueriesContext(connection) as few:
        client.get("/ledger/steering/")
    for number in range(4):
        fill(
            make_measured_topic(key=f"t{number}", name=f"T{number}"),
            manager,
            expecting=6,
            deliveries=20,
        )
    with CaptureQueriesContext(connection) as many:
        client.get("/ledger/steering/")

    assert len(many) == len(few) <= 22
