import pytest

from heed.loyalty.models import Departure
from tests.customers.factories import make_customer
from tests.loyalty.factories import make_departure
from tests.moments import NOON

FORM = {
    "left_on": "2026-03-01", "reason": "cheaper", "source": "agent", "evidence": "Half the price",
}  # fmt: skip


@pytest.fixture
def customer(organisation):
    return make_customer()


def test_a_leaving_is_recorded_from_the_customers_page(client, agent, customer):
    client.force_login(agent)
    page = client.get(f"/customers/{customer.pk}/").content.decode()
    assert f"/customers/{customer.pk}/departures/new/" in page
    assert "Nothing says that this customer has left." in page

    client.post(f"/customers/{customer.pk}/departures/new/", FORM)

    page = client.get(f"/customers/{customer.pk}/").content.decode()
    assert "Found it cheaper" in page
    assert "Half the price" in page
    assert "Left us" in page


def test_the_form_comes_back_where_an_inference_has_no_ground(client, agent, customer):
    client.force_login(agent)
    given = FORM | {"source": "inferred", "evidence": ""}

    answer = client.post(
        f"/customers/{customer.pk}/departures/new/", given, headers={"HX-Request": "true"}
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Say what the reason is inferred from." in page
    assert "from 1 to 100 percent" in page
    assert not Departure.objects.exists()


def test_a_correction_and_what_is_taken_back_stay_in_sight(client, agent, customer):
    former = make_departure(customer=customer, recorded_by=agent, reason="product")
    client.force_login(agent)

    client.post(f"/departures/{former.pk}/correct/", FORM | {"reason": "moved"})
    entry = Departure.objects.get(ended_at=None)
    client.post(f"/departures/{entry.pk}/withdraw/", {"because": "Is back"})

    page = client.get(f"/customers/{customer.pk}/").content.decode()
    assert "<s>Dissatisfied with the product</s>" in page
    assert "<s>Moved away</s>" in page
    assert "Is back" in page
    assert not Departure.objects.filter(ended_at=None).exists()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("place", ["correct", "withdraw"])
def test_the_forms_answer_in_both_languages(client, agent, customer, language, place):
    departure = make_departure(
        customer=customer, recorded_by=agent, source="inferred", evidence="Silent", confidence=0.4
    )
    client.force_login(agent)
    client.cookies["django_language"] = language

    answer = client.get(f"/departures/{departure.pk}/{place}/")

    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()


def test_an_entry_that_ended_has_no_form(client, agent, customer):
    departure = make_departure(
        customer=customer, recorded_by=agent, ended_at=NOON, ended_by=agent, ended_because="Back"
    )
    client.force_login(agent)

    assert client.get(f"/departures/{departure.pk}/correct/").status_code == 404
