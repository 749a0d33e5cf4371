"""Shape of what the API takes and gives about improvements; shares are 0 to 1."""

from datetime import date
from typing import Annotated

from django.db.models import QuerySet
from ninja import Field, Schema
from pydantic import ConfigDict

from heed.core.api_paging import Page, PageQuery
from heed.core.api_types import Day, Id, IdFromAddress, InstantOut, OneOf, Text, Whole
from heed.improvement.models import Improvement
from heed.improvement.rules.figures import LONGEST_KEY

State = Annotated[str, OneOf(Improvement.State)]
OpenState = Annotated[str, OneOf(tuple(str(each) for each in ("found", "doing", "measuring")))]
Words = Annotated[str, Text(1000, is_needed=False)]
Value = Annotated[float, Field(strict=True, ge=-(10**9), le=10**9, allow_inf_nan=False)]
Picked = Annotated[int, Field(ge=1, le=32_767), Whole]
Days = Annotated[int, Field(ge=0, le=365), Whole]


class EstimateOut(Schema):
    """A figure with its 95 % interval."""

    value: float | None
    lower: float | None
    upper: float | None
    n: int


class MeasurementOut(Schema):
    """The figure before and after, as it was read at one moment."""

    id: int
    measured_at: InstantOut
    is_last: bool
    is_by_hand: bool
    verdict: State
    before_n: int
    after_n: int
    figures: dict[str, EstimateOut]


class ImprovementOut(Schema):
    id: int
    title: str
    topic_id: int | None
    reason: str
    place: str
    picked_of: int | None
    cause: str
    action: str
    owner_id: int
    due_on: date | None
    state: State
    figure: str
    figure_name: str
    found: EstimateOut | None
    expected_from: float | None
    expected_to: float | None
    comparison: str
    settling_days: int
    window_days: int
    effective_at: InstantOut | None
    next_review_at: InstantOut | None
    opened_by_id: int
    opened_at: InstantOut
    closed_at: InstantOut | None
    result: str


class ImprovementIn(Schema):
    """A figure needs `expected_to`; `expected_from` counts for a share counted by hand alone."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, Text(200)]
    topic_id: Id | None = None
    reason: Words = ""
    place: Annotated[str, Text(500, is_needed=False)] = Field(
        "", description="Address inside Heed where it was found, such as /ledger/."
    )
    picked_of: Picked | None = None
    cause: Words = ""
    action: Words = ""
    owner_id: Id | None = None
    due_on: Day | None = None
    figure: Annotated[str, Text(LONGEST_KEY, is_needed=False)] = Field(
        "", description="Such as gap:12:high or survey:3:csat:top."
    )
    figure_name: Annotated[str, Text(200, is_needed=False)] = ""
    expected_from: Value | None = None
    expected_to: Value | None = None
    comparison: Annotated[str, Field(pattern=r"^(others|topic:[0-9]{1,18})?$")] = Field(
        "", description="`others` for the other tiers, `topic:12` for another topic."
    )
    settling_days: Days = 14
    window_days: Days = 90


class MoveIn(Schema):
    """To `measuring` the action is in force since `effective_on`, or since today."""

    model_config = ConfigDict(extra="forbid")

    was: OpenState
    state: OpenState
    effective_on: Day | None = None


class ResultIn(Schema):
    model_config = ConfigDict(extra="forbid")

    result: Annotated[str, Text(1000)]


class NoteIn(Schema):
    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Text(1000)]


class NothingIn(Schema):
    model_config = ConfigDict(extra="forbid")


class NoteOut(Schema):
    id: int
    text: str
    written_by_id: int
    written_at: InstantOut


class ImprovementPage(Page[ImprovementOut]):
    pass


class MeasurementPage(Page[MeasurementOut]):
    pass


class ImprovementQuery(PageQuery):
    """Which improvements."""

    state: State | None = None
    topic_id: IdFromAddress | None = None
    owner_id: IdFromAddress | None = None

    def choose(self, rows: QuerySet[Improvement]) -> QuerySet[Improvement]:
        """Return the rows that pass the filters."""
        if self.topic_id:
            rows = rows.filter(topic_id=self.topic_id)
        if self.owner_id:
            rows = rows.filter(owner_id=self.owner_id)
        return rows.filter(state=self.state) if self.state else rows
