from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.api_client import TOKEN, Program, make_token
from tests.customers.factories import make_customer
from tests.moments import NOON


def call(text=TOKEN, **headers):
    headers = {"Authorization": f"Bearer {text}"} | headers
    return Client(headers=headers).get("/api/v1/customers")


def test_a_valid_token_is_let_in(agent):
    make_token(owner=agent)

    assert call().status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"expires_at": NOON - timedelta(days=1)}, id="expired"),
        pytest.param({"revoked_at": NOON}, id="revoked"),
    ],
)
def test_a_token_that_has_ended_is_refused(agent, fields):
    make_token(owner=agent, **fields)

    answer = call()

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="Heed"'
    assert answer.json()["code"] == "unauthorized"


def test_an_unknown_token_is_refused(agent):
    make_token(owner=agent)

    assert call("heed_another").status_code == 401


def test_the_token_of_somebody_who_may_no_longer_sign_in_is_refused(agent):
    make_token(owner=agent)
    agent.is_active = False
    agent.save()

    assert call().status_code == 401


def test_a_session_is_no_token(agent, client):
    client.force_login(agent)

    assert client.get("/api/v1/customers").status_code == 401


def test_a_missing_scope_is_named_whatever_is_asked_for(agent):
    program = Program(agent, scopes=["customers:read"])

    answer = program.post("/promises/999/fulfil", {"evidence": "sent"})

    assert answer.status_code == 403
    assert answer.json()["code"] == "access.not_permitted"
    assert "promises.close" in answer.json()["message"]


def test_a_scope_does_not_give_more_than_the_role(analyst):
    answer = Program(analyst).post("/customers", {"name": "Anna Berg"})

    assert answer.status_code == 403


def test_asking_takes_one_query_more_than_the_list(agent, django_assert_num_queries):
    program = Program(agent)
    program.get("/customers")
    make_customer()
    make_customer()

    with django_assert_num_queries(3):  # token, customers, contact points
        assert len(program.get("/customers").json()["items"]) == 2


def test_the_use_of_a_token_is_kept_to_the_minute(agent):
    program = Program(agent)

    program.get("/customers")

    program.token.refresh_from_db()
    assert timezone.now() - program.token.last_used_at < timedelta(seconds=30)
