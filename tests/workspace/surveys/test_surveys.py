from datetime import timedelta

import pytest
from django.utils import timezone

from heed.surveys.answering.made_up import made_up_answers
from heed.surveys.models import Response
from heed.surveys.operations.responses import keep_page, submit_response
from heed.surveys.queries.responses import sitting_of
from heed.surveys.ready.catalogue import ready_keys
from tests.surveys.factories import make_questionnaire, make_response, make_survey


def answer(survey, *, count, actor, **answers):
    now = timezone.now()
    for _number in range(count):
        response = make_response(survey=survey, now=now - timedelta(minutes=2))
        made = made_up_answers(sitting_of(response)) | answers
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

    for part in ("", "results/", f"responses/{one.pk}/", "qr/", "answers.csv", "answers.xlsx"):
        assert client.get(f"/surveys/{survey.pk}/{part}").status_code == 200
