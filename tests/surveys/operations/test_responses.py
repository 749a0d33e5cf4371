from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from heed.core.models import Delivery, Event
from heed.surveys.events import ResponseSubmitted, SurveyInvitationAnswered
from heed.surveys.models import Invitation, QuotaCount, Response
from heed.surveys.operations import responses
from heed.surveys.operations.surveys import SurveyClosedAlready, close_survey
from tests.customers.factories import make_customer
from tests.moments import DAY, HOUR, MINUTE, NOON
from tests.surveys.factories import make_questionnaire, make_response, make_survey

KEY = UUID("00000000-0000-4000-8000-0000000000ff")
ASKING = {
    "pages": [
        {
            "name": "one",
            "elements": [
                {"type": "rating", "name": "csat", "rateMin": 1, "rateMax": 5, "isRequired": True},
                {"type": "text", "name": "why", "visibleIf": "{csat} <= 2"},
            ],
        },
        {"name": "two", "elements": [{"type": "comment", "name": "remarks", "maxLength": 20}]},
    ],
    "heed_quotas": [
        {"name": "content", "expression": "{csat} >= 4", "limit": 1},
        {"name": "all", "expression": "{csat} >= 1", "limit": 3},
    ],
}


@pytest.fixture
def survey(manager, system):
    questionnaire = make_questionnaire(actor=manager, definition=ASKING)
    return make_survey(actor=manager, questionnaire=questionnaire)


def keep(response, answers, *, page="one", now=NOON + MINUTE):
    return responses.keep_page(response_id=response.pk, answers=answers, page=page, now=now)


def submit(response, system, *, invitation=None, now=NOON + HOUR):
    return responses.submit_response(
        response_id=response.pk, invitation=invitation, actor=system, now=now
    )


def invited(survey, *, tier="high"):
    return Invitation.objects.create(
        customer=make_customer(email="anna@berg.example", tier=tier), survey=survey, created_at=NOON
    )


def test_a_response_is_begun_once_under_its_key(survey):
    first = make_response(survey=survey, key=KEY)
    again = make_response(survey=survey, key=KEY, now=NOON + HOUR)

    assert first == again
    assert Response.objects.count() == 1
    assert (first.seed, first.version, first.started_at) == (KEY.int % 2**53, survey.version, NOON)


def test_the_key_of_another_survey_is_refused(survey, manager):
    other = make_survey(actor=manager, questionnaire=survey.questionnaire)
    make_response(survey=other, key=KEY)

    with pytest.raises(responses.KeyInUse):
        make_response(survey=survey, key=KEY)

    assert Response.objects.count() == 1


def test_who_was_invited_is_kept_as_she_was_then(survey):
    invitation = invited(survey)

    response = responses.begin_response(
        survey=survey,
        key=KEY,
        mode=Response.Mode.MAIL,
        language="en",
        invitation=invitation,
        now=NOON,
    )

    assert (response.customer, response.invitation) == (invitation.customer, invitation)
    assert (response.tier, response.stage) == ("high", "user")


def test_an_anonymous_response_holds_nothing_that_leads_to_the_customer(survey, system):
    survey.is_anonymous = True
    survey.save()
    invitation = invited(survey)
    response = responses.begin_response(
        survey=survey,
        key=KEY,
        mode=Response.Mode.MAIL,
        language="en",
        invitation=invitation,
        now=NOON,
    )
    keep(response, {"csat": 3})

    submit(response, system, invitation=invitation)

    response.refresh_from_db()
    invitation.refresh_from_db()
    event = Event.objects.get(type=ResponseSubmitted.type_name())
    assert (response.customer_id, response.invitation_id) == (None, None)
    assert (response.tier, response.stage) == ("", "")
    assert event.payload["customer_id"] is None
    assert not Event.objects.filter(type=SurveyInvitationAnswered.type_name()).exists()
    assert invitation.answered_at == NOON
    assert response.submitted_at == NOON + HOUR


def test_the_call_list_is_told_of_who_was_invited_and_of_nobody_else(survey, system):
    invitation = invited(survey)
    called = responses.begin_response(
        survey=survey,
        key=KEY,
        mode="mail",
        language="en",
        invitation=invitation,
        now=NOON,
    )
    by_open_link = make_response(survey=survey)
    keep(called, {"csat": 4})
    keep(by_open_link, {"csat": 4})

    submit(called, system, invitation=invitation)
    submit(by_open_link, system)

    told = Delivery.objects.get(subscriber="surveys.end_answered_line")
    assert told.event.payload == {
        "customer_id": invitation.customer_id,
        "invitation_id": invitation.pk,
        "response_id": called.pk,
    }


def test_what_was_typed_is_kept_valid_or_not(survey):
    response = make_response(survey=survey)

    keep(response, {"csat": "nine", "why": "x"})
    keep(response, {"remarks": "y"}, page="two", now=NOON + HOUR)

    response.refresh_from_db()
    assert response.answers == {"csat": "nine", "why": "x", "remarks": "y"}
    assert (response.page, response.changed_at, response.cleaned) == ("two", NOON + HOUR, None)


