"""Forms sent twice, and where they say to return to."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client

from heed.conversations.models import Conversation
from heed.customers.models import Customer
from tests.accounts.factories import make_user
from tests.conversations.factories import make_conversation


@pytest.fixture
def browser(system):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(name="Mei", role="admin"))
    return client


def form_of(browser) -> dict[str, str]:
    page = browser.get("/customers/new/").content.decode()
    mask = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[-1]
    return {"csrfmiddlewaretoken": mask, "name": "Anna Berg", "language": "en"}


@pytest.mark.django_db
def test_the_same_form_sent_again_leads_where_it_led_and_does_nothing(browser):
    form = form_of(browser)

    answers = [browser.post("/customers/new/", form) for _ in range(2)]

    customer = Customer.objects.get()
    assert [each.url for each in answers] == [f"/customers/{customer.pk}/"] * 2


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="threads of a test share SQLite's memory, not its locks"
)
@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twice_at_once_is_done_once(browser):
    form = form_of(browser)

    def send(_number):
        try:
            return browser.post("/customers/new/", form)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as clicks:
        answers = list(clicks.map(send, range(2)))

    customer = Customer.objects.get()
    assert [each.url for each in answers] == [f"/customers/{customer.pk}/"] * 2


@pytest.mark.django_db
def test_the_same_words_in_a_form_shown_anew_are_said_again(browser):
    browser.post("/customers/new/", form_of(browser))
    browser.post("/customers/new/", form_of(browser))

    assert Customer.objects.count() == 2


@pytest.mark.django_db
def test_a_form_refused_can_be_sent_again(browser):
    refused = form_of(browser) | {"name": ""}

    answers = [browser.post("/customers/new/", refused).status_code for _ in range(2)]

    assert answers == [422, 422]


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", ["//evil.example/", "https://evil.example/", "NaN", "-1", "a:b"])
def test_a_form_returns_to_pages_of_ours_alone(client, agent, system, wanted):
    conversation = make_conversation()
    client.force_login(agent)

    answer = client.post(f"/conversations/{conversation.pk}/close/", {"next": wanted})

    assert answer.url == f"/conversations/{conversation.pk}/"
    assert Conversation.objects.get().state == Conversation.State.CLOSED
