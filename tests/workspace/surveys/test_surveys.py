import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from heed.core import jobs
from heed.core.models import OutgoingMail
from heed.surveys.answering.made_up import made_up_answers
from heed.surveys.models import Invitation, Response, Survey
from heed.surveys.operations.responses import keep_page, submit_response
from heed.surveys.queries.inviting import plan_of
from heed.surveys.queries.responses import sitting_of
from heed.surveys.ready.catalogue import ready_keys
from tests.customers.factories import make_customer
from tests.page_words import words_of
from tests.surveys.factories import make_questionnaire, make_response, make_survey

COMMENT = {
    "pages": [
        {
            "name": "one",
            "elements": [
                {
                    "type": "comment",
                    "name": "why",
                    "title": {"default": "Why?", "zh-cn": "为什么？"},
                }
            ],
        }
    ]
}


@pytest.fixture
def survey(manager):
    now = timezone.now()
    held = make_questionnaire(actor=manager, now=now)
    return make_survey(actor=manager, questionnaire=held, now=now - timedelta(days=1))


def answer(survey, *, actor, count=1, **answers):
    now = timezone.now()
    for _number in range(count):
        response = make_response(survey=survey, now=now - timedelta(minutes=2))
        made = answers or made_up_answers(sitting_of(response))
        keep_page(response_id=response.pk, answers=made, page="", now=now)
        submit_response(response_id=response.pk, actor=actor, now=now)


@pytest.mark.parametrize("key", ready_keys())
def test_every_page_of_a_survey_shows_its_answers(client, manager, key):
    now = timezone.now()
    held = make_questionnaire(actor=manager, ready=key, now=now)
    survey = make_survey(actor=manager, questionnaire=held, now=now - timedelta(days=1))
    answer(survey, count=6, actor=manager)
    client.force_login(manager)
    one = Response.objects.all()[0]

    parts = ("", "results/", f"responses/{one.pk}/", "qr/", "answers.csv", "answers.xlsx")
    statuses = [client.get(f"/surveys/{survey.pk}/{part}").status_code for part in parts]

    assert statuses == [200] * len(parts)


def test_a_survey_is_opened_from_its_questionnaire_and_ended(client, manager):
    held = make_questionnaire(actor=manager, now=timezone.now())
    client.force_login(manager)
    given = {"name": "Autumn", "kind": "transactional", "has_open_link": "on"}

    opened = client.post(f"/questionnaires/{held.pk}/open/", given)
    survey = Survey.objects.get()
    page = client.get(opened.url).content.decode()
    client.post(f"/surveys/{survey.pk}/close/")

    assert (survey.name, survey.kind, survey.is_anonymous) == ("Autumn", "transactional", False)
    assert "/survey/" in page
    assert "Nobody has answered yet" in page
    survey.refresh_from_db()
    assert survey.closed_at is not None


def test_what_cannot_be_asked_is_not_opened(client, manager):
    empty = {"pages": [{"name": "one", "elements": []}]}
    held = make_questionnaire(actor=manager, definition=empty, now=timezone.now())
    client.force_login(manager)

    page = client.get(f"/questionnaires/{held.pk}/open/").content.decode()
    refused = client.post(f"/questionnaires/{held.pk}/open/", {"name": "A", "kind": "relationship"})

    assert "1 thing is to be mended" in page
    assert refused.status_code == 422
    assert not Survey.objects.exists()


def test_agents_and_analysts_read_and_agents_open_nothing(client, agent, survey):
    client.force_login(agent)

    assert client.get("/surveys/").status_code == 200
    assert client.get(f"/surveys/{survey.pk}/").status_code == 200
    assert client.post(f"/surveys/{survey.pk}/close/").status_code == 403
    assert client.get(f"/surveys/{survey.pk}/invite/").status_code == 403
    assert client.get("/questionnaires/new/").status_code == 403


def test_whom_the_policy_spares_is_told_before_anybody_is_asked(client, manager, survey):
    for number in range(3):
        make_customer(email=f"c{number}@example.org", tier="high")
    make_customer(tier="high")
    make_customer(email="low@example.org", tier="low")
    client.force_login(manager)
    address = f"/surveys/{survey.pk}/invite/"

    page = client.get(address, {"tiers": "high", "percent": "100"})
    assert "Invite 3 customers" in words_of(page.content.decode())
    assert "No mail address" in page.content.decode()
    assert not Invitation.objects.exists()
    client.post(address, {"tiers": "high", "percent": "100"})
    assert not Invitation.objects.exists()
    jobs.run_due()

    assert Invitation.objects.filter(skipped="").count() == 3
    assert Invitation.objects.filter(skipped="no_address").count() == 1
    assert OutgoingMail.objects.count() == 3


def test_the_plan_draws_whom_the_operation_draws(client, manager, survey):
    for number in range(40):
        make_customer(email=f"c{number}@example.org")
    given = {"actor": manager, "tiers": [], "stages": [], "share": 0.5, "now": timezone.now()}
    plan = plan_of(survey, **given)
    client.force_login(manager)

    client.post(f"/surveys/{survey.pk}/invite/", {"percent": "50"})
    jobs.run_due()

    assert 0 < plan.asked < 40
    assert Invitation.objects.filter(skipped="").count() == plan.asked
    assert plan_of(survey, **given).decided_before == 40


