from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from heed.surveys.models import Invitation, QuotaCount, Response, Survey
from heed.surveys.operations.responses import begin_response
from tests.moments import NOON
from tests.portal.views.surveys import (
    ONE,
    TWO,
    begin,
    main_of,
    make_invitation,
    make_open_survey,
    open_link,
    personal_link,
)

GROWING = {
    "pages": [
        {
            "name": "one",
            "elements": [
                {"type": "radiogroup", "name": "fruit", "choices": TWO},
                {
                    "type": "text",
                    "name": "why",
                    "title": "Why bread?",
                    "visibleIf": "{fruit} = 'b'",
                    "isRequired": True,
                },
            ],
        }
    ],
    "heed_quotas": [{"name": "apples", "expression": "{fruit} = 'a'", "limit": 1}],
}


@pytest.fixture
def survey(manager, system):
    return make_open_survey(manager)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda link: f"{link[:-2]}/", id="shortened"),
        pytest.param(lambda link: link.replace("/survey/", "/survey/9"), id="another survey"),
        pytest.param(lambda link: f"{link}{uuid4()}/", id="nobody's response"),
    ],
)
def test_a_link_that_leads_nowhere_says_so_in_a_letter(client, survey, spoil):
    answer = client.get(spoil(open_link(survey)))

    assert answer.status_code == 404
    assert "This link leads to no survey" in main_of(answer)


def test_an_open_link_that_was_taken_away_leads_nowhere(client, survey):
    Survey.objects.update(has_open_link=False)

    assert client.get(open_link(survey)).status_code == 404
    assert begin(client, survey).status_code == 404
    assert Response.objects.count() == 0


def test_the_link_of_an_erased_customer_leads_nowhere(client, survey):
    invitation = make_invitation(survey)
    invitation.customer.erased_at = timezone.now()
    invitation.customer.save()

    assert client.get(personal_link(invitation)).status_code == 404
    assert client.get(f"{personal_link(invitation)}no-more/").status_code == 404


def test_an_old_link_says_until_when_it_was_good(client, survey):
    invitation = make_invitation(survey, language="en")
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    answer = client.post(f"{personal_link(invitation)}?page=one", ONE)

    assert answer.status_code == 410
    assert "This link is no longer good" in main_of(answer)
    assert Response.objects.count() == 0


@pytest.mark.parametrize("field", ["closes_at", "closed_at"])
def test_a_survey_that_has_ended_takes_nothing(client, survey, field):
    second = begin(client, survey)["Location"]
    Survey.objects.update(**{field: timezone.now() - timedelta(seconds=1)})

    read = client.get(open_link(survey))
    begun = begin(client, survey)
    sent = client.post(second, {"sum.a": "1"})

    assert [each.status_code for each in (read, begun, sent)] == [410, 410, 410]
    assert "This survey has ended" in main_of(sent)
    assert "sum" not in Response.objects.get().answers


def test_where_enough_have_answered_one_is_thanked_all_the_same(client, manager, system):
    survey = make_open_survey(manager, GROWING)
    begin(client, survey, {"fruit": "a"})

    full = client.get(begin(client, survey, {"fruit": "a"})["Location"])

    assert "Enough people in your situation" in main_of(full)
    endings = sorted(Response.objects.values_list("ending", flat=True))
    assert endings == ["complete", "quota_full"]
    assert QuotaCount.objects.get().count == 1


def test_a_question_that_appears_by_an_answer_is_asked_before_going_on(client, manager, system):
    survey = make_open_survey(manager, GROWING)

    again = begin(client, survey, {"fruit": "b"})["Location"]
    page = main_of(client.get(again))
    unanswered = client.post(again, {"fruit": "b"})
    sent = client.post(again, {"fruit": "b", "why": "Fresh"})

    assert again.endswith("?page=one#q2")
    assert "Why bread?" in page
    assert 'class="field__error"' not in page
    assert unanswered.status_code == 422
    assert sent["Location"].endswith("?thanks")
    assert Response.objects.get().cleaned == {"fruit": "b", "why": "Fresh"}


def test_jumping_ahead_leads_back_to_what_is_needed(client, survey):
    begin(client, survey, {"line": "x"})
    address = f"{open_link(survey)}{Response.objects.get().key}/"

    answer = client.post(f"{address}?page=three", {"agree": "true"})

    assert answer.status_code == 422
    assert "What did you buy?" in main_of(answer)
    assert "action=" in main_of(answer)
    assert Response.objects.get().submitted_at is None


@pytest.mark.parametrize(
    ("length", "status", "kept"),
    [
        pytest.param(10_001, 422, 10_001, id="longer than a text may be"),
        pytest.param(1_100_000, 413, 0, id="longer than all answers may be"),
    ],
)
def test_a_long_text_is_refused_kindly(client, survey, length, status, kept):
    answer = begin(client, survey, {**ONE, "line": "長" * length})

    assert answer.status_code == status
    assert answer.content.decode().count("長") == kept


def test_ten_megabytes_are_refused_before_they_are_read(client, manager, system):
    survey = make_open_survey(manager, GROWING)

    answer = begin(client, survey, {"fruit": "a", "why": "x" * 10_000_000})

    assert answer.status_code == 413
    assert "more than we can take at once" in main_of(answer)
    assert Response.objects.count() == 0


def test_too_many_fields_are_refused(client, survey):
    answer = begin(client, survey, {f"field{number}": "1" for number in range(1100)})

    assert answer.status_code == 413
    assert Response.objects.count() == 0


def test_the_key_of_another_survey_begins_nothing(client, manager, survey):
    other = make_open_survey(manager)
    theirs = begin_response(
        survey=other, key=uuid4(), mode="link", language="en", now=timezone.now()
    )

    answer = begin(client, survey, key=theirs.key)

    assert answer.status_code == 409
    assert "out of date" in main_of(answer)
    theirs.refresh_from_db()
    assert theirs.answers == {}


@pytest.mark.parametrize("key", ["", "x", "1; DROP TABLE", "\x00"])
def test_nonsense_instead_of_a_key_begins_a_response_of_its_own(client, survey, key):
    sent = client.post(f"{open_link(survey)}?page=one", {**ONE, "key": key})

    assert sent["Location"].endswith(f"/{Response.objects.get().key}/?page=two")


def test_nobody_is_asked_again_who_does_not_want_to_be(client, survey):
    invitation = make_invitation(survey, language="en")
    address = f"{personal_link(invitation)}no-more/"

    client.get(address)
    invitation.customer.refresh_from_db()
    untouched = invitation.customer.surveys_declined_at
    client.post(address, {"answer": "no_more"})
    invitation.customer.refresh_from_db()
    declined = invitation.customer.surveys_declined_at
    page = main_of(client.get(address))
    client.post(address, {"answer": "ask"})
    invitation.customer.refresh_from_db()

    assert untouched is None
    assert declined is not None
    assert "we will not ask you in surveys again" in page
    assert invitation.customer.surveys_declined_at is None


def test_an_old_link_names_the_day_where_the_customer_is(client, survey):
    invitation = make_invitation(survey, language="en")
    invitation.customer.time_zone = "Pacific/Auckland"
    invitation.customer.save()
    Invitation.objects.update(expires_at=NOON)

    page = main_of(client.get(personal_link(invitation)))

    assert "It could be used until March 3, 2026." in page
