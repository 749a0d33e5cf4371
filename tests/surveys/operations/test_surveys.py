import pytest

from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.surveys.events import SurveyClosed, SurveyOpened
from heed.surveys.models import QuestionnaireVersion, Survey
from heed.surveys.operations import surveys
from heed.surveys.operations.questionnaires import QuestionnaireUnfit
from heed.surveys.queries.surveys import open_token_of, survey_with
from tests.moments import DAY, HOUR, NOON
from tests.surveys.factories import make_questionnaire, make_survey


def close(survey, actor, *, now=NOON + HOUR):
    return surveys.close_survey(survey_id=survey.pk, actor=actor, now=now)


def test_a_survey_asks_the_draft_as_it_is_now(manager):
    questionnaire = make_questionnaire(actor=manager)

    first = make_survey(actor=manager, questionnaire=questionnaire)
    second = make_survey(actor=manager, questionnaire=questionnaire)

    assert first.version == second.version
    assert first.version.definition == questionnaire.draft
    events = Event.objects.filter(type=SurveyOpened.type_name()).order_by("pk")
    assert [event.payload["survey_id"] for event in events] == [first.pk, second.pk]


def test_what_cannot_be_asked_opens_nothing(manager):
    definition = {"pages": [{"name": "one", "elements": []}]}
    questionnaire = make_questionnaire(actor=manager, definition=definition)

    with pytest.raises(QuestionnaireUnfit):
        make_survey(actor=manager, questionnaire=questionnaire)

    assert (Survey.objects.count(), QuestionnaireVersion.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("how", "refusal"),
    [
        pytest.param({"name": " "}, surveys.SurveyNameMissing, id="no name"),
        pytest.param({"closes_at": NOON}, surveys.ClosesInThePast, id="ends at once"),
    ],
)
def test_a_survey_needs_a_name_and_an_end_to_come(manager, how, refusal):
    questionnaire = make_questionnaire(actor=manager)

    with pytest.raises(refusal):
        surveys.open_survey(
            questionnaire_id=questionnaire.pk,
            **{"name": "Spring", "actor": manager, "now": NOON} | how,
        )

    assert Survey.objects.count() == 0


def test_agents_open_and_close_nothing(agent, manager):
    survey = make_survey(actor=manager)

    with pytest.raises(NotPermitted):
        make_survey(actor=agent, questionnaire=survey.questionnaire)
    with pytest.raises(NotPermitted):
        close(survey, agent)

    assert Survey.objects.get().closed_at is None


def test_a_survey_ends_once(manager):
    survey = make_survey(actor=manager)
    close(survey, manager)

    with pytest.raises(surveys.SurveyClosedAlready, match="ended on March 2, 2026"):
        close(survey, manager, now=NOON + DAY)

    survey.refresh_from_db()
    assert survey.closed_at == NOON + HOUR
    assert Event.objects.filter(type=SurveyClosed.type_name()).count() == 1


def test_surveys_end_when_their_time_has_come(manager, system):
    due = make_survey(actor=manager, closes_at=NOON + HOUR)
    later = make_survey(actor=manager, closes_at=NOON + DAY)
    endless = make_survey(actor=manager)

    early = surveys.close_due_surveys(now=NOON)
    closed = surveys.close_due_surveys(now=NOON + HOUR)
    again = surveys.close_due_surveys(now=NOON + HOUR)

    assert (early, closed, again) == (0, 1, 0)
    ended = Survey.objects.exclude(closed_at=None)
    assert list(ended) == [due]
    assert Event.objects.get(type=SurveyClosed.type_name()).payload == {"survey_id": due.pk}
    assert {later.pk, endless.pk} == set(
        Survey.objects.filter(closed_at=None).values_list("pk", flat=True)
    )


def test_the_open_link_leads_to_its_survey_alone(manager):
    survey, other = make_survey(actor=manager), make_survey(actor=manager)
    token = open_token_of(survey)

    assert survey_with(token) == survey
    assert survey_with(token.replace(str(survey.pk), str(other.pk), 1)) is None
    assert survey_with(str(survey.pk)) is None
