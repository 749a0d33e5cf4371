import json

import pytest
from django.test import Client

from heed.config.api import api
from tests.api_client import TOKEN, Program
from tests.customers.factories import make_customer


@pytest.fixture
def program(agent):
    return Program(agent)


def test_an_unknown_address_is_said_in_json(program):
    answer = program.get("/nowhere")

    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_the_root_is_no_page(program):
    assert program.get("/").json()["code"] == "not_found"


def test_a_method_that_is_not_possible_names_those_that_are(program):
    answer = program.client.put("/api/v1/customers", b"{}", content_type="application/json")

    assert answer.status_code == 405
    assert answer["Allow"] == "GET, POST"
    assert answer.json()["code"] == "method_not_allowed"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param(b"{", "request.body_broken", id="cut off"),
        pytest.param(b'{"name": NaN}', "request.body_broken", id="not a number"),
        pytest.param(b'{"name": "\\ud800"}', "request.body_broken", id="half a character"),
        pytest.param(b'{"name": "\xff"}', "request.body_broken", id="not UTF-8"),
        pytest.param(b"[" * 5000, "request.body_broken", id="nested too deeply"),
    ],
)
def test_a_body_that_is_not_json_is_a_bad_request(program, body, code):
    answer = program.post("/customers", body)

    assert answer.status_code == 400
    assert answer.json()["code"] == code


def test_a_body_of_another_type_is_refused(program):
    answer = program.client.post("/api/v1/customers", {"name": "Anna"})

    assert answer.status_code == 415
    assert "multipart/form-data" in answer.json()["message"]


def test_a_body_that_is_too_large_is_refused(program, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    answer = program.post("/customers", {"name": "a" * 200})

    assert answer.status_code == 413
    assert answer.json()["code"] == "request.body_too_large"


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        pytest.param({}, "body.name", "This value is needed.", id="missing"),
        pytest.param({"name": "a" * 201}, "body.name", "Give at most 200 characters.", id="long"),
        pytest.param({"name": 5}, "body.name", "Give text.", id="number"),
        pytest.param(
            {"name": "a\x00b"},
            "body.name",
            "Leave out NUL characters, and do not send it blank.",
            id="NUL",
        ),
        pytest.param(
            {"name": "Anna", "team_id": 2**63},
            "body.team_id",
            "Give at most 9223372036854775807.",
            id="id too large",
        ),
        pytest.param(
            {"name": "Anna", "nmae": "x"},
            "body.nmae",
            "There is no such field here. Check its name.",
            id="unknown field",
        ),
    ],
)
def test_a_wrong_value_is_named_with_what_to_do(program, body, field, message):
    answer = program.post("/customers", body)

    assert answer.status_code == 422
    assert [(each["field"], each["message"]) for each in answer.json()["errors"]] == [
        (field, message)
    ]


@pytest.mark.parametrize(
    ("due_at", "code"),
    [
        pytest.param("2030-01-01T12:00:00", "timezone_aware", id="without zone"),
        pytest.param("tomorrow", "datetime_parsing", id="words"),
        pytest.param(1900000000, "datetime_parsing", id="seconds"),
        pytest.param("2030-02-30T12:00:00Z", "datetime_from_date_parsing", id="no such day"),
        pytest.param("9999-12-31T23:59:59-12:00", "datetime_range", id="too late"),
    ],
)
def test_a_time_has_a_date_a_zone_and_a_sensible_year(program, due_at, code):
    body = {"customer_id": make_customer().pk, "wording": "Call", "due_at": due_at}

    answer = program.post("/promises", body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "body.due_at"
    assert answer.json()["errors"][0]["code"] == code


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e3", 1e12, True, "0.0001"])
def test_an_amount_that_no_column_holds_is_refused(program, value):
    body = {"customer_id": 1, "wording": "Call", "due_at": "2030-01-01T12:00:00Z", "value": value}

    answer = program.post("/promises", body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "body.value"


@pytest.mark.parametrize("path", ["/customers/0", "/customers/x", f"/customers/{2**63}"])
def test_an_id_that_cannot_be_one_is_refused(program, path):
    answer = program.get(path)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "path.customer_id"


def test_refusals_speak_the_language_asked_for(agent):
    Program(agent)
    client = Client(headers={"Authorization": f"Bearer {TOKEN}", "Accept-Language": "zh-hans"})

    answer = client.get("/api/v1/customers/999")

    assert answer.status_code == 404
    assert answer["Content-Language"] == "zh-hans"


def test_the_description_is_openapi_3_1_and_names_the_scopes():
    described = Client().get("/api/v1/openapi.json").json()

    assert described["openapi"] == "3.1.0"
    operation = described["paths"]["/api/v1/promises/{promise_id}/fulfil"]["post"]
    assert operation["description"].endswith("Needs the scope `ledger:write`.")
    assert {each["name"] for each in operation["parameters"]} == {
        "promise_id",
        "Idempotency-Key",
    }
    assert sorted(operation["responses"]) == [
        "200", "400", "401", "403", "404", "409", "413", "415", "422",
    ]  # fmt: skip


def test_every_post_takes_an_idempotency_key():
    described = json.loads(json.dumps(api.get_openapi_schema(path_prefix="api/v1/")))

    posts = [methods["post"] for methods in described["paths"].values() if "post" in methods]
    taking = [
        post for post in posts if "Idempotency-Key" in {each["name"] for each in post["parameters"]}
    ]
    assert len(posts) == len(taking) >= 22


def test_the_page_of_operations_needs_no_script_of_others():
    page = Client().get("/api/v1/docs").content.decode()

    assert 'id="record_promise"' in page
    assert "<script" not in page
    assert "//cdn" not in page