def test_a_share_above_all_is_refused(client, manager, survey):
    client.force_login(manager)

    assert client.get(f"/surveys/{survey.pk}/invite/", {"percent": "101"}).status_code == 422


def test_what_looks_like_a_formula_is_a_text_in_exports(client, manager):
    now = timezone.now()
    held = make_questionnaire(actor=manager, definition=COMMENT, now=now)
    survey = make_survey(actor=manager, questionnaire=held, now=now - timedelta(days=1))
    answer(survey, actor=manager, why="=HYPERLINK(1)")
    client.force_login(manager)

    text = client.get(f"/surveys/{survey.pk}/answers.csv").content.decode("utf-8-sig")
    book = client.get(f"/surveys/{survey.pk}/answers.xlsx").content

    [row] = csv.DictReader(io.StringIO(text))
    assert row["why"] == "'=HYPERLINK(1)"
    cell = load_workbook(io.BytesIO(book))["answers"]["J2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


def test_an_anonymous_survey_shows_answers_together_and_only_among_five(client, manager):
    now = timezone.now()
    held = make_questionnaire(actor=manager, definition=COMMENT, now=now)
    survey = make_survey(
        actor=manager, questionnaire=held, is_anonymous=True, now=now - timedelta(days=1)
    )
    answer(survey, actor=manager, count=4, why="secret words")
    client.force_login(manager)
    one = Response.objects.all()[0]

    page = client.get(f"/surveys/{survey.pk}/").content.decode()
    results = client.get(f"/surveys/{survey.pk}/results/").content.decode()

    assert f"/responses/{one.pk}/" not in page
    assert "secret words" not in results
    assert client.get(f"/surveys/{survey.pk}/responses/{one.pk}/").status_code == 409
    assert client.get(f"/surveys/{survey.pk}/answers.csv").status_code == 409
    answer(survey, actor=manager, why="a fifth")
    assert client.get(f"/surveys/{survey.pk}/responses/{one.pk}/").status_code == 409
    text = client.get(f"/surveys/{survey.pk}/answers.csv").content.decode("utf-8-sig")
    head = next(csv.reader(io.StringIO(text)))
    assert head == ["response", "flags", "told_on", "why"]


def test_script_in_an_answer_stays_text(client, manager):
    now = timezone.now()
    held = make_questionnaire(actor=manager, definition=COMMENT, now=now)
    survey = make_survey(actor=manager, questionnaire=held, now=now - timedelta(days=1))
    answer(survey, actor=manager, why="<script>alert(1)</script>")
    client.force_login(manager)
    one = Response.objects.get()

    pages = [
        client.get(f"/surveys/{survey.pk}/{part}").content.decode()
        for part in ("results/", f"responses/{one.pk}/")
    ]

    assert [page.count("<script>alert") for page in pages] == [0, 0]
    assert [page.count("&lt;script&gt;alert") for page in pages] == [1, 1]


@pytest.mark.parametrize("path", ["", "results/", "responses/"])
def test_pages_ask_the_same_however_many_answers_there_are(client, manager, survey, path):
    client.force_login(manager)
    answer(survey, actor=manager, count=2)
    one = Response.objects.order_by("pk")[0]
    address = f"/surveys/{survey.pk}/{path}" + (f"{one.pk}/" if path == "responses/" else "")
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    answer(survey, actor=manager, count=8)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(few) <= len(many) <= len(few) + 1
    assert len(many) <= 25


def test_the_list_asks_the_same_however_many_surveys_there_are(client, manager, survey):
    client.force_login(manager)
    answer(survey, actor=manager)
    with CaptureQueriesContext(connection) as few:
        client.get("/surveys/")
    now = timezone.now()
    for _number in range(4):
        held = make_questionnaire(actor=manager, now=now)
        answer(make_survey(actor=manager, questionnaire=held, now=now), actor=manager)
    with CaptureQueriesContext(connection) as many:
        client.get("/surveys/")

    assert len(many) == len(few) <= 25


def test_without_any_questionnaire_the_ready_ones_are_offered(client, manager):
    client.force_login(manager)

    page = client.get("/surveys/").content.decode()

    assert "No questionnaire yet" in page
    assert page.count('name="ready"') == len(ready_keys())


def test_a_survey_speaks_the_readers_language(client, manager, survey):
    answer(survey, actor=manager, count=2)
    manager.language = "zh-hans"
    manager.save()
    client.force_login(manager)

    page = client.get(f"/surveys/{survey.pk}/results/").content.decode()

    assert "这次的处理，您满意吗？" in page


def test_what_is_not_there_is_not_found(client, manager, survey):
    client.force_login(manager)

    assert client.get("/surveys/999/").status_code == 404
    assert client.get(f"/surveys/{survey.pk}/responses/999/").status_code == 404
    assert client.get(f"/surveys/{survey.pk}/answers.exe").status_code == 404
