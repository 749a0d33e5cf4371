"""The types of questions. What the answer to each is stands in docs/questionnaires.md."""

from dataclasses import dataclass
from typing import ClassVar

from heed.core.expressions.tree import Expression
from heed.surveys.format.choices import CHOICES, Choice
from heed.surveys.format.codecs import (
    EXPRESSION,
    FLAG,
    LIMIT,
    NAMED,
    PLAIN,
    SLUGGED,
    TEXTS,
    WHOLE,
    listed,
    one_of,
    stands,
)
from heed.surveys.format.texts import NOTHING, Texts
from heed.surveys.format.words import Carried, ChoicesOrder, Input, Missing, Order, Purpose, Role


@dataclass(frozen=True, kw_only=True)
class Question:
    """What all questions have."""

    type: ClassVar[str] = ""

    name: str = stands("name", NAMED)
    title: Texts = stands("title", TEXTS, default=NOTHING)
    description: Texts = stands("description", TEXTS, default=NOTHING)
    is_required: bool = stands("isRequired", FLAG, default=False)
    visible_if: Expression | None = stands("visibleIf", EXPRESSION, default=None)
    required_if: Expression | None = stands("requiredIf", EXPRESSION, default=None)
    missing: tuple[Missing, ...] = stands("heed_missing", listed(one_of(Missing)), default=())
    role: Role | None = stands("heed_role", one_of(Role), default=None)
    item: str = stands("heed_item", SLUGGED, default="")
    dimension: str = stands("heed_dimension", SLUGGED, default="")
    scale: str = stands("heed_scale", SLUGGED, default="")
    purpose: Purpose | None = stands("heed_purpose", one_of(Purpose), default=None)

    def shown(self, language: str) -> str:
        """The title in a language, else the name."""
        return self.title.in_language(language) or self.name


@dataclass(frozen=True, kw_only=True)
class Choosing(Question):
    """What the questions with choices have; choices may be carried forward from an earlier one."""

    choices: tuple[Choice, ...] = stands("choices", CHOICES, default=())
    choices_order: ChoicesOrder = stands(
        "choicesOrder", one_of(ChoicesOrder), default=ChoicesOrder.AS_WRITTEN
    )
    choices_from: str = stands("choicesFromQuestion", NAMED, default="")
    choices_from_mode: Carried = stands(
        "choicesFromQuestionMode", one_of(Carried), default=Carried.ALL
    )


@dataclass(frozen=True, kw_only=True)
class Selecting(Choosing):
    """Choices that may end with an “other” of one's own words."""

    has_other: bool = stands("showOtherItem", FLAG, default=False, also=("hasOther",))
    other_text: Texts = stands("otherText", TEXTS, default=NOTHING)


@dataclass(frozen=True, kw_only=True)
class OneOf(Selecting):
    type: ClassVar[str] = "radiogroup"


@dataclass(frozen=True, kw_only=True)
class Dropdown(Selecting):
    type: ClassVar[str] = "dropdown"


@dataclass(frozen=True, kw_only=True)
class SeveralOf(Selecting):
    type: ClassVar[str] = "checkbox"

    fewest: int = stands("minSelectedChoices", WHOLE, default=0)
    most: int = stands("maxSelectedChoices", WHOLE, default=0)
    has_none: bool = stands("showNoneItem", FLAG, default=False, also=("hasNone",))
    none_text: Texts = stands("noneText", TEXTS, default=NOTHING)


@dataclass(frozen=True, kw_only=True)
class Ranking(Choosing):
    """Put in order, the most preferred first; a partial one ranks only some."""

    type: ClassVar[str] = "ranking"

    is_partial: bool = stands("selectToRankEnabled", FLAG, default=False)
    fewest: int = stands("minSelectedChoices", WHOLE, default=0)
    most: int = stands("maxSelectedChoices", WHOLE, default=0)


@dataclass(frozen=True, kw_only=True)
class Rating(Question):
    """A point of a scale whose ends are labelled."""

    type: ClassVar[str] = "rating"

    lowest: int = stands("rateMin", WHOLE, default=1)
    highest: int = stands("rateMax", WHOLE, default=5)
    lowest_label: Texts = stands("minRateDescription", TEXTS, default=NOTHING)
    highest_label: Texts = stands("maxRateDescription", TEXTS, default=NOTHING)
    labels: tuple[Choice, ...] = stands("rateValues", CHOICES, default=())


@dataclass(frozen=True, kw_only=True)
class Matrix(Question):
    """One choice of the same columns for each row."""

    type: ClassVar[str] = "matrix"

    rows: tuple[Choice, ...] = stands("rows", CHOICES)
    columns: tuple[Choice, ...] = stands("columns", CHOICES)
    rows_order: Order = stands(
        "rowOrder", one_of(Order), default=Order.AS_WRITTEN, also=("rowsOrder",)
    )
    each_row_required: bool = stands(
        "eachRowRequired", FLAG, default=False, also=("isAllRowRequired",)
    )


@dataclass(frozen=True, kw_only=True)
class Line(Question):
    """A text, a number or a day."""

    type: ClassVar[str] = "text"

    input: Input = stands("inputType", one_of(Input), default=Input.TEXT)
    least: float | str | None = stands("min", LIMIT, default=None)
    most: float | str | None = stands("max", LIMIT, default=None)
    most_characters: int = stands("maxLength", WHOLE, default=0)


@dataclass(frozen=True, kw_only=True)
class Comment(Question):
    type: ClassVar[str] = "comment"

    most_characters: int = stands("maxLength", WHOLE, default=0)
    lines: int = stands("rows", WHOLE, default=4)


@dataclass(frozen=True, kw_only=True)
class Files(Question):
    type: ClassVar[str] = "file"

    is_multiple: bool = stands("allowMultiple", FLAG, default=False)
    accepted: str = stands("acceptedTypes", PLAIN, default="")
    most_bytes: int = stands("maxSize", WHOLE, default=0)


@dataclass(frozen=True, kw_only=True)
class YesNo(Question):
    """Yes or no; a consent must be yes to go on."""

    type: ClassVar[str] = "boolean"

    yes: Texts = stands("labelTrue", TEXTS, default=NOTHING)
    no: Texts = stands("labelFalse", TEXTS, default=NOTHING)
    is_consent: bool = stands("heed_consent", FLAG, default=False)


@dataclass(frozen=True, kw_only=True)
class Block(Question):
    """A text between questions; nothing is answered."""

    type: ClassVar[str] = "html"

    html: Texts = stands("html", TEXTS)


@dataclass(frozen=True, kw_only=True)
class Computed(Question):
    """A value worked out from the answers so far, shown and kept."""

    type: ClassVar[str] = "expression"

    expression: Expression = stands("expression", EXPRESSION)
