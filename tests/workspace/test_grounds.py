import pytest
from django.utils import timezone

from heed.conversations.models import Conversation
from heed.expectations.models import Expectation, Steering
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic
from tests.expectations.laying_down import expect, make_standard
from tests.page_words import words_of


@pytest.fixture
def customer():
    return make_customer()


@pytest.fixture
def expectation(customer, agent):
    topic = make_measured_topic()
    make_standard(topic, by=agent)
    return expect(topic, by=agent, customer=customer, value=1, wording="Tomorrow!")


@pytest.mark.parametrize("place", ["customer", "conversation"])
def test_the_ground_stands_beside_what_is_unreasonable(client, agent, customer, expectation, place):
    now = timezone.now()
    conversation = Conversation.objects.create(
        customer=customer, opened_at=now, last_message_at=now
    )
    client.force_login(agent)
    address = {
        "customer": f"/customers/{customer.pk}/",
        "conversation": f"/conversations/{conversation.pk}/",
    }[place]

    page = client.get(address).content.decode()

    assert "unreasonable today" in page
    assert "expects 1.0 days; the trade’s norm is 3.0 days (Trade survey, 2026)" in words_of(page)
    assert "May not know the norm: tell it first" in page


def test_once_told_the_hint_is_gone_and_the_history_says_when(client, agent, customer, expectation):
    client.force_login(agent)

    client.post(f"/expectations/{expectation.pk}/norm-told/")
    page = client.get(f"/customers/{customer.pk}/").content.decode()

    entry = Expectation.objects.get(superseded_at=None)
    assert (entry.value, entry.wording, entry.knows_norm) == (1, "Tomorrow!", "yes")
    assert "tell it first" not in page
    assert "knows the norm" in page


def test_an_expectation_of_the_past_is_not_changed(client, agent, customer, expectation):
    client.force_login(agent)
    client.post(f"/expectations/{expectation.pk}/norm-told/")

    again = client.post(f"/expectations/{expectation.pk}/norm-told/")

    assert again.status_code == 409
    assert Expectation.objects.count() == 2


def test_words_decided_for_the_tier_stand_beside_it_in_the_customers_language(
    client, agent, customer, expectation
):
    customer.language = "zh-hans"
    customer.tier = "high"
    customer.save()
    topic = expectation.topic
    for tier, words in (("", "Everybody waits."), ("high", "Three days, please.")):
        Steering.objects.create(
            topic=topic,
            tier=tier,
            direction="lower",
            wording=words,
            wording_zh="请按三天计算。" if tier else "",
            decided_by=agent,
            decided_at=timezone.now(),
        )
    client.force_login(agent)

    page = client.get(f"/customers/{customer.pk}/").content.decode()

    assert "Say this at the request" in page
    assert "请按三天计算。" in page
    assert "Everybody waits." not in page
