import threading

import pytest
from django.db import connection

from heed.core.models import Event, IdempotencyRecord
from heed.core.tasks import IDEMPOTENCY_KEPT, prune_idempotency
from heed.customers.models import Customer
from tests.accounts.factories import make_user
from tests.api_client import Program
from tests.moments import HOUR, NOON


@pytest.fixture
def program(agent):
    return Program(agent)


def test_the_same_request_twice_is_done_once(program):
    first = program.post("/customers", {"name": "Anna Berg"}, key="k1")
    again = program.post("/customers", {"name": "Anna Berg"}, key="k1")

    assert first.status_code == again.status_code == 201
    assert again.content == first.content
    assert again["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first
    assert Customer.objects.count() == 1
    assert Event.objects.count() == 1


def test_without_a_key_each_request_counts(program):
    program.post("/customers", {"name": "Anna Berg"})
    program.post("/customers", {"name": "Anna Berg"})

    assert Customer.objects.count() == 2
    assert not IdempotencyRecord.objects.exists()


def test_a_key_is_good_for_one_request(program):
    program.post("/customers", {"name": "Anna Berg"}, key="k1")

    answer = program.post("/customers", {"name": "Bo Li"}, key="k1")

    assert answer.status_code == 409
    assert answer.json()["code"] == "idempotency.key_used_before"
    assert Customer.objects.count() == 1


def test_two_people_may_choose_the_same_key(program, manager):
    other = Program(manager, text="heed_the-token-of-another-program-of-ours-1")

    program.post("/customers", {"name": "Anna Berg"}, key="k1")
    answer = other.post("/customers", {"name": "Bo Li"}, key="k1")

    assert answer.status_code == 201
    assert Customer.objects.count() == 2


def test_a_refusal_is_not_kept_and_may_be_tried_again(program):
    refused = program.post("/customers", {"name": "Anna", "team_id": 999}, key="k1")
    done = program.post("/customers", {"name": "Anna"}, key="k1")

    assert refused.status_code == 404
    assert done.status_code == 201


@pytest.mark.parametrize("key", ["", "two words", "k" * 256, "schlüssel"])
def test_a_key_that_cannot_be_one_is_refused(program, key):
    answer = program.post("/customers", {"name": "Anna"}, key=key)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "header.Idempotency-Key"
    assert not Customer.objects.exists()


def test_answers_are_forgotten_after_seven_days(db):
    fields = {"owner": "user 1", "request_digest": "d", "status": 201, "body": "{}"}
    IdempotencyRecord.objects.create(key="old", at=NOON - IDEMPOTENCY_KEPT - HOUR, **fields)
    IdempotencyRecord.objects.create(key="new", at=NOON - IDEMPOTENCY_KEPT + HOUR, **fields)

    prune_idempotency(now=NOON)

    assert [record.key for record in IdempotencyRecord.objects.all()] == ["new"]


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="threads of a test share SQLite's memory, not its locks"
)
@pytest.mark.django_db(transaction=True)
def test_of_requests_that_meet_one_is_done_and_the_others_get_its_answer():
    program = Program(make_user(name="Mei Chen"))
    start, answers = threading.Barrier(4), []

    def call():
        start.wait()
        answers.append(program.post("/customers", {"name": "Anna Berg"}, key="k1"))
        connection.close()

    threads = [threading.Thread(target=call) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotent-Replayed" in answer for answer in answers) == 3
    assert Customer.objects.count() == 1
