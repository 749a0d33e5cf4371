import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heed.surveys.models import Invitation
from tests.customers.factories import make_customer
from tests.moments import DAY
from tests.page_words import words_of
from tests.surveys.factories import make_questionnaire, make_survey


@pytest.fixture
def survey(manager):
    now = timezone.now()
    return make_survey(
        actor=manager, questionnaire=make_questionnaire(actor=manager, now=now), now=now
    )


@pytest.fixture
def asked(survey):
    customer = make_customer(name="Anna Berg", email="anna@berg.example")
    return Invitation.objects.create(
        customer=customer, survey=survey, created_at=timezone.now() - 20 * DAY
    )


def skip(survey, name, reason):
    customer = make_customer(name=name)
    return Invitation.objects.create(
        customer=customer, survey=survey, created_at=timezone.now(), skipped=reason
    )


def test_a_policy_is_tried_without_being_saved(client, manager, asked):
    client.force_login(manager)

    usual = words_of(client.get("/surveys/asking/").content.decode())
    tried = client.get("/surveys/asking/", {"gap_days": "10", "most_a_year": "4"})

    assert "This is a trial" not in usual
    assert "This is a trial: nothing is saved." in words_of(tried.content.decode())
    assert (tried.context["month"].free, tried.context["usual"].free) == (1, 0)


def test_a_policy_that_cannot_be_is_said(client, manager):
    client.force_login(manager)

    answer = client.get("/surveys/asking/", {"gap_days": "-1", "most_a_year": "4"})

    assert answer.status_code == 422


def test_who_was_not_asked_is_found_by_the_reason(client, manager, survey):
    skip(survey, "Bert Tal", "opted_out")
    skip(survey, "Cleo See", "no_address")
    client.force_login(manager)

    everybody = client.get("/surveys/asking/skips/").content.decode()
    some = client.get("/surveys/asking/skips/", {"reason": "opted_out"}).content.decode()

    assert "Bert Tal" in everybody
    assert "Cleo See" in everybody
    assert "Bert Tal" in some
    assert "Cleo See" not in some


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    ("address", "most"), [("/surveys/asking/", 16), ("/surveys/asking/skips/", 12)]
)
def test_the_pages_cost_the_same_however_many_there_are(
    client, manager, survey, asked, language, address, most
):
    manager.language = language
    manager.save()
    for number in range(20):
        skip(survey, f"Customer {number}", "no_address")
    client.force_login(manager)
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)

    assert answer.status_code == 200
    assert len(queries) <= most
