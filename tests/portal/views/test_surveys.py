from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from heed.surveys.models import Response, ResponseFile
from heed.surveys.queries.response_files import content_of
from tests.portal.views.surveys import (
    MEANT,
    ONE,
    TABLES,
    THREE,
    begin,
    key_in,
    main_of,
    make_invitation,
    make_open_survey,
    open_link,
    personal_link,
)


@pytest.fixture
def survey(manager, system):
    return make_open_survey(manager)


@pytest.fixture
def invitation(survey):
    return make_invitation(survey)


def answer_all(client, survey):
    second = begin(client, survey)["Location"]
    third = client.post(second, TABLES)["Location"]
    return client.post(third, THREE)


def test_reading_an_open_link_makes_nothing(client, survey, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        page = client.get(open_link(survey)).content.decode()

    assert client.cookies == {}
    assert 'lang="en"' in page
    assert "What did you buy?" in page
    assert "Heed" not in page
    assert Response.objects.count() == 0


def test_every_type_of_question_is_taken_as_it_was_meant(client, survey):
    last = answer_all(client, survey)
    thanks = main_of(client.get(last["Location"]))

    response = Response.objects.get()
    assert response.cleaned == MEANT
    assert (response.mode, response.ending, response.flags) == ("link", "complete", [])
    assert "Thanks for Figs." in thanks
    assert "<form" not in thanks


def test_every_type_of_question_is_shown_again_as_it_was_answered(client, survey):
    second = begin(client, survey)["Location"]
    third = client.post(second, {**TABLES, "then": "next"})["Location"]
    client.post(third, {**THREE, "then": "back"})

    first = main_of(client.get(second.replace("page=two", "page=one")))
    tables = main_of(client.get(second))
    last = main_of(client.get(third))

    assert first.count(" checked") == 5
    assert first.count(" selected") == 1
    assert 'value="short"' in first
    assert 'value="12.5"' in first
    assert 'type="date"' in first
    assert tables.count(" checked") == 8
    assert tables.count(" selected") == 2
    assert 'name="sum.a" value="60"' in tables
    assert last.count(" checked") == 1
    assert "&lt;script&gt;alert(1)" in last
    assert "<script>alert" not in last


def test_what_is_wrong_stands_beside_its_question_and_nothing_typed_is_lost(client, survey):
    wrong = {"number": "many", "day": "31.2.2026", "line": "kept"}

    answer = begin(client, survey, wrong)
    page = main_of(answer)
    again = main_of(client.get(f"{open_link(survey)}{Response.objects.get().key}/"))

    assert answer.status_code == 422
    assert 'value="many"' in page
    assert 'type="text" id="q7" name="day" value="31.2.2026"' in page
    assert 'value="kept"' in page
    assert page.count('class="field__error"') == 3
    assert '<a href="#q1-1">What did you buy?</a>: Please answer this question.' in page
    assert 'id="q6-problem"' in page
    assert 'aria-describedby="q6-problem"' in page
    assert 'value="many"' in again
    assert "autofocus" not in again


def test_it_goes_on_where_it_was_left_and_back_keeps_what_was_typed(client, survey):
    second = begin(client, survey)["Location"]

    back = client.post(second, {"sum.a": "7", "then": "back"})["Location"]
    resumed = main_of(client.get(back.partition("?")[0]))
    client.post(back, {**ONE, "then": "next"})

    assert back.endswith("?page=one")
    assert 'value="Figs"' in resumed
    assert 'name="sum.a" value="7"' in main_of(client.get(second))


def test_dont_know_is_an_answer_of_its_own(client, survey):
    second = begin(client, survey, {**ONE, "nps-missing": "dontknow"})["Location"]

    assert Response.objects.get().answers["nps"] == "dontknow"
    page = main_of(client.get(second.replace("two", "one")))
    assert 'name="nps-missing" value="dontknow" checked' in page


def test_sent_twice_it_counts_once(client, survey):
    key = uuid4()
    begin(client, survey, key=key)
    second = begin(client, survey, key=key)["Location"]
    third = client.post(second, TABLES)["Location"]

    first = client.post(third, THREE)
    again = client.post(third, {**THREE, "remarks": "other"})

    assert first["Location"].endswith("?thanks")
    assert "Thank you." in main_of(again)
    assert Response.objects.get().cleaned["remarks"] == THREE["remarks"]


def test_two_tabs_of_one_link_are_two_responses_and_of_one_response_are_one(client, survey):
    keys = {key_in(client.get(open_link(survey)).content.decode()) for _tab in range(2)}

    second = begin(client, survey)["Location"]
    client.post(second, {"order.a": "1", "order.b": "2"})
    client.post(second.replace("two", "one"), {**ONE, "line": "from the other tab"})

    assert len(keys) == 2
    answers = Response.objects.get().answers
    assert (answers["line"], answers["order"]) == ("from the other tab", ["a", "b"])


def test_a_page_hidden_meanwhile_leads_to_where_one_stands(client, survey):
    second = begin(client, survey)["Location"]

    answer = client.post(second.replace("two", "gone"), {"line": "x"})

    assert answer["Location"] == second.partition("?")[0]


def test_the_code_on_paper_is_told_apart(client, survey):
    begin(client, survey, by="&by=qr")

    assert Response.objects.get().mode == "qr"
    assert "?page=one&amp;by=qr" in client.get(f"{open_link(survey)}?by=qr").content.decode()


def test_a_personal_link_speaks_the_customers_language_and_knows_her(client, survey, invitation):
    address = personal_link(invitation)

    page = client.get(address, headers={"Accept-Language": "en"}).content.decode()
    client.post(f"{address}?page=one", ONE)
    resumed = main_of(client.get(address))

    response = Response.objects.get()
    assert 'lang="zh-hans"' in page
    assert "您买了什么？" in page
    assert "陈梅" in page
    assert 'action="' + address in resumed
    assert "Now tables." in resumed
    assert (response.customer, response.invitation) == (invitation.customer, invitation)
    assert (response.mode, response.language) == ("mail", "zh-hans")


def test_a_personal_link_is_answered_once(client, survey, invitation):
    address = personal_link(invitation)
    client.post(f"{address}?page=one", ONE)
    client.post(f"{address}?page=two", TABLES)
    client.post(f"{address}?page=three", THREE)

    page = client.get(address)
    again = client.post(f"{address}?page=one", {**ONE, "line": "again"})

    invitation.refresh_from_db()
    response = Response.objects.get()
    assert page.status_code == 200
    assert "<form" not in main_of(page)
    assert again.status_code == 200
    assert response.answers["line"] == "short"
    assert invitation.answered_at == response.submitted_at


def test_an_open_link_speaks_the_language_asked_for_and_the_switch_keeps_answers(client, survey):
    chinese = client.get(open_link(survey), headers={"Accept-Language": "zh-TW,zh;q=0.9,en;q=0.5"})
    french = client.get(open_link(survey), headers={"Accept-Language": "fr"})

    switched = begin(client, survey, {"line": "stays", "language": "zh-hans"})
    page = client.get(switched["Location"]).content.decode()

    assert "您买了什么？" in chinese.content.decode()
    assert "What did you buy?" in french.content.decode()
    assert 'lang="zh-hans"' in page
    assert 'value="stays"' in page
    assert Response.objects.get().language == "zh-hans"


def test_a_language_the_questionnaire_does_not_speak_changes_nothing(client, survey):
    begin(client, survey, {"language": "<b>"})

    assert Response.objects.get().language == "en"


def test_an_anonymous_answer_leads_to_nobody(client, manager, system):
    invitation = make_invitation(make_open_survey(manager, is_anonymous=True), language="en")
    invitation.customer.tier = "high"
    invitation.customer.save()
    address = personal_link(invitation)

    page = client.get(address).content.decode()
    client.post(f"{address}?page=one", ONE)
    second = client.get(address).content.decode()
    client.post(f"{address}?page=two", TABLES)
    client.post(f"{address}?page=three", THREE)

    invitation.refresh_from_db()
    response = Response.objects.get()
    assert page.count("nobody here can tell which are yours") == 1
    assert second.count("nobody here can tell which are yours") == 1
    assert "陈梅" not in page
    assert (response.customer, response.invitation) == (None, None)
    assert (response.tier, response.stage) == ("", "")
    assert invitation.answered_at == invitation.created_at
    assert "You have answered already" in main_of(client.get(address))


def test_a_robot_is_thanked_and_flagged(client, survey):
    begin(client, survey, {**ONE, "website": "http://buy.example"})
    address = f"{open_link(survey)}{Response.objects.get().key}/"
    client.post(f"{address}?page=two", TABLES)
    client.post(f"{address}?page=three", THREE)

    response = Response.objects.get()
    assert response.flags == ["robot"]
    assert "website" not in response.cleaned


def test_files_are_kept_named_and_removed(client, survey):
    begin(client, survey)
    last = f"{open_link(survey)}{Response.objects.get().key}/?page=three"
    photo = SimpleUploadedFile("<b>.png", b"\x89PNG", content_type="image/png")

    client.post(last, {"photo": photo, "then": "back"})
    page = main_of(client.get(last))
    file = ResponseFile.objects.get()
    kept, given = content_of(file), Response.objects.get().answers["photo"]
    client.post(last, {"photo-remove": file.key, "then": "back"})

    assert "&lt;b&gt;.png" in page
    assert kept == b"\x89PNG"
    assert given == [{"key": file.key, "name": "<b>.png", "type": "image/png", "size": 4}]
    assert ResponseFile.objects.count() == 0
    assert Response.objects.get().answers["photo"] is None


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        pytest.param("a.exe", b"MZ", "is of a kind that is not taken here", id="kind"),
        pytest.param("a.png", b"x" * 1001, "has more than", id="size"),
    ],
)
def test_a_file_that_is_not_taken_is_said_beside_its_question(client, survey, name, content, words):
    begin(client, survey)
    last = f"{open_link(survey)}{Response.objects.get().key}/?page=three"

    answer = client.post(last, {**THREE, "photo": SimpleUploadedFile(name, content)})

    assert answer.status_code == 422
    assert words in main_of(answer)
    assert ResponseFile.objects.count() == 0
    assert Response.objects.get().answers["remarks"] == THREE["remarks"]


def test_consent_is_needed_to_go_on(client, survey):
    begin(client, survey)
    last = f"{open_link(survey)}{Response.objects.get().key}/?page=three"

    answer = client.post(last, {"agree": "false"})

    assert answer.status_code == 422
    assert "only if you agree" in main_of(answer)