def test_more_than_a_million_characters_are_refused(survey):
    response = make_response(survey=survey)
    keep(response, {"why": "x" * 600_000})

    with pytest.raises(responses.AnswersTooLarge):
        keep(response, {"remarks": "y" * 600_000})

    response.refresh_from_db()
    assert "remarks" not in response.answers


def test_another_language_keeps_the_answers(survey):
    response = make_response(survey=survey)
    keep(response, {"csat": 2})

    responses.change_language(response_id=response.pk, language="zh-hans", now=NOON + HOUR)

    response.refresh_from_db()
    assert (response.language, response.answers) == ("zh-hans", {"csat": 2})


def test_what_counts_is_what_was_shown_and_possible(survey, system):
    response = make_response(survey=survey)
    keep(response, {"csat": 4, "why": "was hidden", "remarks": " good "})

    submit(response, system)

    response.refresh_from_db()
    assert response.answers["why"] == "was hidden"
    assert response.cleaned == {"csat": 4, "remarks": "good"}
    assert response.states == {"csat": "answered", "why": "not_asked", "remarks": "answered"}
    assert (response.ending, response.flags, len(response.fingerprint)) == ("complete", [], 64)
    event = Event.objects.get(type=ResponseSubmitted.type_name())
    assert event.payload == {
        "response_id": response.pk,
        "survey_id": survey.pk,
        "mode": "link",
        "customer_id": None,
    }


def test_impossible_answers_are_refused_all_at_once_and_nothing_is_taken(survey, system):
    response = make_response(survey=survey)
    keep(response, {"csat": 9, "remarks": "x" * 21})

    with pytest.raises(responses.AnswersImpossible) as refused:
        submit(response, system)

    response.refresh_from_db()
    assert refused.value.problems == {
        "csat": ("Please choose one of the answers offered.",),
        "remarks": ("Please use 20 characters at most.",),
    }
    assert (response.submitted_at, response.cleaned) == (None, None)
    assert QuotaCount.objects.count() == 0
    assert not Event.objects.filter(type=ResponseSubmitted.type_name()).exists()


def test_a_response_is_handed_in_once(survey, system):
    response = make_response(survey=survey)
    keep(response, {"csat": 3})
    submit(response, system)

    with pytest.raises(responses.HandedIn):
        submit(response, system)
    with pytest.raises(responses.HandedIn):
        keep(response, {"csat": 1})
    with pytest.raises(responses.HandedIn):
        responses.change_language(response_id=response.pk, language="zh-hans", now=NOON)

    response.refresh_from_db()
    assert response.answers == {"csat": 3}
    assert [row.count for row in QuotaCount.objects.all()] == [1]


def test_a_survey_that_has_ended_takes_nothing(survey, manager, system):
    response = make_response(survey=survey)
    keep(response, {"csat": 3})
    survey = close_survey(survey_id=survey.pk, actor=manager, now=NOON + 2 * MINUTE)

    with pytest.raises(SurveyClosedAlready):
        submit(response, system)
    with pytest.raises(SurveyClosedAlready):
        make_response(survey=survey, now=NOON + HOUR)

    response.refresh_from_db()
    assert response.submitted_at is None
    assert Response.objects.count() == 1


def test_where_one_quota_is_full_none_of_a_persons_quotas_is_counted(survey, system):
    answered = [make_response(survey=survey) for _person in range(3)]
    for response, csat in zip(answered, (5, 4, 3), strict=True):
        keep(response, {"csat": csat})
        submit(response, system)

    endings = [Response.objects.get(pk=each.pk).ending for each in answered]
    assert endings == ["complete", "quota_full", "complete"]
    assert dict(QuotaCount.objects.values_list("name", "count")) == {"content": 1, "all": 2}


def test_answering_marks_the_invitation(survey, system):
    invitation = invited(survey)
    response = responses.begin_response(
        survey=survey,
        key=uuid4(),
        mode=Response.Mode.MAIL,
        language="en",
        invitation=invitation,
        now=NOON,
    )
    keep(response, {"csat": 3})

    submit(response, system)

    invitation.refresh_from_db()
    assert invitation.answered_at == NOON + HOUR


def test_who_is_much_quicker_than_half_of_the_others_is_flagged(survey, system):
    Response.objects.bulk_create(
        Response(
            survey=survey,
            version=survey.version,
            key=uuid4(),
            mode="link",
            language="en",
            seed=1,
            started_at=NOON - DAY,
            changed_at=NOON - DAY,
            submitted_at=NOON - DAY + timedelta(minutes=9),
            ending="complete",
        )
        for _person in range(10)
    )
    quick, slow = make_response(survey=survey), make_response(survey=survey)
    for response, now in ((quick, NOON + 2 * MINUTE), (slow, NOON + 4 * MINUTE)):
        keep(response, {"csat": 2})
        submit(response, system, now=now)

    quick.refresh_from_db()
    slow.refresh_from_db()
    assert (quick.flags, slow.flags) == (["speeding"], [])
