import pytest
from django.utils import timezone

from heed.expectations.models import Perception
from heed.surveys.operations.invitations import invite_after_promise
from heed.surveys.queries.invitations import token_of
from tests.customers.factories import make_customer
from tests.expectations.factories import make_promise


@pytest.fixture
def link(agent, system):
    now = timezone.now()
    customer = make_customer(name="陈梅", email="mei@chen.example", language="zh-hans")
    promise = make_promise(owner=agent, customer=customer, outcome="kept", closed_at=now)
    invitation = invite_after_promise(promise_id=promise.pk, actor=system, now=now)
    return f"/answer/{token_of(invitation)}/"


def test_the_page_is_in_the_customers_language_and_needs_no_script(client, link):
    page = client.get(link, headers={"accept-language": "en"}).content.decode()

    assert 'lang="zh-hans"' in page
    assert "<script" not in page
    assert 'name="perceived"' in page


def test_reading_the_page_answers_nothing(client, link):
    client.get(link)
    client.head(link)

    assert not Perception.objects.exists()


def test_an_answer_is_taken_once(client, link):
    answer = {"perceived": "6", "against_expectation": "1", "comment": "很好 😀"}

    first = client.post(link, answer)
    second = client.post(link, answer | {"perceived": "1"})

    assert (first.status_code, second.status_code) == (200, 200)
    perception = Perception.objects.get()
    assert (perception.perceived, perception.against_expectation) == (6, 1)
    assert perception.comment == "很好 😀"


def test_an_empty_answer_asks_again(client, link):
    answer = client.post(link, {})

    assert answer.status_code == 422
    assert not Perception.objects.exists()


def test_a_link_that_is_not_ours_leads_nowhere(client, link):
    assert client.get(link[:-4] + "abc/").status_code == 404


def test_the_third_question_is_put_where_the_company_asks_it(client, link, organisation):
    before = client.get(link).content.decode()
    organisation.asks_satisfaction = True
    organisation.save()

    page = client.get(link).content.decode()
    client.post(link, {"perceived": "6", "satisfaction": "7"})

    assert 'name="satisfaction"' not in before
    assert 'name="satisfaction"' in page
    assert Perception.objects.get().satisfaction == 7


def test_a_third_answer_is_not_taken_where_it_was_not_asked(client, link):
    client.post(link, {"perceived": "6", "satisfaction": "7"})

    assert Perception.objects.get().satisfaction is None
