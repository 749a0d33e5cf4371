from datetime import timedelta

import pytest
from django.utils import timezone

from heed.conversations.models import Conversation
from heed.expectations.models import Expectation, Perception, Promise
from tests.accounts.factories import make_team, make_user
from tests.api_client import Program
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic, make_promise, make_topic
from tests.moments import NOON


@pytest.fixture
def program(agent):
    return Program(agent)


@pytest.fixture
def customer(agent):
    return make_customer()


def ids(answer):
    return [item["id"] for item in answer.json()["items"]]


def make_open_promise(owner, customer, **fields):
    now = timezone.now()
    return make_promise(
        owner=owner, customer=customer, made_at=now, due_at=now + timedelta(days=2), **fields
    )


def test_an_expectation_is_recorded_and_supersedes_the_earlier_one(program, customer):
    topic = make_measured_topic()
    body = {"customer_id": customer.pk, "topic_id": topic.pk, "value": 3}

    first = program.post("/expectations", body)
    second = program.post("/expectations", body | {"value": "2.5", "is_must_have": True})

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json()["value"] == "2.500"
    assert ids(program.get("/expectations", customer_id=customer.pk, is_current="true")) == [
        second.json()["id"]
    ]
    assert ids(program.get("/expectations", topic_id=topic.pk)) == [
        second.json()["id"],
        first.json()["id"],
    ]


def test_a_felt_topic_needs_a_feeling(program, customer):
    answer = program.post(
        "/expectations", {"customer_id": customer.pk, "topic_id": make_topic().pk}
    )

    assert answer.status_code == 409
    assert answer.json()["code"] == "expectation.felt_missing"
    assert not Expectation.objects.exists()


@pytest.mark.parametrize("field", ["customer_id", "topic_id", "conversation_id"])
def test_what_an_expectation_names_must_be_visible(program, customer, field):
    other = make_customer(name="Hidden", team=make_team())
    hidden = Conversation.objects.create(
        customer=other, team=other.team, opened_at=NOON, last_message_at=NOON
    )
    unseen = {"customer_id": other.pk, "topic_id": 999, "conversation_id": hidden.pk}
    body = {"customer_id": customer.pk, "topic_id": make_topic().pk, "felt": 5}

    answer = program.post("/expectations", body | {field: unseen[field]})

    assert answer.status_code == 404
    assert field in answer.json()["message"]
    assert not Expectation.objects.exists()


def test_a_promise_is_made_owned_by_a_colleague(agent, program, customer):
    colleague = make_user(name="Tom Hill")
    due_at = timezone.now().replace(microsecond=0) + timedelta(days=3)

    answer = program.post(
        "/promises",
        {
            "customer_id": customer.pk,
            "wording": "Call back",
            "due_at": due_at.isoformat(),
            "owner_id": colleague.pk,
        },
    )

    promise = Promise.objects.get()
    assert answer.status_code == 201
    assert answer.json()["outcome"] is None
    assert answer.json()["due_at"] == f"{due_at:%Y-%m-%dT%H:%M:%SZ}"
    assert (promise.owner, promise.made_by, promise.due_at) == (colleague, agent, due_at)


def test_a_promise_for_the_past_is_refused(program, customer):
    answer = program.post(
        "/promises",
        {"customer_id": customer.pk, "wording": "Call", "due_at": "2020-01-01T00:00:00Z"},
    )

    assert answer.status_code == 409
    assert answer.json()["code"] == "promise.due_time_past"
    assert not Promise.objects.exists()


def test_a_promise_is_fulfilled_once(agent, program, customer):
    promise = make_open_promise(agent, customer)
    path = f"/promises/{promise.pk}/fulfil"

    first = program.post(path, {"evidence": "Called at noon"})
    second = program.post(path, {"evidence": "Called again"})

    assert (first.status_code, first.json()["outcome"]) == (200, "kept")
    assert (second.status_code, second.json()["code"]) == (409, "promise.already_closed")


def test_a_promise_is_waived(agent, program, customer):
    promise = make_open_promise(agent, customer)

    answer = program.post(f"/promises/{promise.pk}/waive", {"evidence": "She wrote so"})

    assert answer.json()["outcome"] == "waived"


