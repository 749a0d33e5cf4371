"""The types of questions that SurveyJS does not have."""

from dataclasses import dataclass
from typing import ClassVar

from heed.surveys.format.choices import CHOICES, KANO_ROWS, Choice, KanoRow
from heed.surveys.format.codecs import TEXTS, VALUE, WHOLE, listed, one_of, stands
from heed.surveys.format.questions import Choosing, Question
from heed.surveys.format.texts import NOTHING, Texts, texts
from heed.surveys.format.words import Order, Part

KANO_ANSWERS = (
    Choice(value=1, text=texts("I like it that way", zh_cn="我很喜欢这样")),
    Choice(value=2, text=texts("It must be that way", zh_cn="理应如此")),
    Choice(value=3, text=texts("I am neutral", zh_cn="无所谓")),
    Choice(value=4, text=texts("I can live with it", zh_cn="勉强可以接受")),
    Choice(value=5, text=texts("I dislike it that way", zh_cn="我很不喜欢这样")),
)


@dataclass(frozen=True, kw_only=True)
class BestWorst(Question):
    """Of each set of things, the most and the least important one."""

    type: ClassVar[str] = "heed:bestworst"

    choices: tuple[Choice, ...] = stands("choices", CHOICES)
    sets: tuple[tuple[str | int, ...], ...] = stands("sets", listed(listed(VALUE)))
    best_label: Texts = stands("bestLabel", TEXTS, default=texts("Most", zh_cn="最看重"))
    worst_label: Texts = stands("worstLabel", TEXTS, default=texts("Least", zh_cn="最不看重"))
    sets_order: Order = stands("setsOrder", one_of(Order), default=Order.AS_WRITTEN)


@dataclass(frozen=True, kw_only=True)
class Paired(Question):
    """Each row rated several times on one scale: what was expected and perceived."""

    type: ClassVar[str] = "heed:pair"

    rows: tuple[Choice, ...] = stands("rows", CHOICES)
    parts: tuple[Part, ...] = stands(
        "parts", listed(one_of(Part)), default=(Part.EXPECTED, Part.PERCEIVED)
    )
    lowest: int = stands("rateMin", WHOLE, default=1)
    highest: int = stands("rateMax", WHOLE, default=7)
    lowest_label: Texts = stands("minRateDescription", TEXTS, default=NOTHING)
    highest_label: Texts = stands("maxRateDescription", TEXTS, default=NOTHING)
    rows_order: Order = stands("rowOrder", one_of(Order), default=Order.AS_WRITTEN)


@dataclass(frozen=True, kw_only=True)
class Kano(Question):
    """Each feature judged twice, with it and without it, from 1 (like) to 5 (dislike)."""

    type: ClassVar[str] = "heed:kano"

    rows: tuple[KanoRow, ...] = stands("rows", KANO_ROWS)
    columns: tuple[Choice, ...] = stands("columns", CHOICES, default=KANO_ANSWERS)
    rows_order: Order = stands("rowOrder", one_of(Order), default=Order.AS_WRITTEN)


@dataclass(frozen=True, kw_only=True)
class Sum(Choosing):
    """A number of points shared out among the choices."""

    type: ClassVar[str] = "heed:sum100"

    total: int = stands("total", WHOLE, default=100)
