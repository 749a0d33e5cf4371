from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from heed.core.models import Event
from heed.expectations.models import CalendarFeed
from heed.expectations.queries.feeds import token_of
from tests.accounts.factories import make_user
from tests.customers.factories import make_customer
from tests.expectations.factories import make_promise, make_topic


@pytest.fixture
def signed_in(client, agent):
    client.force_login(agent)
    return client


def address():
    return f"/promises/feed/{token_of(CalendarFeed.objects.get())}/promises.ics"


def owed(owner, **fields):
    now = timezone.now()
    fields = {"made_at": now - timedelta(days=5), "due_at": now + timedelta(days=1)} | fields
    return make_promise(owner=owner, **fields)


def read():
    answer = Client().get(address())
    return answer.content.decode().replace("\r\n ", "")


def test_whoever_knows_the_address_reads_what_its_owner_sees_to(signed_in, agent):
    mine = owed(agent, topic=make_topic(), customer=make_customer(name="Anna Berg"))
    owed(make_user(name="Bo"), topic=None, customer=make_customer(name="Cy"))
    signed_in.post("/promises/feed/open/")

    content = read()

    assert content.count("BEGIN:VEVENT") == 1
    assert f"UID:promise-{mine.pk}@harbour.example" in content
    assert "SUMMARY:Promise due: Courtesy" in content
    assert "Anna" not in content
    assert "Call back" not in content


def test_names_are_shown_where_the_owner_chose_so(signed_in, agent):
    owed(agent, customer=make_customer(name="Anna Berg"))

    signed_in.post("/promises/feed/open/", {"shows_names": "on"})

    assert "SUMMARY:Promise to Anna Berg due" in read()


def test_what_was_waived_is_cancelled_and_what_was_kept_stays(signed_in, agent):
    now = timezone.now()
    waived = owed(agent, outcome="waived", closed_at=now)
    kept = owed(agent, outcome="kept", closed_at=now)
    signed_in.post("/promises/feed/open/")

    entries = {
        entry.split("UID:promise-")[1].split("@")[0]: entry
        for entry in read().split("BEGIN:VEVENT")[1:]
    }

    assert "STATUS:CANCELLED" in entries[str(waived.pk)]
    assert "SEQUENCE:1" in entries[str(waived.pk)]
    assert "STATUS:CONFIRMED" in entries[str(kept.pk)]


def test_a_renewed_or_closed_address_shows_nothing(signed_in, agent):
    signed_in.post("/promises/feed/open/")
    first = address()

    signed_in.post("/promises/feed/renew/")
    second = address()
    answers = [Client().get(each).status_code for each in (first, second)]
    signed_in.post("/promises/feed/close/")

    assert answers == [404, 200]
    assert [Client().get(each).status_code for each in (second, address())] == [404, 404]
    assert Event.objects.filter(type="expectations.CalendarFeedChanged").count() == 3


@pytest.mark.parametrize("token", ["x", "1.0", "1.0:forged", "a.b:c"])
def test_a_guessed_address_shows_nothing(client, agent, token):
    assert client.get(f"/promises/feed/{token}/promises.ics").status_code == 404


def test_who_has_left_has_no_calendar(signed_in, agent):
    signed_in.post("/promises/feed/open/")
    agent.is_active = False
    agent.save()

    assert Client().get(address()).status_code == 404
