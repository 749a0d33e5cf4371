import pytest

from heed.customers.models import ContactPoint
from tests.accounts.factories import make_team
from tests.customers.factories import make_customer
from tests.page_words import words_of


@pytest.fixture
def number(agent):
    customer = make_customer()
    return ContactPoint.objects.create(
        customer=customer, kind="phone", value="+44 20 7946 0001", key="+442079460001"
    )


def mark(client, number, what):
    return client.post(f"/numbers/{number.pk}/mark/", {"what": what}, follow=True)


def test_the_page_of_a_customer_says_who_found_a_number_wrong_and_when(client, agent, number):
    client.force_login(agent)

    answer = mark(client, number, "wrong")

    page = answer.content.decode()
    assert "Nobody dials +44 20 7946 0001 any more." in words_of(page)
    assert "wrong number" in words_of(page)
    assert "Mei Chen, now: somebody else answers there; nobody dials it." in words_of(page)
    assert 'href="tel:' not in page


def test_a_number_that_is_right_after_all_can_be_dialled_again(client, agent, number):
    client.force_login(agent)
    mark(client, number, "wrong")

    page = mark(client, number, "right").content.decode()

    number.refresh_from_db()
    assert number.wrong_at is None
    assert 'href="tel:+442079460001"' in page


def test_numbers_of_customers_of_other_teams_are_not_there(client, agent, number):
    number.customer.team = make_team()
    number.customer.save()
    client.force_login(agent)

    answer = mark(client, number, "wrong")

    number.refresh_from_db()
    assert (answer.status_code, number.wrong_at) == (404, None)
