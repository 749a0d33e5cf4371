import pytest
from django.utils import timezone

from heed.core.models import OutgoingMail
from heed.expectations.models import Expectation, Ranking
from heed.expectations.operations.expectations import record_expectation
from tests.accounts.factories import make_team
from tests.api_client import Program
from tests.customers.factories import make_customer
from tests.expectations.factories import make_topic
from tests.moments import MINUTE


@pytest.fixture
def program(agent):
    return Program(agent)


@pytest.fixture
def customer(organisation):
    return make_customer(email="anna@berg.example")


@pytest.fixture
def ids(agent, customer):
    return [
        record_expectation(
            customer=customer,
            topic=make_topic(key=key, name=key),
            felt=6,
            actor=agent,
            now=timezone.now(),
        ).pk
        for key in ("speed", "price", "warmth")
    ]


def test_a_ranking_is_asked_answered_and_read(program, customer, ids):
    asked = program.post("/rankings", {"customer_id": customer.pk, "expectation_ids": ids})
    ranking = asked.json()
    answered = program.post(
        f"/rankings/{ranking['id']}/answer",
        {"answers": [{"task": 1, "order": ids[::-1]}], "may_be_given_up": [ids[0]]},
    )

    assert asked.status_code == 201
    assert sorted(ranking["tasks"][0]["offered"]) == ids
    assert answered.status_code == 200
    ranks = {item["rank"]: item for item in answered.json()["items"]}
    assert [ranks[rank]["expectation_id"] for rank in (1, 2, 3)] == ids[::-1]
    assert ranks[3]["may_be_given_up"] is True
    listed = program.get("/rankings", customer_id=customer.pk, is_answered="true").json()
    assert [each["id"] for each in listed["items"]] == [ranking["id"]]


def test_a_link_sends_a_letter(program, customer, ids):
    body = {"customer_id": customer.pk, "expectation_ids": ids, "mode": "link"}

    answer = program.post("/rankings", body | {"method": "best_worst"})

    assert answer.status_code == 201
    assert answer.json()["expires_at"]
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(
    ("answers", "status", "code"),
    [
        pytest.param([], 409, "ranking.empty", id="nothing"),
        pytest.param([{"task": 7, "best": 1}], 409, "ranking.task_unknown", id="no such task"),
        pytest.param(
            [{"task": 1, "order": [1]}], 409, "ranking.answer_impossible", id="not all of it"
        ),
        pytest.param([{"task": 0}], 422, "request.invalid", id="not a number of a task"),
    ],
)
def test_what_is_no_answer_is_refused(program, customer, ids, answers, status, code):
    asked = program.post("/rankings", {"customer_id": customer.pk, "expectation_ids": ids}).json()

    answer = program.post(f"/rankings/{asked['id']}/answer", {"answers": answers})

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Ranking.objects.get().answered_at is None


def test_rankings_of_others_are_not_seen(program, agent, ids):
    hidden = make_customer(name="Hidden", team=make_team())
    ranking = Ranking.objects.create(
        customer=hidden, seed=1, asked_by=agent, asked_at=timezone.now()
    )

    assert program.get(f"/rankings/{ranking.pk}").status_code == 404
    assert program.get("/rankings").json()["items"] == []
    assert program.post(f"/rankings/{ranking.pk}/answer", {"answers": []}).status_code == 404


def test_an_entry_is_taken_back_within_a_minute(program, ids):
    taken = program.post(f"/expectations/{ids[0]}/withdraw", {})
    Expectation.objects.filter(pk=ids[1]).update(recorded_at=timezone.now() - 2 * MINUTE)
    late = program.post(f"/expectations/{ids[1]}/withdraw", {})

    assert taken.status_code == 200
    assert taken.json()["withdrawn_at"] == taken.json()["superseded_at"]
    assert late.json()["code"] == "expectation.too_late_to_withdraw"
