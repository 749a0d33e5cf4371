"""`heed measure kano`: what each feature does to satisfaction if it is there and if it is not."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from heed.core.plots.figures import Figure, figure
from heed.core.plots.quadrants import quadrants
from heed.core.plots.values import Axis, Head, Place
from heed.core.templatetags.texts import comma
from heed.measures.kano import KanoFeature, kano
from heed.measures.kano_answers import contradictions, kano_categories
from heed.measures.kano_continuous import ContinuousFeature, continuous_kano
from heed.measures.kano_curves import SatisfactionCurve, satisfaction_curve
from heed.measures.kano_levels import Advice, Level, placement
from heed.measures.kano_tables import Category, EvaluationTable, evaluation_table
from heed.measuring.answers import Answers, Floats, Items
from heed.measuring.arguments import add_columns, add_weight, share
from heed.measuring.figures import DASH, FLAGS, number, p_value, plausible
from heed.measuring.figures import share as as_share
from heed.measuring.people import People
from heed.measuring.refusals import Misuse
from heed.measuring.sayings import few_cases, named
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("what each feature does to satisfaction if it is there and if it is not")
EXAMPLE = (
    "heed measure kano answers.csv --functional '*_with' --dysfunctional '*_without' --table berger"
)
PEOPLE = (
    People(
        counts=("counts",),
        with_them=("category_strength", "total_strength", "better", "worse", "average", "fong"),
        of="n",
        is_drawn=True,
    ),
    People(singles=("careless", "curves")),
)

CATEGORIES = {
    Category.MUST_BE: gettext_lazy("must-be"),
    Category.ONE_DIMENSIONAL: gettext_lazy("one-dimensional"),
    Category.ATTRACTIVE: gettext_lazy("attractive"),
    Category.INDIFFERENT: gettext_lazy("indifferent"),
    Category.REVERSE: gettext_lazy("reverse"),
    Category.QUESTIONABLE: gettext_lazy("questionable"),
}
LEVELS = {
    Level.BASIC: gettext_lazy("basic"),
    Level.EXPECTED: gettext_lazy("expected"),
    Level.DESIRED: pgettext_lazy("need level", "desired"),
    Level.UNEXPECTED: gettext_lazy("unexpected"),
}
ADVICE = {
    Advice.DELIVER: gettext_lazy("deliver it"),
    Advice.MORE_IS_BETTER: gettext_lazy("more is better"),
    Advice.NO_LEVEL: gettext_lazy("makes no difference"),
    Advice.DO_NOT_OFFER: gettext_lazy("do not offer it"),
    Advice.ASK_AGAIN: gettext_lazy("ask again"),
}
READINGS = {
    Category.MUST_BE: gettext_lazy(
        "Must be there, missing it displeases and having it hardly pleases: %(names)s."
    ),
    Category.ONE_DIMENSIONAL: gettext_lazy(
        "The more the better, missing it displeases and having it pleases: %(names)s."
    ),
    Category.ATTRACTIVE: gettext_lazy(
        "A delight, having it pleases and missing it hardly displeases: %(names)s."
    ),
    Category.INDIFFERENT: gettext_lazy("Makes no difference to most: %(names)s."),
    Category.REVERSE: gettext_lazy("Most would rather not have it: %(names)s."),
    Category.QUESTIONABLE: gettext_lazy("Ask again, answers contradict each other: %(names)s."),
}
CURVED = (Category.MUST_BE, Category.ONE_DIMENSIONAL, Category.ATTRACTIVE)


@dataclass(frozen=True)
class NeedLevel:
    """The need level a feature's category means, where the company said what it must know."""

    name: str
    level: Level | None
    advice: Advice


@dataclass(frozen=True)
class Careless:
    """A person whose answers contradict themselves often."""

    case: str
    questionable: int
    answered: int


