from datetime import date, timedelta

import pytest
from django.utils import timezone

from heed.expectations.models import Promise, StandingPromise
from tests.api_client import Program
from tests.customers.factories import make_customer


@pytest.fixture
def program(agent):
    return Program(agent)


def conditional(customer, **fields):
    return {
        "customer_id": customer.pk,
        "condition": "if the part arrives",
        "wording": "we fit it",
        "within": 2,
    } | fields


def test_a_condition_is_recorded_and_comes_true(program):
    standing = program.post("/standing-promises/conditional", conditional(make_customer())).json()

    promise = program.post(f"/standing-promises/{standing['id']}/come-true")
    again = program.post(f"/standing-promises/{standing['id']}/come-true")

    assert standing["within_unit"] == "business_days"
    assert promise.status_code == 201
    assert promise.json()["id"] == again.json()["id"] == Promise.objects.get().pk
    assert promise.json()["standing_id"] == standing["id"]


def test_what_repeats_has_its_first_time_at_once(program):
    body = {
        "customer_id": make_customer().pk,
        "wording": "report",
        "every": "week",
        "day": 4,
        "at": "15:00:00",
    }

    answer = program.post("/standing-promises/repeating", body)

    assert answer.status_code == 201
    assert answer.json()["rhythm"] == "week"
    assert Promise.objects.get().standing_id == answer.json()["id"]


@pytest.mark.parametrize(
    ("path", "fields", "status", "code"),
    [
        pytest.param(
            "repeating",
            {"every": "week", "day": 7, "wording": "report"},
            409,
            "standing.rhythm_unclear",
            id="an eighth weekday",
        ),
        pytest.param(
            "repeating",
            {"every": "day", "ends_on": "2020-01-01", "wording": "report"},
            409,
            "standing.end_too_early",
            id="an end in the past",
        ),
        pytest.param(
            "conditional",
            {"condition": "if", "wording": "then", "within": 0},
            422,
            "request.invalid",
            id="no time",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(program, path, fields, status, code):
    body = {"customer_id": make_customer().pk} | fields

    answer = program.post(f"/standing-promises/{path}", body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not StandingPromise.objects.exists()


def test_a_manager_gives_a_guarantee_and_a_case_comes(manager):
    program = Program(manager)
    body = {"wording": "Money back", "condition": "it comes late", "within": 5}
    customer = make_customer()

    given = program.post("/guarantees", body).json()
    promise = program.post(f"/guarantees/{given['id']}/cover", {"customer_id": customer.pk})
    future = program.post(
        f"/guarantees/{given['id']}/cover",
        {
            "customer_id": make_customer(name="Bo").pk,
            "happened_at": (timezone.now() + timedelta(days=1)).isoformat(),
        },
    )
    ended = program.post(f"/standing-promises/{given['id']}/end", {"because": "too dear"})

    assert promise.json()["customer_id"] == customer.pk
    assert future.json()["code"] == "standing.case_in_future"
    assert ended.json()["ended_because"] == "too dear"
    assert Promise.objects.count() == 1


def test_only_guarantees_have_cases_and_only_conditions_come_true(manager):
    program, customer = Program(manager), make_customer()
    condition = program.post("/standing-promises/conditional", conditional(customer)).json()["id"]
    public = program.post(
        "/guarantees", {"wording": "Money back", "condition": "late", "within": 5}
    ).json()["id"]

    covered = program.post(f"/guarantees/{condition}/cover", {"customer_id": customer.pk})
    came_true = program.post(f"/standing-promises/{public}/come-true")

    assert covered.json()["code"] == "standing.no_guarantee"
    assert came_true.json()["code"] == "standing.no_condition"
    assert not Promise.objects.exists()


def test_they_are_listed_by_kind_and_customer(program):
    customer = make_customer()
    program.post("/standing-promises/conditional", conditional(customer))
    program.post("/standing-promises/conditional", conditional(make_customer(name="Bo")))

    theirs = program.get("/standing-promises", customer_id=customer.pk).json()["items"]
    public = program.get("/standing-promises", kind="guarantee").json()["items"]

    assert [item["customer_id"] for item in theirs] == [customer.pk]
    assert public == []
    assert date.fromisoformat(theirs[0]["made_at"][:10])
