from dataclasses import dataclass
from typing import ClassVar

from heed.core.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class InvitationSent(DomainEvent):
    subject: ClassVar[str] = "invitation_id"
    customer_id: int
    invitation_id: int
    promise_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationSkipped(DomainEvent):
    subject: ClassVar[str] = "invitation_id"
    customer_id: int
    invitation_id: int
    promise_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class InvitationAnswered(DomainEvent):
    subject: ClassVar[str] = "invitation_id"
    customer_id: int
    invitation_id: int
    perception_id: int


@dataclass(frozen=True, kw_only=True)
class QuestionnaireCreated(DomainEvent):
    subject: ClassVar[str] = "questionnaire_id"
    questionnaire_id: int


@dataclass(frozen=True, kw_only=True)
class QuestionnaireChanged(DomainEvent):
    subject: ClassVar[str] = "questionnaire_id"
    questionnaire_id: int
    changes: int


@dataclass(frozen=True, kw_only=True)
class QuestionnairePublished(DomainEvent):
    subject: ClassVar[str] = "questionnaire_id"
    questionnaire_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class QuestionnairePutAway(DomainEvent):
    subject: ClassVar[str] = "questionnaire_id"
    questionnaire_id: int
    is_away: bool


@dataclass(frozen=True, kw_only=True)
class SurveyOpened(DomainEvent):
    subject: ClassVar[str] = "survey_id"
    survey_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class SurveyClosed(DomainEvent):
    subject: ClassVar[str] = "survey_id"
    survey_id: int


@dataclass(frozen=True, kw_only=True)
class SurveyInvitationSent(DomainEvent):
    subject: ClassVar[str] = "invitation_id"
    customer_id: int
    invitation_id: int
    survey_id: int


@dataclass(frozen=True, kw_only=True)
class SurveyInvitationSkipped(DomainEvent):
    subject: ClassVar[str] = "invitation_id"
    customer_id: int
    invitation_id: int
    survey_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ResponseSubmitted(DomainEvent):
    """Somebody handed in a survey. An anonymous one names no customer."""

    subject: ClassVar[str] = "response_id"
    response_id: int
    survey_id: int
    mode: str
    customer_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class AnalysisAsked(DomainEvent):
    """Somebody wants to see what a method makes of a survey's answers."""

    subject: ClassVar[str] = "analysis_id"
    analysis_id: int
    survey_id: int