@dataclass(frozen=True)
class Found:
    """Features by the table and on the continuous map, their curves, and careless persons."""

    table: EvaluationTable
    persons: int
    features: tuple[KanoFeature, ...]
    continuous: tuple[ContinuousFeature, ...]
    curves: dict[str, SatisfactionCurve]
    levels: list[NeedLevel]
    careless: list[Careless]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_columns(parser, "--functional", help="answers if the feature is there, such as '*_with'")
    add_columns(parser, "--dysfunctional", help="answers if it is missing, such as '*_without'")
    parser.add_argument(
        "--table",
        nargs="+",
        default=["berger"],
        metavar="NAME",
        help="berger, pouliot or three-level, or rows such as AAO IIM IIM; default berger",
    )
    parser.add_argument(
        "--backwards", action="store_true", help="the highest answer, not 1, is “I like it”"
    )
    add_columns(parser, "--importance", required=False, help="how important each feature is")
    for flag, text in (
        ("--stops-purchase", "features without which customers do not buy"),
        ("--voiced", "features that customers ask for of themselves"),
    ):
        parser.add_argument(flag, nargs="+", default=None, metavar="FEATURE", help=text)
    parser.add_argument(
        "--careless-from",
        type=share,
        default=0.25,
        metavar="SHARE",
        help="list persons with so many contradictions, at least two; default %(default)s",
    )
    add_weight(parser)


def measure(answers: Answers, options: argparse.Namespace) -> Found:
    table = evaluation_table(options.table[0] if len(options.table) == 1 else options.table)
    there, missing = answers.pairs(
        options.functional, options.dysfunctional, lowest=1, highest=table.answers
    )
    functional, dysfunctional = (
        table.answers + 1 - side.values if options.backwards else side.values
        for side in (there, missing)
    )
    categories = kano_categories(functional, dysfunctional, table=table)
    features = kano(
        categories, names=there.names, weights=answers.weights, confidence=options.confidence
    )
    return Found(
        table=table,
        persons=int((categories != "").any(axis=1).sum()),
        features=features,
        continuous=_continuous(answers, options, there, functional, dysfunctional, table),
        curves={each.name: _curve(each) for each in features if each.category in CURVED},
        levels=_levels(features, options),
        careless=_careless(answers, categories, options.careless_from),
    )


def _continuous(
    answers: Answers,
    options: argparse.Namespace,
    items: Items,
    functional: Floats,
    dysfunctional: Floats,
    table: EvaluationTable,
) -> tuple[ContinuousFeature, ...]:
    """Scores exist for the form of five answers alone."""
    if table.answers != 5:
        return ()
    importance = None
    if options.importance:
        _there, asked = answers.pairs(options.functional, options.importance, lowest=0)
        importance = asked.values
    return continuous_kano(
        functional,
        dysfunctional,
        names=items.names,
        importance=importance,
        weights=answers.weights,
        confidence=options.confidence,
    )


def _curve(feature: KanoFeature) -> SatisfactionCurve:
    category = Category(feature.category or Category.INDIFFERENT)
    return satisfaction_curve(category, better=feature.better.value, worse=feature.worse.value)


def _levels(features: Sequence[KanoFeature], options: argparse.Namespace) -> list[NeedLevel]:
    if options.stops_purchase is None and options.voiced is None:
        return []
    stopping, voiced = options.stops_purchase or [], options.voiced or []
    unknown = {*stopping, *voiced} - {each.name for each in features}
    if unknown:
        known = ", ".join(each.name for each in features)
        raise Misuse(
            _("There is no feature %(name)s. The features are %(known)s.")
            % {"name": min(unknown), "known": known}
        )
    found = []
    for each in features:
        if each.category is None:
            continue
        placed = placement(
            each.category, stops_purchase=each.name in stopping, is_voiced=each.name in voiced
        )
        found.append(NeedLevel(each.name, placed.level, placed.advice))
    return found


def _careless(answers: Answers, categories: np.ndarray, least: float) -> list[Careless]:
    found = contradictions(categories)
    return [
        Careless(
            answers.case_names[answers.cases[at]],
            int(found.questionable[at]),
            int(found.answered[at]),
        )
        for at in np.flatnonzero((np.nan_to_num(found.share) >= least) & (found.questionable > 1))
    ]


