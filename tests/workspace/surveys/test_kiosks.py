from datetime import timedelta

import pytest
from django.utils import timezone

from heed.surveys.models import Kiosk, Response
from heed.surveys.operations.kiosks import open_kiosk, retire_kiosk
from heed.surveys.queries.kiosks import kiosk_token_of
from tests.surveys.factories import make_questionnaire, make_response, make_survey


@pytest.fixture
def survey(manager, system):
    now = timezone.now() - timedelta(days=1)
    held = make_questionnaire(actor=manager, now=now)
    return make_survey(actor=manager, questionnaire=held, now=now)


@pytest.fixture
def kiosk(survey, manager):
    return open_kiosk(survey_id=survey.pk, name="Till", actor=manager, now=timezone.now())


def test_a_tablet_is_put_up_and_its_link_shown(client, manager, survey):
    client.force_login(manager)

    made = client.post(f"/surveys/{survey.pk}/kiosks/", {"name": "Shop window"})
    page = client.get(made.url).content.decode()

    kiosk = Kiosk.objects.get()
    assert made.url == f"/surveys/{survey.pk}/kiosks/{kiosk.pk}/"
    assert f"/kiosk/{kiosk_token_of(kiosk)}/" in page
    assert "<svg" in page


def test_a_tablet_without_a_name_is_not_put_up(client, manager, survey):
    client.force_login(manager)

    answer = client.post(f"/surveys/{survey.pk}/kiosks/", {"name": " "})

    assert answer.status_code == 422
    assert not Kiosk.objects.exists()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_tablets_are_listed_with_what_came_from_them(
    client, manager, survey, kiosk, language, django_assert_max_num_queries
):
    for number in range(3):
        response = make_response(survey=survey, now=timezone.now())
        response.kiosk, response.ending = kiosk, "complete" if number else ""
        response.submitted_at = timezone.now()
        response.save()
    open_kiosk(survey_id=survey.pk, name="Desk", actor=manager, now=timezone.now())
    client.force_login(manager)
    client.cookies["django_language"] = language

    with django_assert_max_num_queries(20):
        page = client.get(f"/surveys/{survey.pk}/kiosks/").content.decode()

    assert f'lang="{language}"' in page
    row = page.partition("Till</a>")[2].partition("</tr>")[0]
    assert [row.count(f">{n}<") for n in (3, 2, 1)] == [1, 1, 1]
    assert Response.objects.count() == 3


def test_a_new_link_and_retiring_are_for_those_who_open_surveys(client, agent, survey, kiosk):
    client.force_login(agent)
    address = f"/surveys/{survey.pk}/kiosks/{kiosk.pk}/"

    listed = client.get(f"/surveys/{survey.pk}/kiosks/")
    statuses = [client.post(f"{address}{part}").status_code for part in ("link/", "retire/")]

    kiosk.refresh_from_db()
    assert listed.status_code == 200
    assert kiosk_token_of(kiosk) not in listed.content.decode()
    assert [client.get(address).status_code, *statuses] == [403, 403, 403]
    assert (kiosk.link_number, kiosk.retired_at) == (1, None)


def test_a_tablet_gets_a_new_link_and_is_retired(client, manager, survey, kiosk):
    client.force_login(manager)
    address = f"/surveys/{survey.pk}/kiosks/{kiosk.pk}/"

    client.post(f"{address}link/")
    client.post(f"{address}retire/")
    page = client.get(f"/surveys/{survey.pk}/kiosks/").content.decode()

    kiosk.refresh_from_db()
    assert (kiosk.link_number, kiosk.retired_at is not None) == (2, True)
    assert "retired" in page
    assert client.get(address).status_code == 200


def test_the_kiosk_of_another_survey_is_not_found_here(client, manager, survey, kiosk):
    now = timezone.now()
    other = make_survey(actor=manager, questionnaire=survey.questionnaire, now=now)
    retire_kiosk(kiosk_id=kiosk.pk, actor=manager, now=now)
    client.force_login(manager)

    assert client.get(f"/surveys/{other.pk}/kiosks/{kiosk.pk}/").status_code == 404
