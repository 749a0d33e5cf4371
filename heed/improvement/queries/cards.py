"""Improvements as people read them: the figure in words, the effect with its picture."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from heed.accounts.models import User
from heed.expectations.models import Topic
from heed.expectations.queries.standards import today
from heed.improvement.models import ENDED, Improvement, Measurement
from heed.improvement.queries.effects import comparison_of
from heed.improvement.queries.figures import Figure, figures_named
from heed.improvement.queries.improvements import improvements, last_measurements, tried_on
from heed.improvement.queries.pictures import (
    BeforeAfter,
    EffectPicture,
    before_after,
    effect_picture,
)

MOST_TRIED = 5


@dataclass(frozen=True)
class Measured:
    """A measurement in words and pictures."""

    measurement: Measurement
    figure: Figure | None
    improvement: Improvement

    def _said(self, name: str, part: str = "value") -> str:
        estimate: dict[str, Any] = self.measurement.figures.get(name, {})
        if self.figure is None or not estimate:
            return ""
        is_change = name in {"change", "comparison", "effect"}
        say = self.figure.say_change if is_change else self.figure.say
        return say(estimate.get(part))

    @property
    def is_known(self) -> bool:
        return self.figure is not None and "effect" in self.measurement.figures

    @property
    def effect(self) -> str:
        return self._said("effect")

    @property
    def lower(self) -> str:
        return self._said("effect", "lower")

    @property
    def upper(self) -> str:
        return self._said("effect", "upper")

    @property
    def before(self) -> str:
        return self._said("before")

    @property
    def before_lower(self) -> str:
        return self._said("before", "lower")

    @property
    def before_upper(self) -> str:
        return self._said("before", "upper")

    @property
    def after(self) -> str:
        return self._said("after")

    @property
    def after_lower(self) -> str:
        return self._said("after", "lower")

    @property
    def after_upper(self) -> str:
        return self._said("after", "upper")

    @property
    def change(self) -> str:
        return self._said("change")

    @property
    def comparison(self) -> str:
        return self._said("comparison")

    @property
    def n(self) -> int:
        return self.measurement.before_n + self.measurement.after_n

    @property
    def verdict(self) -> Improvement.State:
        return Improvement.State(self.measurement.verdict)

    @property
    def picture(self) -> EffectPicture | None:
        effect = self.measurement.figures.get("effect", {})
        return effect_picture(effect, self.improvement.expected_change)

    @property
    def both(self) -> BeforeAfter | None:
        return before_after(self.measurement.figures, self.improvement.expected_to)


@dataclass(frozen=True)
class Card:
    """One improvement with its figure and what was measured last."""

    improvement: Improvement
    figure: Figure | None
    last: Measured | None
    day: date

    @property
    def is_overdue(self) -> bool:
        """Whether it should be in force by now and is not."""
        waits = (Improvement.State.FOUND, Improvement.State.UNDER_WAY)
        due_on = self.improvement.due_on
        return self.improvement.state in waits and due_on is not None and due_on < self.day

    @property
    def has_ended(self) -> bool:
        return self.improvement.state in ENDED

    @property
    def first(self) -> str:
        first = self.improvement.expected_from
        return "" if self.figure is None or first is None else self.figure.say(first)

    @property
    def aim(self) -> str:
        aim = self.improvement.expected_to
        return "" if self.figure is None or aim is None else self.figure.say(aim)

    @property
    def expected(self) -> str:
        """The change expected, with its sign."""
        change = self.improvement.expected_change
        return "" if self.figure is None or change is None else self.figure.say_change(change)

    @property
    def comparison_name(self) -> str:
        """The figure compared with, where it is another one; a statement."""
        other = comparison_of(self.figure, self.improvement.comparison) if self.figure else None
        return other[0].name if other else ""

    @property
    def found(self) -> dict[str, str | int]:
        """The figure when it was found, with its interval and n."""
        kept = self.improvement.found
        if self.figure is None or not kept:
            return {}
        said = {name: self.figure.say(kept[name]) for name in ("value", "lower", "upper")}
        return {**said, "n": kept["n"]}


def cards_of(rows: Sequence[Improvement], *, now: datetime) -> list[Card]:
    """Improvements with figure and last measurement; at most six statements for all of them."""
    found = list(rows)
    names = {row.figure: row.figure_name for row in found if row.figure_name}
    figures = figures_named({row.figure for row in found if row.figure}, names)
    last, day = last_measurements(found), today(now)
    return [
        Card(
            improvement=row,
            figure=figures.get(row.figure),
            last=Measured(last[row.pk], figures.get(row.figure), row) if row.pk in last else None,
            day=day,
        )
        for row in found
    ]


def card_of(improvement: Improvement, *, now: datetime) -> Card:
    return cards_of([improvement], now=now)[0]


def tried_before(
    topic: Topic, actor: User, *, now: datetime, besides: int | None = None
) -> list[Card]:
    """What was tried on a topic, the last first, with what it did."""
    rows = tried_on(topic, actor)
    rows = rows.exclude(pk=besides) if besides else rows
    return cards_of(list(rows[:MOST_TRIED]), now=now)


def measured_of(improvement: Improvement, figure: Figure | None) -> dict[int, Measured]:
    """All measurements of an improvement by key."""
    rows = improvement.measurements.order_by("-measured_at", "-pk")
    return {row.pk: Measured(row, figure, improvement) for row in rows}


def measured_in(measurement_ids: Collection[int], actor: User, *, now: datetime) -> dict[int, Card]:
    """By measurement, the improvement it is of, as far as the actor may see it."""
    if not measurement_ids:
        return {}
    rows = Measurement.objects.filter(pk__in=measurement_ids)
    of = dict(rows.values_list("pk", "improvement_id"))
    cards = cards_of(list(improvements(actor).filter(pk__in=set(of.values()))), now=now)
    by_improvement = {card.improvement.pk: card for card in cards}
    return {pk: by_improvement[each] for pk, each in of.items() if each in by_improvement}
