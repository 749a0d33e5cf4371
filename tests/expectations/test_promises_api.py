from datetime import timedelta

import pytest
from django.utils import timezone

from heed.core.models import OutgoingMail
from heed.expectations.models import Promise
from tests.accounts.factories import make_team, make_user
from tests.api_client import Program
from tests.customers.factories import make_customer
from tests.expectations.factories import make_promise


@pytest.fixture
def program(agent):
    return Program(agent)


def owed(owner, **fields):
    now = timezone.now()
    return make_promise(owner=owner, made_at=now, due_at=now + timedelta(days=2), **fields)


def test_many_are_handed_over_at_once_and_what_one_may_not_see_stays(program, agent):
    bo, team = make_user(name="Bo Lind"), make_team(name="Sales")
    mine = [owed(agent).pk, owed(agent).pk]
    hidden = owed(agent, customer=make_customer(team=team))

    answer = program.post("/hand-overs", {"owner_id": bo.pk, "promise_ids": [*mine, hidden.pk]})

    assert answer.json() == {"count": 2, "promise_ids": mine}
    assert set(Promise.objects.filter(owner=bo).values_list("pk", flat=True)) == set(mine)


def test_nothing_to_hand_over_is_refused(program, agent):
    answer = program.post("/hand-overs", {"owner_id": agent.pk, "promise_ids": [1]})

    assert (answer.status_code, answer.json()["code"]) == (409, "promise.nothing_selected")


def test_a_customer_is_asked_for_another_time(program, agent):
    promise = owed(agent, customer=make_customer(email="anna@berg.example"))
    due_at = (timezone.now() + timedelta(days=4)).isoformat()

    asked = program.post(
        f"/promises/{promise.pk}/propose-time", {"due_at": due_at, "reason": "The part is late."}
    )
    past = program.post(
        f"/promises/{promise.pk}/propose-time",
        {"due_at": "2020-01-01T00:00:00Z", "reason": "The part is late."},
    )

    assert (asked.status_code, asked.json()["promise_id"]) == (201, promise.pk)
    assert (past.status_code, past.json()["code"]) == (409, "promise.due_time_past")
    assert OutgoingMail.objects.count() == 1
