import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heed.surveys.format.types import TYPES
from heed.surveys.models import Questionnaire, Response
from heed.surveys.operations.questionnaires import change_questionnaire
from heed.surveys.ready.catalogue import ready_keys
from tests.page_words import words_of
from tests.surveys.factories import make_questionnaire, make_survey


@pytest.mark.parametrize("key", ready_keys())
def test_a_ready_questionnaire_becomes_ones_own_and_every_question_opens(client, manager, key):
    client.force_login(manager)

    made = client.post("/questionnaires/new/", {"ready": key})

    held = Questionnaire.objects.get()
    assert made.url == f"/questionnaires/{held.pk}/"
    assert client.get(made.url).status_code == 200
    for page in held.draft["pages"]:
        for question in page["elements"]:
            address = f"/questionnaires/{held.pk}/question/?name={question['name']}"
            form = client.get(address, headers={"HX-Request": "true"})
            assert form.status_code == 200
            given = given_by(form)
            kept = client.post(address, given)
            assert kept.status_code == 302, form.context["form"].errors
    before = held.draft
    held.refresh_from_db()
    assert held.draft == before


def given_by(answer):
    """What a browser sends for the form as it came."""
    form = answer.context["form"]
    sent = {bound.name: bound.value() for bound in form}
    sent = {name: value for name, value in sent.items() if value is not None and value is not False}
    return sent | {"seen": answer.context["seen"], "type": answer.context["kind"]}


@pytest.fixture
def held(manager):
    return make_questionnaire(actor=manager, now=timezone.now())


@pytest.fixture
def act(client, manager, held):
    client.force_login(manager)

    def post(part, **given):
        return client.post(f"/questionnaires/{held.pk}/{part}", given)

    return post


def names(held):
    held.refresh_from_db()
    return [[each["name"] for each in page["elements"]] for page in held.draft["pages"]]


def test_questions_are_moved_doubled_and_parted_by_pages(act, held):
    act("question/arrange/", name="nps", do="up")
    act("question/arrange/", name="csat", do="double")
    act("question/arrange/", name="ces", do="break")

    assert names(held) == [["csat", "csat2", "nps"], ["ces"]]
    act("question/arrange/", name="ces", do="up")
    assert names(held) == [["csat", "csat2", "nps", "ces"], []]
    act("pages/arrange/", page="1", do="join")
    assert names(held) == [["csat", "csat2", "nps", "ces"]]


def test_the_button_that_moved_a_question_keeps_the_focus(client, act, held):
    moved = act("question/arrange/", name="csat", do="down")

    page = client.get(moved.url).content.decode()

    assert moved.url.endswith("?moved=csat&by=down")
    assert page.count(" autofocus") == 1


def test_a_removed_question_comes_back_where_it_stood(client, act, held):
    page = act("question/arrange/", name="ces", do="remove")
    undo = next(iter(page.wsgi_request._messages)).extra_tags

    assert names(held) == [["csat", "nps"]]
    client.post(undo)
    assert names(held) == [["csat", "ces", "nps"]]
    client.post(undo)
    assert names(held) == [["csat", "ces", "nps"]]


@pytest.mark.parametrize("kind", TYPES)
def test_a_new_question_of_each_type_is_well_formed_and_opens(client, act, held, kind):
    added = act("question/add/", type=kind, page="0")

    assert names(held) == [["csat", "ces", "nps", "question1"]]
    assert client.get(added.url).status_code == 200
    assert client.get(f"/questionnaires/{held.pk}/").status_code == 200


def test_a_question_is_changed_with_choices_in_both_languages(client, act, held):
    added = act("question/add/", type="radiogroup", page="0")
    given = given_by(client.get(added.url))
    given |= {
        "title": "Where?",
        "title__other": "在哪里？",
        "choices": "shop | In the shop | 店里\n2 | At home | 家里 | home\nphone",
        "visibleIf": "{csat} <= 2",
    }

    client.post(added.url, given)

    held.refresh_from_db()
    changed = held.draft["pages"][0]["elements"][3]
    assert changed["title"] == {"default": "Where?", "zh-cn": "在哪里？"}
    assert changed["visibleIf"] == "{csat} <= 2"
    assert changed["choices"] == [
        {"value": "shop", "text": {"default": "In the shop", "zh-cn": "店里"}},
        {"value": 2, "text": {"default": "At home", "zh-cn": "家里"}, "heed_item": "home"},
        "phone",
    ]
    page = client.get(f"/questionnaires/{held.pk}/").content.decode()
    assert "How satisfied are you with how we handled this?” is at most 2" in page


