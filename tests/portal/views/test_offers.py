from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from heed.expectations.models import Offer, Promise
from heed.expectations.operations.offers import withdraw_offer
from heed.expectations.queries.offers import token_of
from tests.customers.factories import make_customer
from tests.expectations.negotiating import make_negotiation, offer_to

pytestmark = pytest.mark.django_db


def address_of(offer):
    return f"/offer/{token_of(offer)}/"


@pytest.fixture
def offer(agent, system) -> Offer:
    """An offer in Chinese, as of now, to somebody in Shanghai."""
    now = timezone.now()
    customer = make_customer(name="陈梅", email="mei@chen.example", language="zh-hans")
    customer.time_zone = "Asia/Shanghai"
    customer.save()
    return offer_to(make_negotiation(actor=agent, customer=customer, now=now), actor=agent, now=now)


def choice(offer, position=1):
    return {"answer": "chosen", "option": offer.options.get(position=position).pk}


def page_of(client, offer, query=""):
    answer = client.get(address_of(offer) + query, headers={"accept-language": "en"})
    return answer.status_code, answer.content.decode()


def test_the_page_is_a_letter_in_the_customers_language_without_script(client, offer):
    status, page = page_of(client, offer)

    assert status == 200
    assert 'lang="zh-hans"' in page
    assert "<script" not in page
    assert "Heed" not in page
    assert "Harbour Lane" in page
    assert len(page.encode()) < 20_000


def test_the_page_says_times_in_the_customers_place(client, offer):
    due_at = timezone.localtime(offer.options.get(position=1).due_at)
    in_shanghai = due_at.astimezone(ZoneInfo("Asia/Shanghai"))

    _status, page = page_of(client, offer)

    assert f"{in_shanghai:%H:%M}" in page


@pytest.mark.parametrize("query", ["", "?option=1", "?option=2"])
def test_what_an_option_costs_us_is_never_shown(client, offer, query):
    _status, page = page_of(client, offer, query)

    assert "12.34" not in page
    assert "1234" not in page


def test_reading_any_page_of_the_link_answers_nothing(client, offer):
    for query in ("", "?option=1", "?option=2", "?option=9", "?option=x", "?answer=chosen"):
        assert client.get(address_of(offer) + query).status_code == 200
        client.head(address_of(offer) + query)

    offer.refresh_from_db()
    assert offer.answered_at is None
    assert not Promise.objects.exists()


def test_the_confirmed_choice_is_our_promise_and_the_page_says_so(client, offer):
    answer = client.post(address_of(offer), choice(offer, 2), follow=True)

    promise = Promise.objects.get()
    page = answer.content.decode()
    assert answer.redirect_chain == [(address_of(offer), 302)]
    assert promise.wording in page
    assert "A courier brings it" not in page
    assert "Mei Chen" in page


def test_the_same_button_pressed_twice_says_thank_you_twice(client, offer):
    client.post(address_of(offer), choice(offer))

    again = client.post(address_of(offer), choice(offer))

    assert (again.status_code, again["Location"]) == (302, address_of(offer))
    assert Promise.objects.count() == 1


def test_another_choice_afterwards_is_told_that_the_first_stands(client, offer):
    client.post(address_of(offer), choice(offer))

    again = client.post(address_of(offer), choice(offer, 2))

    page = again.content.decode()
    assert again.status_code == 409
    assert "A courier brings it" in page
    assert "You collect it in the shop" not in page
    assert Promise.objects.get().wording == "A courier brings it"


def test_a_wish_is_taken_in_her_own_words(client, offer):
    client.post(address_of(offer), {"answer": "counter", "wish": "要红色的 😀"})

    offer.refresh_from_db()
    assert (offer.answer, offer.counter_wish) == ("counter", "要红色的 😀")


@pytest.mark.parametrize("wish", ["", "x" * 10_000_000], ids=["nothing", "ten megabytes"])
def test_a_wish_that_cannot_be_taken_brings_the_form_back(client, offer, wish):
    answer = client.post(address_of(offer), {"answer": "counter", "wish": wish})

    offer.refresh_from_db()
    assert answer.status_code == 422
    assert len(answer.content) < 30_000
    assert offer.answered_at is None


def test_a_no_is_taken_without_a_reason(client, offer):
    client.post(address_of(offer), {"answer": "declined", "because": ""})

    offer.refresh_from_db()
    assert offer.answer == "declined"


def test_an_expired_offer_has_a_page_of_its_own(client, agent, system):
    past = timezone.now() - timedelta(days=9)
    offer = offer_to(make_negotiation(actor=agent, now=past), actor=agent, now=past)

    read, sent = client.get(address_of(offer)), client.post(address_of(offer), choice(offer))

    assert (read.status_code, sent.status_code) == (410, 410)
    assert "This offer has run out" in read.content.decode()
    assert "This offer has run out" in sent.content.decode()
    assert not Promise.objects.exists()


def test_a_withdrawn_offer_has_a_page_of_its_own(client, agent, system):
    now = timezone.now()
    offer = offer_to(make_negotiation(actor=agent, now=now), actor=agent, now=now)
    withdraw_offer(offer_id=offer.pk, actor=agent, now=now)

    read, sent = client.get(address_of(offer)), client.post(address_of(offer), choice(offer))

    assert (read.status_code, sent.status_code) == (410, 410)
    assert "This offer was withdrawn" in sent.content.decode()
    assert not Promise.objects.exists()


def test_an_option_that_came_too_late_offers_a_way_out(client, agent, system):
    past = timezone.now() - timedelta(days=1, hours=1)  # the first was for a day later
    offer = offer_to(make_negotiation(actor=agent, now=past), actor=agent, now=past)

    read, sent = client.get(address_of(offer)), client.post(address_of(offer), choice(offer))

    assert "no longer possible" in read.content.decode()
    assert sent.status_code == 409
    assert "choose another option" in sent.content.decode()
    assert not Promise.objects.exists()


@pytest.mark.parametrize("token", ["1", "1:abc", "x:y:z", "%00", "1" * 300])
def test_a_tampered_link_leads_to_no_offer(client, offer, token):
    answer = client.get(f"/offer/{token}/")

    assert answer.status_code == 404
    assert "leads to no offer" in answer.content.decode()


def test_a_link_changed_by_one_letter_leads_to_no_offer(client, offer):
    token = token_of(offer)
    changed = token[:-1] + ("a" if token[-1] != "a" else "b")

    assert client.get(f"/offer/{changed}/").status_code == 404
    assert client.post(f"/offer/{changed}/", choice(offer)).status_code == 404
    assert not Promise.objects.exists()


def test_the_link_of_somebody_erased_leads_to_no_offer(client, offer):
    customer = offer.negotiation.customer
    customer.erased_at = timezone.now()
    customer.save()

    assert client.get(address_of(offer)).status_code == 404


def test_the_text_of_an_offer_never_becomes_markup(client, agent, system):
    now = timezone.now()
    negotiation = make_negotiation(actor=agent, now=now)
    offer = offer_to(negotiation, actor=agent, now=now, introduction="<script>alert(1)</script>")

    assert "<script" not in page_of(client, offer)[1]


def test_the_page_takes_few_queries(client, offer, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        client.get(address_of(offer))


def test_refusals_about_our_staff_are_not_printed(client, offer, system):
    system.role = "analyst"  # may conduct nothing, so that the answer is refused inside
    system.save()

    answer = client.post(address_of(offer), choice(offer), headers={"accept-language": "en"})

    assert answer.status_code == 403
    assert "negotiations.conduct" not in answer.content.decode()
