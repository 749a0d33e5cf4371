import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heed.value.models import CustomerValue, TierRule
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic
from tests.expectations.laying_down import decline, expect, make_standard
from tests.improvement.factories import make_improvement
from tests.moments import NOON


@pytest.fixture
def topic(manager):
    topic = make_measured_topic()
    make_standard(topic, by=manager)
    return topic


def spend(customer, minor):
    rule = TierRule.objects.first() or TierRule.objects.create(
        as_of=NOON.date(), made_at=NOON, currency="GBP", customers=2
    )
    CustomerValue.objects.create(
        customer=customer,
        rule=rule,
        first_on=NOON.date(),
        last_on=NOON.date(),
        recency_days=0,
        tenure_days=0,
        frequency=1,
        money_minor=minor,
        year_money_minor=minor,
    )


def test_a_topic_shows_who_expects_more_their_spend_and_what_was_declined(client, manager, topic):
    for minor in (120_00, 80_50):
        customer = make_customer()
        expect(topic, by=manager, customer=customer, value=1, recorded_at=timezone.now())
        spend(customer, minor)
    expect(topic, by=manager, value=1, knows_norm="yes")
    decline(topic, by=manager)
    client.force_login(manager)

    page = client.get("/ledger/opportunities/").content.decode()

    assert "£200.50" in page
    assert '<span class="strong"><span class="num nowrap">3</span></span>' in page
    assert "may not know the norm" in page
    assert f"/improvements/new/?topic={topic.pk}" in page


@pytest.mark.parametrize(
    ("figure", "rows"),
    [("asked", 2), ("unaware", 1), ("declined", 1)],
)
def test_each_figure_opens_as_many_rows_as_it_says(client, manager, topic, figure, rows):
    expect(topic, by=manager, value=1, knows_norm="yes")
    expect(topic, by=manager, value=2)
    expect(topic, by=manager, value=4)
    decline(topic, by=manager)
    client.force_login(manager)
    address = f"/ledger/opportunities/delivery/{figure}/"

    drawer = client.get(address, headers={"HX-Request": "true"}).content.decode()
    whole = client.get(address).content.decode()

    assert drawer.count('<li class="row">') == rows
    assert "<html" not in drawer
    assert "<html" in whole


def test_an_unknown_figure_or_topic_is_not_found(client, manager, topic):
    client.force_login(manager)

    assert client.get("/ledger/opportunities/delivery/gap/").status_code == 404
    assert client.get("/ledger/opportunities/nothing/asked/").status_code == 404


def test_an_improvement_is_opened_from_its_row_shown_there_and_closed(client, manager, topic):
    expect(topic, by=manager, value=1)
    client.force_login(manager)
    form = {"title": "Night courier", "topic": topic.pk, "owner": manager.pk, "reason": ""}

    client.post("/improvements/new/", form)
    page = client.get("/ledger/opportunities/").content.decode()
    improvement = topic.improvements.get()

    assert "Night courier" in page
    assert "/improvements/new/" not in page
    unsaid = client.post(f"/improvements/{improvement.pk}/", {"result": " "})
    assert unsaid.status_code == 422
    client.post(f"/improvements/{improvement.pk}/", {"result": "A third sooner"})
    improvement.refresh_from_db()
    assert improvement.result == "A third sooner"
    client.post(f"/improvements/{improvement.pk}/reopen/")
    improvement.refresh_from_db()
    assert improvement.closed_at is None


def test_nobody_expecting_more_is_said(client, manager, topic):
    client.force_login(manager)

    assert "No unreasonable expectations" in client.get("/ledger/opportunities/").content.decode()


def test_the_list_is_for_those_who_see_the_ledger(client, agent):
    client.force_login(agent)

    assert client.get("/ledger/opportunities/").status_code == 403


def test_the_list_asks_the_same_however_many_topics_there_are(client, manager):
    client.force_login(manager)

    def add(number):
        topic = make_measured_topic(key=f"t{number}", name=f"Topic {number}")
        make_standard(topic, by=manager)
        expect(topic, by=manager, value=1)
        make_improvement(owner=manager, topic=topic)

    add(0)
    with CaptureQueriesContext(connection) as few:
        client.get("/ledger/opportunities/")
    for number in range(1, 9):
        add(number)
    with CaptureQueriesContext(connection) as many:
        client.get("/ledger/opportunities/")

    assert len(many) == len(few) <= 22