def test_conditions_follow_a_question_to_its_new_name(client, act, held):
    address = f"/questionnaires/{held.pk}/question/?name="
    ces = given_by(client.get(f"{address}ces")) | {"visibleIf": "{csat} < 3"}
    act("question/?name=ces", **ces)

    act("question/?name=csat", **given_by(client.get(f"{address}csat")) | {"name": "content"})

    assert names(held) == [["content", "ces", "nps"]]
    assert held.draft["pages"][0]["elements"][1]["visibleIf"] == "{content} < 3"


def test_sets_of_best_and_worst_that_nobody_wrote_are_made(client, act, held):
    added = act("question/add/", type="heed:bestworst", page="0")
    given = given_by(client.get(added.url)) | {"sets": "", "choices": "a\nb\nc\nd\ne"}

    act(added.url.partition(f"{held.pk}/")[2], **given)

    held.refresh_from_db()
    sets = held.draft["pages"][0]["elements"][-1]["sets"]
    assert [len(set(each)) for each in sets] == [4, 4, 4, 4]


def test_a_condition_that_does_not_read_is_said_at_its_field_and_kept(client, act, held):
    address = f"/questionnaires/{held.pk}/question/?name=ces"
    given = given_by(client.get(address)) | {"visibleIf": "{csat} <"}

    refused = client.post(address, given)

    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["visibleIf"]
    assert "{csat} &lt;" in refused.content.decode()
    held.refresh_from_db()
    assert held.changes == 0


def test_a_condition_is_a_sentence_while_it_is_typed(act):
    said = act("condition/", key="visibleIf", visibleIf="{nps} > 8").content.decode()
    unread = act("condition/", key="visibleIf", visibleIf="{nps} >").content.decode()
    unknown = act("condition/", key="visibleIf", visibleIf="{who} = 1").content.decode()

    assert "is more than 8." in said
    assert "field__error" not in said
    assert "field__error" in unread
    assert "There is no question “who”." in unknown


def test_what_somebody_else_changed_meanwhile_is_shown_beside_ones_own_words(
    client, act, held, admin
):
    address = f"/questionnaires/{held.pk}/question/?name=csat"
    mine = given_by(client.get(address)) | {"title": "My words"}
    theirs = json.loads(json.dumps(held.draft))
    theirs["pages"][0]["elements"][0]["title"] = "Their words"
    change_questionnaire(
        questionnaire_id=held.pk, name=held.name, definition=theirs, seen_changes=0, actor=admin,
        now=timezone.now(),
    )  # fmt: skip

    told = client.post(address, mine)

    assert told.status_code == 409
    words = told.content.decode()
    assert "Ada Lindqvist" in words
    assert "My words" in words
    assert "Their words" in words
    client.post(address, mine | {"seen": told.context["seen"]})
    held.refresh_from_db()
    assert held.draft["pages"][0]["elements"][0]["title"]["default"] == "My words"


def test_another_question_changed_meanwhile_is_no_obstacle(client, act, held):
    address = f"/questionnaires/{held.pk}/question/?name=csat"
    mine = given_by(client.get(address)) | {"title": "My words"}
    act("question/arrange/", name="nps", do="remove")

    assert client.post(address, mine).status_code == 302
    assert names(held) == [["csat", "ces"]]


def test_a_removed_question_is_offered_again_with_ones_own_words(client, act, held):
    address = f"/questionnaires/{held.pk}/question/?name=csat"
    mine = given_by(client.get(address)) | {"title": "My words"}
    act("question/arrange/", name="csat", do="remove")

    told = client.post(address, mine)
    client.post(address, mine | {"seen": told.context["seen"]})

    assert told.status_code == 409
    assert names(held) == [["ces", "nps", "csat"]]


