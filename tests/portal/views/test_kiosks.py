import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from heed.core.links import link_to
from heed.surveys.models import Response
from heed.surveys.operations.kiosks import open_kiosk, renew_link, retire_kiosk
from heed.surveys.queries.kiosks import kiosk_token_of
from tests.portal.views.surveys import ONE, make_open_survey

MOST_BYTES = 60 * 1024


@pytest.fixture
def kiosk(manager, system):
    survey = make_open_survey(manager)
    now = timezone.now() - timedelta(minutes=30)
    return open_kiosk(survey_id=survey.pk, name="Till", actor=manager, now=now)


def link_of(kiosk):
    return f"/kiosk/{kiosk_token_of(kiosk)}/"


def kept(**changed):
    now = timezone.now().isoformat()
    answers = {"fruit": "a", "agree": True}
    return {
        "key": str(uuid4()),
        "version": 1,
        "language": "en",
        "page": "three",
        "started": now,
        "changed": now,
        "finished": now,
        "answers": answers,
    } | changed


def hand_in(client, kiosk, *responses, body=None):
    sent = body or json.dumps({"now": timezone.now().isoformat(), "responses": responses})
    return client.post(f"{link_of(kiosk)}answers/", sent, content_type="application/json")


@pytest.mark.parametrize(
    ("spoken", "title", "begin"),
    [("en", "Your visit", "Begin"), ("zh-CN", "您的光临", None)],
)
def test_the_page_speaks_the_language_of_the_tablet(
    client, kiosk, spoken, title, begin, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6):
        answer = client.get(link_of(kiosk), headers={"accept-language": spoken})

    page = answer.content.decode()
    assert title in page
    assert begin is None or begin in page
    assert "Heed" not in page
    assert len(answer.content) < MOST_BYTES
    assert answer["X-Robots-Tag"] == "noindex"
    assert Response.objects.count() == 0


def test_a_tablet_takes_along_all_that_its_page_names(client, kiosk):
    page = client.get(link_of(kiosk)).content.decode()
    taken = client.get(f"{link_of(kiosk)}parts/").json()
    questions = client.get(f"{link_of(kiosk)}questionnaire/zh-hans/").json()

    assert f'data-release="{taken["release"]}"' in page
    assert f"{link_of(kiosk)}questionnaire/zh-hans/" in taken["parts"]
    assert len(set(taken["parts"])) == len(taken["parts"])
    assert all("kiosk" in each or "/static/" in each for each in taken["parts"])
    assert questions["language"] == "zh-hans"
    assert "photo" not in questions["html"]
    assert set(questions["html"]) >= {"fruit", "grid", "pair", "kano", "best", "order", "sum"}


def test_the_release_is_another_once_the_kiosk_is_retired(client, kiosk, manager):
    before = client.get(f"{link_of(kiosk)}parts/").json()["release"]
    retire_kiosk(kiosk_id=kiosk.pk, actor=manager, now=timezone.now())

    assert client.get(f"{link_of(kiosk)}parts/").json()["release"] != before


def test_worker_and_manifest_belong_to_kiosks_alone(client, kiosk):
    worker = client.get("/kiosk/worker.js")
    manifest = client.get(f"{link_of(kiosk)}manifest.webmanifest").json()

    assert worker["Content-Type"].startswith("text/javascript")
    assert (worker["Cache-Control"], b"takeAlong" in worker.content) == ("no-cache", True)
    assert (manifest["start_url"], manifest["scope"]) == (link_of(kiosk), link_of(kiosk))
    assert link_to("portal:kiosk", kiosk_token_of(kiosk)).endswith(link_of(kiosk))


