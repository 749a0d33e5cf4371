import pytest

from heed.config.subscriptions import SUBSCRIPTIONS
from heed.core import files
from heed.core.models import Event
from heed.customers.operations import erase_customer
from heed.surveys import tasks
from heed.surveys.models import Invitation, Response, ResponseFile
from heed.surveys.operations import responses
from heed.surveys.operations.erasing import erase_responses_of
from heed.surveys.operations.response_files import add_file
from heed.surveys.queries.invitations import key_of
from tests.customers.factories import make_customer
from tests.moments import HOUR, NOON
from tests.surveys.factories import make_questionnaire, make_response, make_survey

ASKING = {
    "pages": [
        {
            "name": "one",
            "elements": [
                {"type": "rating", "name": "csat", "rateMin": 1, "rateMax": 5},
                {"type": "radiogroup", "name": "why", "choices": ["a"], "showOtherItem": True},
                {"type": "text", "name": "age", "inputType": "number"},
                {"type": "text", "name": "born", "inputType": "date"},
                {"type": "text", "name": "name"},
                {"type": "comment", "name": "remarks", "heed_missing": ["refused"]},
                {"type": "expression", "name": "twice", "expression": "{csat} * 2"},
                {"type": "file", "name": "photo"},
            ],
        }
    ]
}
ANSWERS = {
    "csat": 4,
    "why": "other",
    "why-Comment": "My neighbour Ed",
    "age": 41,
    "born": "1985-03-02",
    "name": "Anna Berg",
    "remarks": "Call me on 555 123",
}


@pytest.fixture
def survey(manager, system):
    questionnaire = make_questionnaire(actor=manager, definition=ASKING)
    return make_survey(actor=manager, questionnaire=questionnaire)


@pytest.fixture
def invitation(survey):
    return Invitation.objects.create(customer=make_customer(), survey=survey, created_at=NOON)


@pytest.fixture
def response(survey, invitation, system):
    begun = responses.begin_response(
        survey=survey,
        key=key_of(invitation),
        mode="mail",
        language="en",
        invitation=invitation,
        now=NOON,
    )
    file = add_file(
        response_id=begun.pk,
        question=next(each for each in _asked(begun) if each.name == "photo"),
        name="anna.png",
        media_type="image/png",
        content=b"1",
        now=NOON,
    )
    photo = [{"key": file.key, "name": file.name, "type": "image/png", "size": 1}]
    answers = {**ANSWERS, "photo": photo}
    responses.keep_page(response_id=begun.pk, answers=answers, page="one", now=NOON)
    return responses.submit_response(response_id=begun.pk, actor=system, now=NOON + HOUR)


def _asked(response):
    return responses.sitting_of(response).questionnaire.questions


def test_words_files_and_the_link_go_and_figures_stay(response, invitation):
    key = ResponseFile.objects.get().key

    erase_responses_of(customer_id=invitation.customer_id)
    erase_responses_of(customer_id=invitation.customer_id)

    response.refresh_from_db()
    assert response.cleaned == {"csat": 4, "why": "other", "age": 41, "twice": 8}
    assert (response.answers, response.fingerprint) == ({}, "")
    assert (response.customer, response.invitation) == (None, None)
    assert response.submitted_at == NOON + HOUR
    assert ResponseFile.objects.count() == 0
    assert not files.path_of(key).exists()


def test_what_was_begun_goes_too_and_others_stay(survey, response, invitation):
    other = make_response(survey=survey)
    responses.keep_page(response_id=other.pk, answers=ANSWERS, page="one", now=NOON)
    Response.objects.filter(pk=response.pk).update(submitted_at=None, cleaned=None, ending="")

    erase_responses_of(customer_id=invitation.customer_id)

    response.refresh_from_db()
    other.refresh_from_db()
    assert (response.answers, response.cleaned) == ({}, None)
    assert other.answers == ANSWERS


def test_a_code_for_no_answer_is_no_words(survey, response, invitation):
    Response.objects.filter(pk=response.pk).update(cleaned={"remarks": "refused"})

    erase_responses_of(customer_id=invitation.customer_id)

    response.refresh_from_db()
    assert response.cleaned == {"remarks": "refused"}


def test_erasing_a_customer_erases_her_answers(response, invitation, admin):
    erase_customer(customer=invitation.customer, actor=admin, now=NOON + 2 * HOUR)
    happened = Event.objects.get(type="customers.CustomerErased")

    tasks.erase_responses(happened, now=NOON + 2 * HOUR)

    response.refresh_from_db()
    assert response.customer is None
    subscribed = [each.run for each in SUBSCRIPTIONS["customers.CustomerErased"]]
    assert tasks.erase_responses in subscribed
