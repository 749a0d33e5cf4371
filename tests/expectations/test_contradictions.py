from datetime import timedelta

import pytest
from django.utils import timezone

from heed.expectations.models import Promise
from tests.accounts.factories import make_user
from tests.api_client import Program
from tests.customers.factories import make_customer
from tests.expectations.factories import make_promise, make_topic


@pytest.fixture
def standing(agent):
    now = timezone.now()
    return make_promise(
        owner=agent,
        topic=make_topic(),
        made_at=now,
        due_at=now + timedelta(days=2),
        wording="Call back",
    )


def form_of(standing, **fields):
    other = timezone.localtime(timezone.now() + timedelta(days=3))
    return {
        "wording": "Call back",
        "topic": standing.topic_id,
        "due_at": f"{other:%Y-%m-%dT%H:%M}",
    } | fields


def test_the_page_asks_whether_it_is_another_matter(client, agent, standing):
    client.force_login(agent)
    address = f"/customers/{standing.customer_id}/promises/new/"
    assert "It is another matter" not in client.get(address).content.decode()

    asked = client.post(address, form_of(standing))
    page = asked.content.decode()

    assert asked.status_code == 422
    assert "“Call back” by" in page
    assert f'href="/promises/{standing.pk}/"' in page
    assert Promise.objects.count() == 1

    done = client.post(address, form_of(standing, is_separate="on"))
    assert done.status_code == 302
    assert Promise.objects.count() == 2


def test_a_program_is_told_what_stands_and_how_to_go_on(agent, standing):
    program = Program(agent)
    due_at = (timezone.now() + timedelta(days=3)).isoformat()
    body = {
        "customer_id": standing.customer_id,
        "topic_id": standing.topic_id,
        "wording": "Call back",
        "due_at": due_at,
    }

    refused = program.post("/promises", body)
    done = program.post("/promises", body | {"is_separate": True})
    again = program.post("/promises", body | {"due_at": standing.due_at.isoformat()})

    assert refused.status_code == 409
    assert refused.json()["code"] == "promise.contradicted"
    assert f"(promise {standing.pk})" in refused.json()["message"]
    assert done.status_code == 201
    assert again.json()["id"] == standing.pk


def test_a_program_is_told_who_cannot_see_to_a_promise(agent, analyst):
    program = Program(agent)
    body = {
        "customer_id": make_customer().pk,
        "wording": "Call back",
        "due_at": (timezone.now() + timedelta(days=3)).isoformat(),
    }
    gone = make_user(name="Lena Left")
    gone.is_active = False
    gone.save()

    refused = program.post("/promises", body | {"owner_id": gone.pk})

    assert (refused.status_code, refused.json()["code"]) == (409, "promise.owner_unable")
    assert "Lena Left cannot see to a promise" in refused.json()["message"]
    assert not Promise.objects.exists()
