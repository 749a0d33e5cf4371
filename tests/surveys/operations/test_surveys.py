import pytest

from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.surveys.events import SurveyClosed
from heed.surveys.models import Survey
from heed.surveys.operations import surveys
from tests.moments import DAY, HOUR, NOON
from tests.surveys.factories import make_questionnaire, make_response, make_survey


def test_a_survey_asks_the_draft_as_it_is_now(manager):
    survey = make_survey(actor=manager)

    assert survey.version.number == 1
    assert survey.version.definition == survey.questionnaire.draft
    assert (survey.closed_at, survey.has_open_link, survey.is_anonymous) == (None, True, False)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        pytest.param({"name": " "}, surveys.SurveyNameMissing, id="no name"),
        pytest.param({"closes_at": NOON}, surveys.ClosesInThePast, id="ends at once"),
    ],
)
def test_what_makes_no_survey_is_refused_and_nothing_is_kept(manager, fields, refusal):
    questionnaire = make_questionnaire(actor=manager)
    given = {"name": "Spring", "closes_at": None} | fields

    with pytest.raises(refusal):
        surveys.open_survey(questionnaire_id=questionnaire.pk, actor=manager, now=NOON, **given)

    assert Survey.objects.count() == questionnaire.versions.count() == 0


def test_a_survey_that_has_ended_takes_nothing_more(manager):
    survey = make_survey(actor=manager)

    surveys.close_survey(survey_id=survey.pk, actor=manager, now=NOON + HOUR)

    with pytest.raises(surveys.SurveyClosedAlready):
        make_response(survey=survey, now=NOON + HOUR)
    with pytest.raises(surveys.SurveyClosedAlready):
        surveys.close_survey(survey_id=survey.pk, actor=manager, now=NOON + 2 * HOUR)


def test_a_survey_ends_by_itself_once(manager, system):
    ending = make_survey(actor=manager, closes_at=NOON + DAY)
    make_survey(actor=manager)

    early = surveys.close_due_surveys(now=NOON + DAY - HOUR)
    first = surveys.close_due_surveys(now=NOON + DAY)
    again = surveys.close_due_surveys(now=NOON + 2 * DAY)

    ending.refresh_from_db()
    assert (early, first, again) == (0, 1, 0)
    assert ending.closed_at == NOON + DAY
    assert Event.objects.filter(type=SurveyClosed.type_name()).count() == 1


def test_past_its_end_it_takes_nothing_though_nobody_marked_it(manager):
    survey = make_survey(actor=manager, closes_at=NOON + HOUR)

    with pytest.raises(surveys.SurveyClosedAlready, match="March 2, 2026"):
        make_response(survey=survey, now=NOON + HOUR)


def test_agents_do_not_open_surveys(manager, agent):
    questionnaire = make_questionnaire(actor=manager)

    with pytest.raises(NotPermitted):
        make_survey(actor=agent, questionnaire=questionnaire)
