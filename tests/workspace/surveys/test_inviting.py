from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heed.core import jobs
from heed.surveys.models import Invitation, InvitationRound, Survey
from heed.surveys.operations.invitation_rounds import order_round
from tests.customers.factories import make_customer
from tests.page_words import words_of
from tests.surveys.factories import make_questionnaire, make_survey


@pytest.fixture
def survey(manager):
    now = timezone.now()
    held = make_questionnaire(actor=manager, now=now)
    return make_survey(actor=manager, questionnaire=held, now=now - timedelta(days=1))


@pytest.fixture
def ordered(manager, survey):
    for number in range(3):
        make_customer(email=f"c{number}@example.org")
    return order_round(survey_id=survey.pk, actor=manager, now=timezone.now())


def test_how_far_the_invitations_have_come_is_shown_and_asked_again(
    client, manager, survey, ordered
):
    client.force_login(manager)
    address = f"/surveys/{survey.pk}/"

    before = client.get(address).content.decode()
    part = client.get(f"{address}rounds/", headers={"HX-Request": "true"}).content.decode()
    jobs.run_due()
    after = client.get(f"{address}rounds/", headers={"HX-Request": "true"}).content.decode()

    assert "0 of 3 decided upon, 0 asked" in words_of(before)
    assert 'hx-trigger="every 2s"' in before
    assert part.lstrip().startswith('<div id="survey-rounds"')
    assert "3 of 3 decided upon, 3 asked" in words_of(after)
    assert "hx-trigger" not in after


def test_without_script_the_progress_stands_on_the_page_of_the_survey(client, manager, survey):
    client.force_login(manager)

    answer = client.get(f"/surveys/{survey.pk}/rounds/")

    assert (answer.status_code, answer.url) == (302, f"/surveys/{survey.pk}/")


def test_inviting_is_stopped_from_the_page(client, manager, agent, survey, ordered):
    address = f"/surveys/rounds/{ordered.pk}/stop/"
    client.force_login(agent)
    assert client.post(address).status_code == 403
    client.force_login(manager)

    page = client.post(address, follow=True).content.decode()
    jobs.run_due()

    assert "Nobody more is asked." in words_of(page)
    assert not Invitation.objects.exists()


def test_a_round_going_on_lets_no_other_be_ordered(client, manager, survey, ordered):
    client.force_login(manager)
    address = f"/surveys/{survey.pk}/invite/"

    page = client.get(address, {"percent": "100"}).content.decode()
    refused = client.post(address, {"percent": "100"})

    assert "Customers are being invited already." in words_of(page)
    assert refused.status_code == 409
    assert InvitationRound.objects.count() == 1


def test_the_priority_is_given_when_opening_and_changed_later(client, manager, survey):
    held = make_questionnaire(actor=manager, now=timezone.now())
    client.force_login(manager)
    given = {"name": "Autumn", "kind": "relationship", "priority": "1"}

    client.post(f"/questionnaires/{held.pk}/open/", given)
    opened = Survey.objects.get(name="Autumn")
    page = client.post(f"/surveys/{survey.pk}/priority/", {"priority": "-1"}, follow=True)

    assert opened.priority == Survey.Priority.HIGH
    survey.refresh_from_db()
    assert survey.priority == Survey.Priority.LOW
    assert "The priority of this survey is now: Low." in words_of(page.content.decode())
    assert client.post(f"/surveys/{survey.pk}/priority/", {"priority": "7"}).status_code == 302
    survey.refresh_from_db()
    assert survey.priority == Survey.Priority.LOW


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_pages_are_told_in_both_languages_with_few_queries(
    client, manager, survey, ordered, language
):
    manager.language = language
    manager.save()
    client.force_login(manager)
    client.get(f"/surveys/{survey.pk}/")

    with CaptureQueriesContext(connection) as queries:
        page = client.get(f"/surveys/{survey.pk}/invite/", {"percent": "100"})

    assert page.status_code == 200
    assert len(queries) <= 18
