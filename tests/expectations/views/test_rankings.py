import pytest
from django.utils import timezone

from heed.core.models import OutgoingMail
from heed.expectations.models import Ranking
from heed.expectations.operations.expectations import record_expectation
from heed.expectations.operations.rankings import answer_ranking, ask_ranking
from tests.customers.factories import make_customer
from tests.expectations.factories import make_topic

HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def customer(organisation):
    return make_customer(name="Anna Berg", email="anna@berg.example")


@pytest.fixture
def expectations(agent, customer):
    return [
        record_expectation(
            customer=customer,
            topic=make_topic(key=key, name=key),
            felt=6,
            actor=agent,
            now=timezone.now(),
        )
        for key in ("speed", "price", "warmth")
    ]


def ask(client, customer, expectations, **fields):
    items = [each.pk for each in expectations]
    body = {"items": items, "method": "order", "mode": "agent"} | fields
    return client.post(f"/customers/{customer.pk}/rankings/new/", body, **HTMX)


def test_on_the_phone_the_questions_follow_in_the_drawer(client, agent, customer, expectations):
    client.force_login(agent)

    asked = ask(client, customer, expectations)
    questions = client.get(asked["Location"], **HTMX).content.decode()
    ranking = Ranking.objects.get()
    order = [each.pk for each in expectations]
    step = f"/rankings/{ranking.pk}/?step=1"
    second = client.post(step, {"order": order, "then": "next"}, **HTMX)
    done = client.post(second["Location"], {"then": "finish"}, follow=True, **HTMX)

    assert f'hx-post="/rankings/{ranking.pk}/?step=1"' in questions
    assert "<html" not in questions
    text = done.content.decode()
    assert "data-reloads" in text
    assert text.index("speed") < text.index("price") < text.index("warmth")
    assert Ranking.objects.get().mode == "agent"
    assert not OutgoingMail.objects.exists()


def test_a_link_is_sent_and_its_state_can_be_read(client, agent, customer, expectations):
    client.force_login(agent)

    asked = ask(client, customer, expectations, mode="link", method="pairs")
    ranking = Ranking.objects.get()
    state = client.get(f"/rankings/{ranking.pk}/").content.decode()

    assert asked["HX-Redirect"] == f"/customers/{customer.pk}/"
    assert OutgoingMail.objects.count() == 1
    assert "0 of 3 questions so far" in state
    assert 'name="preferred"' not in state


def test_a_customer_who_expects_one_thing_is_not_asked_to_compare(
    client, agent, customer, expectations
):
    client.force_login(agent)
    other = make_customer(name="Other")
    record_expectation(
        customer=other, topic=expectations[0].topic, felt=3, actor=agent, now=timezone.now()
    )

    page = client.get(f"/customers/{other.pk}/rankings/new/").content.decode()
    refused = ask(client, customer, expectations[:1])

    assert "Too little to compare" in page
    assert refused.status_code == 422
    assert "you chose 1" in refused.content.decode()
    assert not Ranking.objects.exists()


def test_without_an_address_the_form_says_that_no_link_can_be_sent(
    client, agent, customer, expectations
):
    client.force_login(agent)
    customer.contact_points.all().delete()

    page = client.get(f"/customers/{customer.pk}/rankings/new/").content.decode()
    refused = ask(client, customer, expectations, mode="link")

    assert "no link can be sent" in page
    assert refused.status_code == 409
    assert not Ranking.objects.exists()


def test_rankings_are_read_by_date_with_few_queries(
    client, analyst, agent, customer, expectations, django_assert_max_num_queries
):
    for _time in range(4):
        ranking = ask_ranking(
            customer=customer,
            expectations=expectations,
            method="order",
            mode="agent",
            actor=agent,
            now=timezone.now(),
        )
        answer_ranking(
            ranking_id=ranking.pk,
            answers=[{"task": 1, "order": [each.pk for each in expectations]}],
            actor=agent,
            now=timezone.now(),
        )
    client.force_login(analyst)

    with django_assert_max_num_queries(9):
        page = client.get(f"/customers/{customer.pk}/rankings/", **HTMX).content.decode()

    assert page.count('<ol class="worths"') == 4
    assert client.get(f"/customers/{customer.pk}/rankings/new/").status_code == 403
