"""Shape of what the API takes and gives about surveys and their answers."""

from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Field, Schema
from pydantic import ConfigDict

from heed.core.api_paging import Page, PageQuery
from heed.core.api_types import (
    BlankAsNone,
    Id,
    IdFromAddress,
    Instant,
    InstantOut,
    OneOf,
    Text,
    Whether,
    WhetherFromQuery,
    Whole,
)
from heed.customers.models import Customer
from heed.surveys.models import Invitation, Response, Survey

Kind = Annotated[str, OneOf(Survey.Kind)]
Tier = Annotated[str, OneOf(Customer.Tier)]
Stage = Annotated[str, OneOf(Customer.Stage)]
Mode = Annotated[str, OneOf(Response.Mode)]
Priority = Annotated[int, Field(ge=-1, le=1), Whole]
Language = Annotated[str, OneOf(("en", "zh-hans"))]
RANDOM_KEY = "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"


class QuestionnaireOut(Schema):
    """A questionnaire as it is being written."""

    id: int
    name: str
    changes: int = Field(description="How often it was changed.")
    created_at: InstantOut
    changed_at: InstantOut
    archived_at: InstantOut | None


class QuestionnaireWithDraft(QuestionnaireOut):
    draft: dict[str, Any] = Field(description="In the format of docs/questionnaires.md.")


class QuestionnairePage(Page[QuestionnaireOut]):
    pass


class VersionOut(Schema):
    """What is asked, as it stays."""

    number: int
    published_at: InstantOut
    definition: dict[str, Any] = Field(description="In the format of docs/questionnaires.md.")


class SurveyOut(Schema):
    """A questionnaire put to people for a time."""

    id: int
    name: str
    questionnaire_id: int
    kind: Kind
    priority: int = Field(description="1 goes first, -1 last, 0 is usual.")
    team_id: int | None
    is_anonymous: bool
    has_open_link: bool
    opened_at: InstantOut
    closes_at: InstantOut | None
    closed_at: InstantOut | None


class SurveyPage(Page[SurveyOut]):
    pass


class SurveyQuery(PageQuery):
    questionnaire_id: IdFromAddress | None = None
    is_closed: WhetherFromQuery | None = Field(None, description="Ended by somebody or by time.")

    def choose(self, rows: QuerySet[Survey]) -> QuerySet[Survey]:
        """Return the rows that pass the filters."""
        if self.questionnaire_id is not None:
            rows = rows.filter(questionnaire_id=self.questionnaire_id)
        if self.is_closed is not None:
            rows = rows.filter(closed_at__isnull=not self.is_closed)
        return rows


class SurveyIn(Schema):
    model_config = ConfigDict(extra="forbid")

    questionnaire_id: Id
    name: Annotated[str, Text(200)]
    kind: Kind = "relationship"
    priority: Priority = 0
    is_anonymous: Whether = False
    has_open_link: Whether = True
    closes_at: Instant | None = None


class PriorityIn(Schema):
    model_config = ConfigDict(extra="forbid")

    priority: Priority


class NothingIn(Schema):
    model_config = ConfigDict(extra="forbid")


class CountOut(Schema):
    mode: Mode
    begun: int
    complete: int


class ProgressOut(Schema):
    """How a survey goes."""

    begun: int
    complete: int
    by_mode: list[CountOut]
    invited: int
    answered: int
    skipped: dict[str, int] = Field(description="How many were not asked, by the reason.")


class RoundIn(Schema):
    """Whom to ask by mail, within the contact policy; none chosen means all."""

    model_config = ConfigDict(extra="forbid")

    tiers: list[Tier] = []
    stages: list[Stage] = []
    share: float = Field(1.0, gt=0, le=1, strict=True, description="Of those who may be asked.")


class RoundOut(Schema):
    """An order to invite, and how far it has come."""

    id: int
    survey_id: int
    tiers: list[str]
    stages: list[str]
    share: float
    ordered_at: InstantOut
    total: int
    decided: int
    asked: int
    stopped_at: InstantOut | None
    finished_at: InstantOut | None


class RoundPage(Page[RoundOut]):
    pass


class InvitationOut(Schema):
    """Somebody asked, or not asked and why."""

    id: int
    customer_id: int
    channel: Annotated[str, OneOf(Invitation.Channel)]
    probability: float
    created_at: InstantOut
    skipped: Annotated[Annotated[str, OneOf(Invitation.Skip)] | None, BlankAsNone]
    skipped_until: InstantOut | None
    expires_at: InstantOut | None
    is_answered: bool

    @staticmethod
    def resolve_is_answered(invitation: Invitation) -> bool:
        return invitation.answered_at is not None


class InvitationPage(Page[InvitationOut]):
    pass


class InvitationQuery(PageQuery):
    is_skipped: WhetherFromQuery | None = None

    def choose(self, rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
        """Return the rows that pass the filters."""
        if self.is_skipped is None:
            return rows
        return rows.exclude(skipped="") if self.is_skipped else rows.filter(skipped="")


class ResponseOut(Schema):
    """What one person answered. In an anonymous survey neither who nor when nor how."""

    id: int | None = Field(
        description="Null in an anonymous survey, where it would tell the order."
    )
    customer_id: int | None
    mode: Mode | None = Field(description="Null in an anonymous survey.")
    language: str | None = Field(description="Null in an anonymous survey.")
    tier: str
    stage: str
    submitted_at: InstantOut | None = Field(description="Null in an anonymous survey.")
    ending: Annotated[str, OneOf(Response.Ending)]
    flags: list[str]
    answers: dict[str, Any] = Field(description="Those that count, by the name of the question.")
    states: dict[str, str] = Field(description="Why an answer is missing.")

    @staticmethod
    def resolve_id(response: Response) -> int | None:
        return None if response.survey.is_anonymous else response.pk

    @staticmethod
    def resolve_mode(response: Response) -> str | None:
        return None if response.survey.is_anonymous else response.mode

    @staticmethod
    def resolve_language(response: Response) -> str | None:
        return None if response.survey.is_anonymous else response.language

    @staticmethod
    def resolve_submitted_at(response: Response) -> object:
        return None if response.survey.is_anonymous else response.submitted_at

    @staticmethod
    def resolve_answers(response: Response) -> object:
        return response.cleaned or {}

    @staticmethod
    def resolve_states(response: Response) -> object:
        return response.states or {}


class ResponsePage(Page[ResponseOut]):
    pass


class ResponseIn(Schema):
    """A survey answered elsewhere, handed in as a whole."""

    model_config = ConfigDict(extra="forbid")

    key: str = Field(pattern=RANDOM_KEY, description="A random UUID of yours; again is once.")
    mode: Mode = "link"
    language: Language = "en"
    answers: dict[str, Any] = Field(description="By the name of the question.", max_length=1000)


class TakenOut(Schema):
    """That a response was taken in."""

    key: str
    ending: Annotated[str, OneOf(Response.Ending)]

    @staticmethod
    def resolve_key(response: Response) -> str:
        return str(response.key)
