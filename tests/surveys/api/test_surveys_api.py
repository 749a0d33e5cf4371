from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from heed.core import jobs
from heed.surveys.models import Response, Survey
from heed.surveys.operations.responses import take_response
from tests.api_client import Program
from tests.customers.factories import make_customer
from tests.surveys.factories import make_questionnaire, make_survey

COMMENT = {
    "pages": [
        {
            "name": "one",
            "elements": [
                {"type": "rating", "name": "mood", "rateMax": 5, "isRequired": True},
                {"type": "comment", "name": "why"},
            ],
        }
    ]
}


@pytest.fixture
def program(manager):
    return Program(manager)


@pytest.fixture
def make(manager):
    def make(**given):
        now = timezone.now() - timedelta(hours=1)
        held = make_questionnaire(actor=manager, definition=COMMENT, now=now)
        return make_survey(actor=manager, questionnaire=held, now=now, **given)

    return make


def hand_in(survey, actor, count):
    for number in range(count):
        take_response(
            survey_id=survey.pk,
            key=uuid4(),
            mode="link",
            language="en",
            answers={"mood": number % 5 + 1, "why": f"word {number}"},
            actor=actor,
            now=timezone.now(),
        )


def test_a_survey_is_opened_read_and_closed(program, manager):
    held = make_questionnaire(actor=manager, definition=COMMENT, now=timezone.now())

    opened = program.post(
        "/surveys", {"questionnaire_id": held.pk, "name": "Autumn", "priority": 1}
    )
    number = opened.json()["id"]
    asked = program.get(f"/surveys/{number}/version").json()
    closed = program.post(f"/surveys/{number}/close")
    again = program.post(f"/surveys/{number}/close")

    assert (opened.status_code, opened.json()["priority"]) == (201, 1)
    assert asked["definition"]["pages"][0]["name"] == "one"
    assert closed.json()["closed_at"] is not None
    assert (again.status_code, again.json()["code"]) == (410, "survey.closed")
    assert [each["name"] for each in program.get("/surveys").json()["items"]] == ["Autumn"]
    assert program.get(f"/questionnaires/{held.pk}").json()["draft"]["pages"]
    assert program.get("/surveys", is_closed="false").json()["items"] == []


def test_customers_are_invited_and_skips_are_told(program, make):
    survey = make()
    make_customer(name="Anna", email="anna@berg.example", tier="high")
    make_customer(name="Bert", tier="high")

    ordered = program.post(f"/surveys/{survey.pk}/rounds", {"tiers": ["high"]})
    jobs.run_due()

    assert (ordered.status_code, ordered.json()["total"]) == (201, 2)
    [order] = program.get(f"/surveys/{survey.pk}/rounds").json()["items"]
    assert (order["decided"], order["asked"]) == (2, 1)
    found = program.get(f"/surveys/{survey.pk}/invitations").json()["items"]
    assert [each["skipped"] for each in found] == ["no_address", None]
    progress = program.get(f"/surveys/{survey.pk}/progress").json()
    assert (progress["invited"], progress["skipped"]) == (1, {"no_address": 1})
    stopped = program.post(f"/invitation-rounds/{order['id']}/stop")
    assert (stopped.status_code, stopped.json()["code"]) == (409, "survey.round_ended")


def test_a_whole_response_is_taken_in_once(program, make):
    survey, key = make(), str(uuid4())
    body = {"key": key, "mode": "on_site", "answers": {"mood": 4, "why": "quick"}}

    first = program.post(f"/surveys/{survey.pk}/responses", body)
    second = program.post(f"/surveys/{survey.pk}/responses", body)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json() == {"key": key, "ending": "complete"}
    [found] = program.get(f"/surveys/{survey.pk}/responses").json()["items"]
    assert (found["mode"], found["answers"]) == ("on_site", {"mood": 4, "why": "quick"})
    assert program.get(f"/survey-responses/{found['id']}").json() == found


def test_answers_that_cannot_be_are_refused_and_nothing_is_kept(program, make):
    survey = make()

    refused = program.post(
        f"/surveys/{survey.pk}/responses", {"key": str(uuid4()), "answers": {"mood": 9}}
    )

    assert (refused.status_code, refused.json()["code"]) == (422, "response.impossible")
    assert not Response.objects.exists()


def test_answers_to_an_anonymous_survey_are_told_from_five_on_and_in_no_order(
    program, make, manager
):
    survey = make(is_anonymous=True)
    hand_in(survey, manager, 4)
    address = f"/surveys/{survey.pk}/responses"
    few = program.get(address)

    hand_in(survey, manager, 6)
    first = program.get(address, limit=6).json()
    rest = program.get(address, limit=6, cursor=first["next_cursor"]).json()

    assert (few.status_code, few.json()["code"]) == (409, "survey.too_few_to_show")
    items = first["items"] + rest["items"]
    assert len({each["answers"]["why"] + str(at) for at, each in enumerate(items)}) == 10
    by_seed = Response.objects.order_by("-seed").values_list("cleaned", flat=True)
    assert [each["answers"] for each in items] == list(by_seed)
    assert {(each["id"], each["customer_id"], each["submitted_at"]) for each in items} == {
        (None, None, None)
    }
    assert {(each["mode"], each["language"]) for each in items} == {(None, None)}
    one = Response.objects.all()[0]
    assert program.get(f"/survey-responses/{one.pk}").status_code == 404


def test_the_scopes_are_told_apart(manager, make):
    survey = make()
    reader = Program(manager, scopes=("surveys:read",), text="heed_one-that-reads-only-and-no-more")

    assert reader.get(f"/surveys/{survey.pk}").status_code == 200
    assert reader.post(f"/surveys/{survey.pk}/close").status_code == 403
    assert reader.post(f"/surveys/{survey.pk}/rounds").status_code == 403
    assert Survey.objects.get().closed_at is None
