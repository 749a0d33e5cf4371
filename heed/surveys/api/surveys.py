"""Questionnaires and surveys over HTTP: read, opened, closed, and how they go."""

from http import HTTPStatus

from django.utils import timezone
from ninja import Query

from heed.accounts.http import SignedInRequest
from heed.core.api_endpoints import Endpoints
from heed.core.api_paging import PageQuery, Rows, page_of
from heed.core.api_types import IdFromAddress
from heed.surveys.api.related import questionnaire_with_id, survey_with_id
from heed.surveys.models import Questionnaire, QuestionnaireVersion, Survey
from heed.surveys.operations import surveys as operations
from heed.surveys.queries.progress import numbers_of
from heed.surveys.queries.surveys import questionnaires_visible_to, surveys_visible_to
from heed.surveys.schemas import (
    NothingIn,
    PriorityIn,
    ProgressOut,
    QuestionnairePage,
    QuestionnaireWithDraft,
    SurveyIn,
    SurveyOut,
    SurveyPage,
    SurveyQuery,
    VersionOut,
)

endpoints = Endpoints("Surveys")


@endpoints.get("/questionnaires", needs="surveys.view", answer=QuestionnairePage)
def list_questionnaires(request: SignedInRequest, query: Query[PageQuery]) -> Rows[Questionnaire]:
    """Questionnaires, those put away too, the newest first."""
    return page_of(questionnaires_visible_to(request.user), query, request)


@endpoints.get(
    "/questionnaires/{questionnaire_id}", needs="surveys.view", answer=QuestionnaireWithDraft
)
def get_questionnaire(request: SignedInRequest, questionnaire_id: IdFromAddress) -> Questionnaire:
    """One questionnaire with its draft."""
    return questionnaire_with_id(request.user, questionnaire_id)


@endpoints.get("/surveys", needs="surveys.view", answer=SurveyPage)
def list_surveys(request: SignedInRequest, query: Query[SurveyQuery]) -> Rows[Survey]:
    """Surveys of your teams and of none, the newest first."""
    return page_of(query.choose(surveys_visible_to(request.user)), query, request)


@endpoints.get("/surveys/{survey_id}", needs="surveys.view", answer=SurveyOut)
def get_survey(request: SignedInRequest, survey_id: IdFromAddress) -> Survey:
    """One survey."""
    return survey_with_id(request.user, survey_id)


@endpoints.get("/surveys/{survey_id}/version", needs="surveys.view", answer=VersionOut)
def get_survey_version(request: SignedInRequest, survey_id: IdFromAddress) -> QuestionnaireVersion:
    """What the survey asks."""
    return survey_with_id(request.user, survey_id).version


@endpoints.get("/surveys/{survey_id}/progress", needs="surveys.view", answer=ProgressOut)
def get_survey_progress(request: SignedInRequest, survey_id: IdFromAddress) -> dict[str, object]:
    """How many began and ended, by which way, and who was asked."""
    return numbers_of(survey_with_id(request.user, survey_id))


@endpoints.post("/surveys", needs="surveys.open", answer=SurveyOut)
def open_survey(request: SignedInRequest, payload: SurveyIn) -> Survey:
    """Put the present draft of a questionnaire to people."""
    held = questionnaire_with_id(request.user, payload.questionnaire_id)
    return operations.open_survey(
        questionnaire_id=held.pk,
        actor=request.user,
        now=timezone.now(),
        **payload.model_dump(exclude={"questionnaire_id"}),
    )


@endpoints.post(
    "/surveys/{survey_id}/close", needs="surveys.open", answer=SurveyOut, status=HTTPStatus.OK
)
def close_survey(
    request: SignedInRequest,
    survey_id: IdFromAddress,
    payload: NothingIn,  # noqa: ARG001
) -> Survey:
    """End a survey: what was begun can no longer be handed in."""
    survey = survey_with_id(request.user, survey_id)
    return operations.close_survey(survey_id=survey.pk, actor=request.user, now=timezone.now())


@endpoints.post(
    "/surveys/{survey_id}/priority", needs="surveys.open", answer=SurveyOut, status=HTTPStatus.OK
)
def change_survey_priority(
    request: SignedInRequest, survey_id: IdFromAddress, payload: PriorityIn
) -> Survey:
    """Let a survey go before others, or after them, where both want to ask the same people."""
    survey = survey_with_id(request.user, survey_id)
    return operations.change_priority(
        survey_id=survey.pk, priority=payload.priority, actor=request.user, now=timezone.now()
    )
