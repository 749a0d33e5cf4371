import pytest

from heed.customers.models import Customer, Merge
from tests.customers.factories import make_customer


@pytest.fixture
def pair(organisation):
    return (
        make_customer(name="Joanna Mills", email="joanna@work.example"),
        make_customer(name="Joan Mills", email="joan@example.net"),
    )


def test_two_customers_are_shown_side_by_side_with_what_differs(client, manager, pair):
    client.force_login(manager)

    page = client.get(f"/customers/{pair[0].pk}/duplicates/", {"with": "JOAN@example.net"})

    told = page.content.decode()
    assert "joanna@work.example" in told
    assert "joan@example.net" in told
    assert told.count("<b>differs</b>") == 2


def test_put_together_and_taken_apart_by_buttons(client, manager, pair):
    client.force_login(manager)
    kept, merged = pair

    client.post(f"/customers/{kept.pk}/duplicates/", {"merged": merged.pk})
    led = client.get(f"/customers/{merged.pk}/")

    assert led.url == f"/customers/{kept.pk}/"
    assert client.get(f"/customers/{kept.pk}/duplicates/").status_code == 200
    client.post(f"/merges/{Merge.objects.get().pk}/undo/")
    assert not Customer.objects.exclude(merged_into=None).exists()


def test_an_address_nobody_has_is_said(client, manager, pair):
    client.force_login(manager)

    page = client.get(f"/customers/{pair[0].pk}/duplicates/", {"with": "nobody@x.example"})

    assert "No other customer has “nobody@x.example”" in page.content.decode()


def test_agents_see_no_such_page(client, agent, pair):
    client.force_login(agent)

    page = client.post(f"/customers/{pair[0].pk}/duplicates/", {"merged": pair[1].pk})

    assert page.status_code == 403
    assert not Merge.objects.exists()