def test_a_promise_is_renegotiated_into_a_new_one(agent, program, customer):
    promise = make_open_promise(agent, customer)
    later = (timezone.now() + timedelta(days=9)).isoformat()

    answer = program.post(
        f"/promises/{promise.pk}/renegotiate", {"due_at": later, "evidence": "Agreed by phone"}
    )

    assert answer.status_code == 201
    assert answer.json()["renegotiated_from_id"] == promise.pk
    assert answer.json()["wording"] == promise.wording


def test_a_promise_is_handed_over(agent, program, customer):
    promise, colleague = make_open_promise(agent, customer), make_user(name="Tom Hill")

    answer = program.post(f"/promises/{promise.pk}/hand-over", {"owner_id": colleague.pk})

    assert answer.json()["owner_id"] == colleague.pk


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("fulfil", {"evidence": "Sent"}),
        ("waive", {"evidence": "She said so"}),
        ("renegotiate", {"evidence": "Agreed", "due_at": "2099-01-01T00:00:00Z"}),
        ("hand-over", {"owner_id": 1}),
    ],
)
def test_promises_of_other_teams_are_not_there(manager, program, action, body):
    promise = make_open_promise(manager, make_customer(team=make_team()))

    answer = program.post(f"/promises/{promise.pk}/{action}", body)

    assert answer.status_code == 404
    promise.refresh_from_db()
    assert promise.closed_at is None
    assert ids(program.get("/promises")) == []


def test_promises_are_found_by_what_they_are(agent, manager, program, customer):
    due = make_promise(owner=agent, customer=customer)  # long past
    coming = make_open_promise(manager, make_customer())
    kept = make_promise(owner=agent, customer=customer, outcome="kept", closed_at=NOON)

    assert ids(program.get("/promises")) == [kept.pk, coming.pk, due.pk]
    assert ids(program.get("/promises", is_open="true")) == [coming.pk, due.pk]
    assert ids(program.get("/promises", is_overdue="true")) == [due.pk]
    assert ids(program.get("/promises", is_overdue="false")) == [kept.pk, coming.pk]
    assert ids(program.get("/promises", outcome="kept")) == [kept.pk]
    assert ids(program.get("/promises", owner_id=manager.pk)) == [coming.pk]
    assert ids(program.get("/promises", customer_id=customer.pk)) == [kept.pk, due.pk]
    assert ids(program.get("/promises", due_since=timezone.now().isoformat())) == [coming.pk]
    assert ids(program.get("/promises", due_until="2026-04-01T00:00:00Z")) == [kept.pk, due.pk]


def test_a_list_of_promises_takes_two_queries(agent, program, django_assert_num_queries):
    for _ in range(20):
        make_open_promise(agent, make_customer(), topic=None)
    program.get("/promises")

    with django_assert_num_queries(2):  # token, promises
        assert len(ids(program.get("/promises"))) == 20


def test_a_perception_is_recorded_as_told_by_a_program(agent, program, customer):
    topic = make_topic()
    promise = make_open_promise(agent, customer, topic=topic)

    answer = program.post(
        "/perceptions",
        {
            "customer_id": customer.pk,
            "promise_id": promise.pk,
            "perceived": 6,
            "against_expectation": 1,
            "comment": "很好",
        },
    )

    perception = Perception.objects.get()
    assert answer.status_code == 201
    assert (perception.mode, perception.topic, perception.comment) == ("api", topic, "很好")
    assert ids(program.get("/perceptions", promise_id=promise.pk)) == [perception.pk]
    assert ids(program.get("/perceptions", until="2026-01-01T00:00:00Z")) == []
    assert program.get(f"/perceptions/{perception.pk}").json() == answer.json()


def test_a_perception_says_something(program, customer):
    answer = program.post("/perceptions", {"customer_id": customer.pk})

    assert answer.status_code == 409
    assert answer.json()["code"] == "perception.empty"
    assert not Perception.objects.exists()


def test_reading_the_ledger_needs_its_scope(agent):
    program = Program(agent, scopes=["conversations:write"])

    assert program.get("/topics").status_code == 403
    assert program.get("/expectations").status_code == 403
    assert program.get("/promises/1").status_code == 403
    assert program.get("/perceptions").status_code == 403


def test_a_promise_far_away_is_still_shown(agent, program, customer):
    body = {"customer_id": customer.pk, "wording": "Wait", "due_at": "8999-12-31T23:59:59Z"}

    answer = program.post("/promises", body)

    assert answer.status_code == 201
    assert answer.json()["breaks_at"] == "9000-01-03T23:59:59Z"
    assert len(ids(program.get("/promises"))) == 1
