"""Scores of single questions, as the commands for satisfaction and for ease show them alike."""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from heed.core.plots.dots import dots
from heed.core.plots.figures import Figure, figure
from heed.core.plots.values import Axis, Dot, Head
from heed.measures.estimates import Estimate
from heed.measures.scores import score
from heed.measuring.answers import Answers
from heed.measuring.figures import cases, flags, number, plausible, share
from heed.measuring.people import People
from heed.measuring.sayings import by_size, few, not_told_apart, percent, points, surely
from heed.measuring.tables import Table

TOP_BOXES = People(shares=("top_boxes",), means={"mean": ("lowest", "highest")}, is_drawn=True)


@dataclass(frozen=True)
class Question:
    """One question: the share of its highest answers, and their mean."""

    name: str
    top_boxes: Estimate
    mean: Estimate


@dataclass(frozen=True)
class Scores:
    """All questions, with the scale they were asked on."""

    questions: list[Question]
    lowest: float
    highest: float
    boxes: int

    @property
    def counted_from(self) -> float:
        """The least answer that counts."""
        return self.highest - self.boxes + 1


def scores_of(answers: Answers, options: argparse.Namespace) -> Scores:
    """Both scores of each question of `options.answer`."""
    found = answers.numbers(options.answer, lowest=options.lowest, highest=options.highest)
    scale = options.lowest, options.highest
    questions = []
    for name, given in zip(found.names, found.values.T, strict=True):
        both = score(
            given,
            lowest=scale[0],
            highest=scale[1],
            boxes=options.boxes,
            weights=answers.weights,
            confidence=options.confidence,
        )
        questions.append(Question(name, both.top_boxes, both.mean))
    return Scores(questions, *scale, options.boxes)


def read_scores(found: Scores, sentence: Callable[[int], str]) -> Iterator[str]:
    """The sentence of the highest and of the lowest question, and whether they can be told apart.

    The sentence, of so many people, has places for name, n, share, surely, least and highest.
    """
    ordered = by_size([(each.name, each.top_boxes) for each in found.questions])
    if not ordered:
        yield from _means_said(found)
        return
    for name, top_boxes in ordered[:1] if len(ordered) == 1 else (ordered[0], ordered[-1]):
        yield sentence(top_boxes.n) % {
            "name": name,
            "n": f"{top_boxes.n:,}",
            "share": percent(top_boxes.value),
            "surely": surely(top_boxes, percent),
            "least": f"{found.counted_from:g}",
            "highest": f"{found.highest:g}",
        }
    yield from not_told_apart(ordered)
    yield from few(min((each for _name, each in ordered), key=lambda each: each.n))


def _means_said(found: Scores) -> Iterator[str]:
    """The mean of each question, where the shares are not told."""
    if not any(each.top_boxes.n for each in found.questions):
        yield _("Nobody answered.")
    for each in found.questions:
        if each.mean.has_value:
            yield _("“%(name)s”: %(mean)s out of %(highest)s on average (%(surely)s).") % {
                "name": each.name,
                "mean": points(each.mean.value),
                "highest": f"{found.highest:g}",
                "surely": surely(each.mean, points),
            }


def shown_scores(found: Scores) -> Iterator[Table | str]:
    """The table of questions, and what counts in it."""
    yield Table(
        head=(
            _("answers to"),
            _("share that counts"),
            _("plausible"),
            _("mean"),
            _("plausible"),
            _("n"),
            _("to note"),
        ),
        rows=[
            (
                each.name,
                share(each.top_boxes.value, 1),
                plausible(each.top_boxes, as_share=True, decimals=1),
                number(each.mean.value),
                plausible(each.mean),
                cases(each.mean),
                flags(each.mean),
            )
            for each in found.questions
        ],
    )
    yield _("Answers from %(least)s to %(highest)s count, on a scale from %(lowest)s.") % {
        "least": f"{found.counted_from:g}",
        "highest": f"{found.highest:g}",
        "lowest": f"{found.lowest:g}",
    }


def plotted_scores(found: Scores, title: str) -> Figure:
    """The share that counts of each question, with its interval."""
    return figure(
        dots,
        Head(title, max(each.top_boxes.n for each in found.questions)),
        [Dot.of(each.name, each.top_boxes) for each in found.questions],
        Axis(_("share of answers"), 0, 1, is_share=True),
    )