def test_what_is_handed_in_is_confirmed_by_its_key(client, kiosk, django_assert_max_num_queries):
    first, second = kept(), kept(finished=None)

    with django_assert_max_num_queries(32):
        once = hand_in(client, kiosk, first, second)
    again = hand_in(client, kiosk, first, second)

    assert once.json() == {
        "taken": {first["key"]: "kept", second["key"]: "kept"},
        "begins": True,
    }
    assert again.json()["taken"] == {first["key"]: "known", second["key"]: "known"}
    assert Response.objects.count() == 2
    kiosk.refresh_from_db()
    assert kiosk.seen_at is not None


def test_one_response_that_cannot_be_kept_does_not_hold_up_the_others(client, kiosk):
    good, large = kept(), kept(answers={"remarks": "x" * 1_000_001})

    answer = hand_in(client, kiosk, large, good)

    assert answer.json()["taken"] == {large["key"]: "response.too_large", good["key"]: "kept"}
    assert Response.objects.get().ending == "complete"


def test_what_no_database_takes_is_left_out(client, kiosk):
    sent = json.dumps(
        {"now": timezone.now().isoformat(), "responses": [kept(answers={"line": "a\0b\ud800"})]}
    )

    answer = hand_in(client, kiosk, body=sent.replace('"line"', '"li\\u0000ne"'))

    assert list(answer.json()["taken"].values()) == ["kept"]
    assert Response.objects.get().answers == {"line": "ab"}


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        pytest.param({"key": "x"}, "key", id="key"),
        pytest.param({"version": "1"}, "version", id="version"),
        pytest.param({"answers": []}, "answers", id="answers"),
        pytest.param({"started": "2026-03-02"}, "started", id="no zone"),
        pytest.param({"finished": "soon"}, "finished", id="no time"),
        pytest.param({"page": 3}, "page", id="page"),
    ],
)
def test_what_no_tablet_sends_is_refused_by_name(client, kiosk, changed, problem):
    answer = hand_in(client, kiosk, kept(**changed))

    assert answer.status_code == 400
    assert answer.json()["problem"] == f"This is not what a tablet sends: {problem}."
    assert Response.objects.count() == 0


@pytest.mark.parametrize(
    "body", ["", "[1]", "{", '{"responses": 1}', "[" * 100_000, '{"now": 1, "responses": []}']
)
def test_a_body_that_is_none_is_refused(client, kiosk, body):
    answer = hand_in(client, kiosk, body=body or " ")

    assert answer.status_code == 400


def test_too_much_at_once_is_refused(client, kiosk):
    many = hand_in(client, kiosk, *(kept() for _each in range(51)))
    large = hand_in(client, kiosk, body=" " * 4_000_001)

    assert (many.status_code, large.status_code) == (400, 413)
    assert Response.objects.count() == 0


def test_an_old_link_opens_nothing_and_takes_nothing(client, kiosk, manager):
    old = link_of(kiosk)
    renew_link(kiosk_id=kiosk.pk, actor=manager, now=timezone.now())

    parts = ("", "parts/", "questionnaire/en/", "manifest.webmanifest")
    statuses = [client.get(f"{old}{part}").status_code for part in parts]
    sent = client.post(f"{old}answers/", "{}", content_type="application/json")

    assert statuses == [404] * len(parts)
    assert sent.status_code == 404


def test_a_retired_kiosk_is_told_that_nobody_begins(client, kiosk, manager):
    retire_kiosk(kiosk_id=kiosk.pk, actor=manager, now=timezone.now())

    heard = hand_in(client, kiosk)
    ordinary = client.get(f"/survey/{kiosk_token_of(kiosk)}/")

    assert heard.json() == {"taken": {}, "begins": False}
    assert ordinary.status_code == 410


def test_without_scripts_one_answers_on_site_all_the_same(client, kiosk):
    page = client.get(link_of(kiosk)).content.decode()
    ordinary = f"/survey/{kiosk_token_of(kiosk)}/"

    client.post(f"{ordinary}?page=one", {**ONE, "key": str(uuid4())})

    response = Response.objects.get()
    assert f"url={ordinary}" in page
    assert (response.mode, response.kiosk) == ("on_site", kiosk)