def read(found: Found) -> Iterator[str]:
    yield ngettext(
        "One person judged these features, there and missing.",
        "%(n)s people judged these features, there and missing.",
        found.persons,
    ) % {"n": f"{found.persons:,}"}
    settled = [each for each in found.features if _is_settled(each)]
    for category, sentence in READINGS.items():
        names = [each.name for each in settled if each.category is category]
        if names:
            yield str(sentence) % {"names": named(names)}
    unsettled = [each.name for each in found.features if each not in settled]
    if unsettled:
        yield _("Not settled, as two kinds of answers are about as frequent: %(names)s.") % {
            "names": named(unsettled)
        }
    yield from few_cases(found.persons)


def _is_settled(feature: KanoFeature) -> bool:
    return feature.fong.is_significant and feature.category is feature.mode


def show(found: Found) -> Iterator[Table | str]:
    head = (_("feature"), *map(str, Category), pgettext("Kano", "mode"), _("category"))
    shares = (_("better"), _("plausible"), _("worse"), _("plausible"))
    yield Table(
        head=(*head, *shares, _("Fong"), _("n"), _("to note")),
        rows=[_row(each) for each in found.features],
    )
    yield _(
        "Better: how much having it pleases, worse: how much lacking it hurts, of those to whom "
        "it makes a difference or none. Fong: whether the two largest categories differ."
    )
    yield _("The category is the mode; near ties (six percent) go to the first of M, O, A, I.")
    if found.levels:
        yield ""
        yield Table(
            head=(_("feature"), _("need level"), _("what follows")),
            rows=[
                (
                    each.name,
                    str(LEVELS[each.level]) if each.level else DASH,
                    str(ADVICE[each.advice]),
                )
                for each in found.levels
            ],
        )
    if found.careless:
        yield ""
        yield Table(
            head=(_("who"), _("contradictions"), _("pairs answered")),
            rows=[
                (each.case, f"{each.questionable:,}", f"{each.answered:,}")
                for each in found.careless
            ],
            title=_("Persons whose answers contradict themselves often"),
        )


def _row(feature: KanoFeature) -> tuple[str, ...]:
    remarks = [str(FLAGS[flag]) for flag in feature.flags]
    remarks += [_("mixed")] if feature.is_mixed else []
    remarks += [_("few feel it")] if feature.is_weak else []
    return (
        feature.name,
        *(number(count, 0) for count in feature.counts.values()),
        str(feature.mode or DASH),
        str(CATEGORIES[feature.category]) if feature.category else DASH,
        as_share(feature.better.value),
        plausible(feature.better, as_share=True),
        as_share(feature.worse.value),
        plausible(feature.worse, as_share=True),
        _fong(feature),
        f"{feature.n:,}",
        comma().join(remarks),
    )


def _fong(feature: KanoFeature) -> str:
    values = {
        "difference": number(feature.fong.difference, 0),
        "threshold": number(feature.fong.threshold, 1),
        "p": p_value(feature.fong.p),
    }
    if feature.fong.is_significant:
        return _("%(difference)s of %(threshold)s: yes") % values
    return _("%(difference)s of %(threshold)s: no") % values


def plot(found: Found) -> Figure:
    return figure(
        quadrants,
        Head(_("What features do to satisfaction"), found.persons, _("bars: plausible values")),
        [
            Place(
                each.name,
                -each.worse.value,
                each.better.value,
                -each.worse.upper,
                -each.worse.lower,
                each.better.lower,
                each.better.upper,
                each.better.n,
            )
            for each in found.features
            if each.better.has_value
        ],
        Axis(_("lacking it hurts"), 0, 1, is_share=True),
        Axis(_("having it pleases"), 0, 1, is_share=True),
        cross=(0.5, 0.5),
        names=(_("attractive"), _("one-dimensional"), _("indifferent"), _("must-be")),
    )
