from datetime import timedelta

import pytest
from django.utils import timezone

from heed.customers.operations import change_personal_link, erase_customer
from heed.customers.queries import personal_token
from heed.expectations.models import Promise, StandingPromise
from heed.expectations.operations.times import propose_time
from heed.expectations.queries.times import token_of
from tests.customers.factories import make_customer
from tests.expectations.factories import make_promise


@pytest.fixture
def customer(agent, system):
    return make_customer(email="anna@berg.example")


def owed(agent, customer, *, days, **fields):
    now = timezone.now()
    made_at = now - timedelta(days=20)
    return make_promise(
        owner=agent,
        customer=customer,
        made_at=made_at,
        due_at=now + timedelta(days=days),
        **fields,
    )


def page_of(client, customer):
    return client.get(f"/your-promises/{personal_token(customer)}/")


def test_she_reads_what_we_owe_her_and_what_became_of_it(client, agent, customer):
    now = timezone.now()
    owed(agent, customer, days=1, wording="Call you back")
    owed(agent, customer, days=-1, wording="Send the lamp")
    owed(
        agent,
        customer,
        days=-9,
        wording="Refund",
        outcome="late",
        closed_at=now,
        delivered_at=now,
        evidence="internal note",
    )
    owed(agent, customer, days=-9, wording="Repair", outcome="broken", closed_at=now)
    owed(agent, make_customer(name="Bo"), days=1, wording="Something for Bo")

    page = page_of(client, customer).content.decode()

    assert "Mei Chen sees to it." in page
    assert "is not done. We are sorry." in page
    assert "Late: due by" in page
    assert "and we did not do it." in page
    assert "internal note" not in page
    assert "Something for Bo" not in page


def test_times_are_hers_and_the_language_too(client, agent, customer):
    customer.language, customer.time_zone = "zh-hans", "Asia/Shanghai"
    customer.save()
    promise = owed(agent, customer, days=1)

    page = page_of(client, customer).content.decode()

    in_her_zone = promise.due_at + timedelta(hours=8)
    assert 'lang="zh-hans"' in page
    assert f"{in_her_zone:%H:%M}" in page or f"{in_her_zone.hour}:{in_her_zone:%M}" in page


def test_a_tier_reads_its_guarantees(client, manager, customer):
    for tier, wording in (("", "For everybody"), ("high", "For some"), ("low", "For others")):
        StandingPromise.objects.create(
            kind="guarantee",
            wording=wording,
            within=1,
            tier=tier,
            owner=manager,
            made_by=manager,
            made_at=timezone.now(),
        )
    customer.tier = "high"
    customer.save()

    page = page_of(client, customer).content.decode()

    assert ["For everybody" in page, "For some" in page, "For others" in page] == [
        True,
        True,
        False,
    ]


def test_a_renewed_or_closed_link_shows_nothing(client, agent, admin, customer):
    first = f"/your-promises/{personal_token(customer)}/"
    client.force_login(agent)

    client.post(f"/customers/{customer.pk}/link/", {"what": "renew"})
    second = f"/your-promises/{personal_token(customer)}/"
    answers = [client.get(each).status_code for each in (first, second)]
    change_personal_link(customer=customer, is_open=False, actor=agent, now=timezone.now())

    assert answers == [404, 200]
    assert client.get(second).status_code == 404
    assert personal_token(customer) == ""
    assert "closed at present" in client.get(f"/customers/{customer.pk}/link/").content.decode()


def test_an_erased_customer_has_no_page(client, admin, customer):
    address = f"/your-promises/{personal_token(customer)}/"

    erase_customer(customer=customer, actor=admin, now=timezone.now())

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("token", ["1.0", "1.0:forged", "x"])
def test_a_guessed_link_shows_nothing(client, customer, token):
    assert client.get(f"/your-promises/{token}/").status_code == 404


@pytest.fixture
def proposed(agent, customer):
    promise = owed(agent, customer, days=1, wording="Call you back")
    return propose_time(
        promise_id=promise.pk,
        due_at=timezone.now() + timedelta(days=3),
        reason="The part is late.",
        actor=agent,
        now=timezone.now(),
    )


def test_reading_a_proposed_time_changes_nothing_and_agreeing_moves_it(client, proposed):
    address = f"/another-time/{token_of(proposed)}/"

    asked = client.get(address).content.decode()
    unclear = client.post(address, {"answer": "perhaps"})
    before = Promise.objects.count()
    thanked = client.post(address, {"answer": "agree"}).content.decode()
    again = client.post(address, {"answer": "decline"})

    assert "The part is late." in asked
    assert (unclear.status_code, before) == (200, 1)
    assert "is now due by" in thanked
    assert Promise.objects.get(closed_at=None).due_at == proposed.due_at
    assert again.status_code == 410


def test_too_late_she_is_told_so_kindly(client, proposed):
    promise = proposed.promise
    past = timezone.now() - timedelta(hours=1)
    Promise.objects.filter(pk=promise.pk).update(due_at=past)
    address = f"/another-time/{token_of(proposed)}/"

    page = client.get(address).content.decode()
    answer = client.post(address, {"answer": "agree"})

    assert "can no longer be moved" in page
    assert answer.status_code == 410
    assert "we have to keep what we said" in answer.content.decode()
    assert Promise.objects.get().outcome == ""


def test_an_earlier_time_that_has_passed_is_said_to_have_passed(client, proposed):
    past = timezone.now() - timedelta(hours=1)
    type(proposed).objects.filter(pk=proposed.pk).update(due_at=past)

    page = client.get(f"/another-time/{token_of(proposed)}/").content.decode()

    assert "has passed. What we promised stands as it was" in page
    assert "can no longer be moved" not in page


def test_an_agent_asks_on_the_page_of_the_promise(client, agent, customer):
    promise = owed(agent, customer, days=1)
    client.force_login(agent)
    due = timezone.localtime(timezone.now() + timedelta(days=3))

    refused = client.post(f"/promises/{promise.pk}/propose-time/", {"reason": "late"})
    done = client.post(
        f"/promises/{promise.pk}/propose-time/",
        {"reason": "The part is late.", "due_at": f"{due:%Y-%m-%dT%H:%M}"},
    )

    assert (refused.status_code, done.status_code) == (422, 302)
    assert promise.proposed_times.count() == 1
    assert "no answer yet" in client.get(f"/promises/{promise.pk}/").content.decode()
