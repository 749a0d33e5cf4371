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
class SurveyInvitationAnswered(DomainEvent):
    """Of surveys that are not anonymous: elsewhere nothing leads from who was asked to answers."""

    subject: ClassVar[str] = "invitation_id"
    customer_id: int
    invitation_id: int
    response_id: int


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
class ItemTopicsLinked(DomainEvent):
    """Items were tied to topics of the ledger, or untied."""

    subject: ClassVar[str] = "questionnaire_id"
    questionnaire_id: int
    items: list[str]


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
class SurveyPriorityChanged(DomainEvent):
    subject: ClassVar[str] = "survey_id"
    survey_id: int
    priority: int


@dataclass(frozen=True, kw_only=True)
class InvitationRoundOrdered(DomainEvent):
    subject: ClassVar[str] = "round_id"
    round_id: int
    survey_id: int
    total: int


@dataclass(frozen=True, kw_only=True)
class InvitationRoundAdvanced(DomainEvent):
    """A batch of customers was decided upon, and there are more."""

    subject: ClassVar[str] = "round_id"
    round_id: int
    survey_id: int
    decided: int


@dataclass(frozen=True, kw_only=True)
class InvitationRoundFinished(DomainEvent):
    subject: ClassVar[str] = "round_id"
    round_id: int
    survey_id: int
    asked: int


@dataclass(frozen=True, kw_only=True)
class InvitationRoundStopped(DomainEvent):
    subject: ClassVar[str] = "round_id"
    round_id: int
    survey_id: int
    asked: int


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


@dataclass(frozen=True, kw_only=True)
class InterviewListed(DomainEvent):
    """A customer was put on the call list of a survey."""

    subject: ClassVar[str] = "interview_id"
    customer_id: int
    interview_id: int
    survey_id: int


@dataclass(frozen=True, kw_only=True)
class CallAttempted(DomainEvent):
    subject: ClassVar[str] = "interview_id"
    customer_id: int
    interview_id: int
    survey_id: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class CallAttemptTakenBack(DomainEvent):
    subject: ClassVar[str] = "interview_id"
    customer_id: int
    interview_id: int
    survey_id: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class InterviewEnded(DomainEvent):
    """A line of a call list needs no call any more, with or without answers."""

    subject: ClassVar[str] = "interview_id"
    customer_id: int
    interview_id: int
    survey_id: int
    ending: str


@dataclass(frozen=True, kw_only=True)
class KioskOpened(DomainEvent):
    subject: ClassVar[str] = "kiosk_id"
    kiosk_id: int
    survey_id: int


@dataclass(frozen=True, kw_only=True)
class KioskLinkRenewed(DomainEvent):
    subject: ClassVar[str] = "kiosk_id"
    kiosk_id: int
    survey_id: int


@dataclass(frozen=True, kw_only=True)
class KioskRetired(DomainEvent):
    subject: ClassVar[str] = "kiosk_id"
    kiosk_id: int
    survey_id: int


@dataclass(frozen=True, kw_only=True)
class TextReviewed(DomainEvent):
    """Somebody said what a text is about and how content it is."""

    subject: ClassVar[str] = "reading_id"
    reading_id: int


@dataclass(frozen=True, kw_only=True)
class TextReviewWithdrawn(DomainEvent):
    subject: ClassVar[str] = "reading_id"
    reading_id: int


@dataclass(frozen=True, kw_only=True)
class TextModelTaken(DomainEvent):
    """A new model reads texts from now on; `right` of the `n` it was tried on."""

    subject: ClassVar[str] = "model_id"
    model_id: int
    kind: str
    n: int
    right: int