def test_a_foreign_file_is_refused_with_all_that_is_wrong_by_place(client, manager):
    client.force_login(manager)
    wrong = {
        "pages": [
            {
                "name": "a",
                "elements": [
                    {"type": "signaturepad", "name": "x"},
                    {"type": "text", "name": "y", "colour": "red"},
                ],
            }
        ]
    }
    file = SimpleUploadedFile("survey.json", json.dumps(wrong).encode())

    refused = client.post("/questionnaires/new/", {"name": "From there", "file": file})

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "pages[0].elements[0]" in page
    assert "signaturepad" in page
    assert "pages[0].elements[1].colour" in page
    assert not Questionnaire.objects.exists()


def test_what_is_saved_as_a_file_can_be_taken_in_again(client, act, held, manager):
    saved = client.get(f"/questionnaires/{held.pk}/file/")
    file = SimpleUploadedFile("survey.json", saved.content)

    client.post("/questionnaires/new/", {"name": "Again", "file": file})

    assert "attachment" in saved["Content-Disposition"]
    assert Questionnaire.objects.get(name="Again").draft == held.draft
    assert client.get(f"/questionnaires/{held.pk}/xlsform/").status_code == 200


def test_heading_thanks_and_quotas_are_changed_together(client, act, held):
    address = f"/questionnaires/{held.pk}/frame/"
    form = client.get(address).context["form"]
    given = {bound.name: bound.value() or "" for bound in form}
    given |= {"name": "Renamed", "heed_quotas": "happy | {csat} >= 4 | 50"}

    client.post(address, given)
    refused = client.post(address, given | {"heed_quotas": "happy | {csat} >= | 50"})

    held.refresh_from_db()
    assert held.name == "Renamed"
    assert held.draft["heed_quotas"] == [
        {"name": "happy", "expression": "{csat} >= 4", "limit": 50}
    ]
    assert refused.status_code == 422


def test_a_page_gets_a_heading_and_a_condition(client, act, held):
    act("question/arrange/", name="nps", do="break")

    act("pages/1/", title="Last", title__other="最后", visibleIf="{csat} > 1")

    held.refresh_from_db()
    page = held.draft["pages"][1]
    assert page["title"] == {"default": "Last", "zh-cn": "最后"}
    assert page["visibleIf"] == "{csat} > 1"


def test_versions_say_what_changed(client, act, held, manager):
    make_survey(actor=manager, questionnaire=held, now=timezone.now())
    act("question/arrange/", name="ces", do="remove")
    make_survey(actor=manager, questionnaire=held, now=timezone.now())

    page = words_of(client.get(f"/questionnaires/{held.pk}/").content.decode())

    assert "Version 2" in page
    assert "Gone: ces" in page


def test_the_preview_goes_through_and_keeps_nothing(client, act, held):
    address = f"/questionnaires/{held.pk}/preview/page/"
    first = client.get(f"{address}?language=zh-hans")
    page = first.content.decode()
    told = client.post(address, {"preview.do": "next", "preview.page": "short"})
    filled = client.post(address, {"preview.do": "made_up", "preview.page": "short"})
    answers = filled.context["answers"]
    done = client.post(
        address,
        {"preview.do": "next", "preview.page": "short", "preview.answers": answers, "csat": "4"},
    )

    assert "这次的处理，您满意吗？" in page
    assert first["X-Frame-Options"] == "SAMEORIGIN"
    assert told.status_code == 422
    assert done.context["page"] is None
    assert "We read every answer." in done.content.decode()
    assert not Response.objects.exists()


def test_analysts_change_and_agents_only_read(client, agent, held):
    client.force_login(agent)

    page = client.get(f"/questionnaires/{held.pk}/").content.decode()

    assert "Add a question" not in page
    assert client.get(f"/questionnaires/{held.pk}/question/?name=csat").status_code == 403
    refused = client.post(
        f"/questionnaires/{held.pk}/question/arrange/", {"name": "csat", "do": "remove"}
    )
    assert refused.status_code == 403
    assert names(held) == [["csat", "ces", "nps"]]


def test_the_builder_asks_at_most_25_queries(client, act, held, manager):
    make_survey(actor=manager, questionnaire=held, now=timezone.now())
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/questionnaires/{held.pk}/")

    assert len(asked) <= 25


def test_a_questionnaire_is_put_away_and_back(client, act, held):
    act("away/")
    held.refresh_from_db()
    assert held.archived_at is not None

    act("away/")
    held.refresh_from_db()
    assert held.archived_at is None
