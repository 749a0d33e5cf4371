"""Shape of what the API takes and gives about topics, norms, offers per tier and exclusions."""

from datetime import date
from typing import Annotated

from ninja import Field, Schema
from pydantic import ConfigDict

from heed.core.api_paging import Page, PageQuery
from heed.core.api_types import (
    Amount,
    AmountOut,
    BlankAsNone,
    Day,
    Id,
    IdFromAddress,
    InstantOut,
    OneOf,
    Text,
    Whole,
)
from heed.customers.models import Customer
from heed.expectations.models import Topic
from heed.expectations.schemas.expectations import TopicOut

Kind = Annotated[str, OneOf(Topic.Kind)]
Direction = Annotated[str, OneOf(Topic.Direction)]
Tier = Annotated[str, OneOf(Customer.Tier)]
TierOrAll = Annotated[Tier | None, Field(None, description="Left out: all tiers.")]
TierOut = Annotated[Tier | None, BlankAsNone]
Name = Annotated[str, Text(100)]
NameOrNone = Annotated[str, Text(100, is_needed=False)]
Unit = Annotated[str, Text(30, is_needed=False)]
Grace = Annotated[int, Field(ge=0, le=365), Whole]


class TopicIn(Schema):
    """A measured topic needs a unit; a felt one has none."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    key: Annotated[str, Field(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=50)] = ""
    name_zh: NameOrNone = ""
    kind: Kind = "felt"
    unit: Unit = ""
    unit_zh: Unit = ""
    direction: Direction = "more"
    grace_business_days: Grace = 3
    parent_id: Id | None = None


class TopicChanges(Schema):
    """Only the fields sent are changed."""

    model_config = ConfigDict(extra="forbid")

    name: Name = ""
    name_zh: NameOrNone = ""
    kind: Kind = "felt"
    unit: Unit = ""
    unit_zh: Unit = ""
    direction: Direction = "more"
    grace_business_days: Grace = 3
    parent_id: Id | None = None


class StandardOut(Schema):
    """The norm of the trade on a topic from a day on; a newer one replaces it."""

    id: int
    topic_id: int
    value: AmountOut
    valid_from: date
    source: str
    source_url: str
    recorded_by_id: int
    recorded_at: InstantOut


class StandardIn(Schema):
    model_config = ConfigDict(extra="forbid")

    topic_id: Id
    value: Amount
    valid_from: Day
    source: Annotated[str, Text(300)]
    source_url: Annotated[str, Text(500, is_needed=False)] = ""


class TierOfferOut(Schema):
    """What we offer on a topic to a tier, or to all, from a day on."""

    id: int
    topic_id: int
    tier: TierOut
    value: AmountOut
    valid_from: date
    recorded_by_id: int
    recorded_at: InstantOut


class TierOfferIn(Schema):
    model_config = ConfigDict(extra="forbid")

    topic_id: Id
    tier: TierOrAll
    value: Amount
    valid_from: Day


class ExclusionOut(Schema):
    """Two topics that cannot both be fulfilled."""

    id: int
    first_id: int
    second_id: int
    reason: str
    marked_by_id: int
    marked_at: InstantOut


class ExclusionIn(Schema):
    model_config = ConfigDict(extra="forbid")

    first_id: Id
    second_id: Id
    reason: Annotated[str, Text(300, is_needed=False)] = ""


class Nothing(Schema):
    """Nothing is asked for."""

    model_config = ConfigDict(extra="forbid")


class OfTopic(PageQuery):
    """Of which topic."""

    topic_id: IdFromAddress | None = None


class TopicPage(Page[TopicOut]):
    pass


class StandardPage(Page[StandardOut]):
    pass


class TierOfferPage(Page[TierOfferOut]):
    pass


class ExclusionPage(Page[ExclusionOut]):
    pass
