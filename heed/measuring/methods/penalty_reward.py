"""`heed measure penalty-reward`: what bad and what good performance do to satisfaction."""

import argparse
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heed.core.plots.dots import pairs
from heed.core.plots.figures import Figure, figure
from heed.core.plots.values import Axis, Head, Pair
from heed.measures.impact_asymmetry import Impact
from heed.measures.penalty_reward import AttributeImpact, Factor, PenaltyReward, penalty_reward
from heed.measuring.answers import Answers
from heed.measuring.arguments import (
    add_column,
    add_columns,
    add_draws,
    add_scale,
    number_given,
)
from heed.measuring.figures import DASH, many, number, p_value, plausible, remarked, share
from heed.measuring.people import People
from heed.measuring.refusals import Misuse
from heed.measuring.sayings import few_cases, is_above, is_below, named
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("what bad and what good performance do to satisfaction")
EXAMPLE = (
    "heed measure penalty-reward answers.csv --performance '*_perceived' --satisfaction overall "
    "--lowest 1 --highest 7 --low-up-to 3 --high-from 6"
)
PEOPLE = (People(counts=("low", "high"), of="n"),)

FACTORS = {
    Factor.BASIC: gettext_lazy("basic"),
    Factor.PERFORMANCE: gettext_lazy("performance"),
    Factor.EXCITEMENT: gettext_lazy("excitement"),
}
IMPACTS = {
    Impact.DELIGHTER: gettext_lazy("delighter"),
    Impact.SATISFIER: gettext_lazy("satisfier"),
    Impact.HYBRID: gettext_lazy("hybrid"),
    Impact.DISSATISFIER: gettext_lazy("dissatisfier"),
    Impact.FRUSTRATOR: gettext_lazy("frustrator"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_columns(parser, "--performance", help="how each attribute is found, such as '*_perceived'")
    add_column(parser, "--satisfaction", help="overall satisfaction")
    add_scale(parser)
    for flag, text in (
        ("--low-up-to", "answers up to this one are low; default --lowest"),
        ("--high-from", "answers from this one are high; default --highest"),
    ):
        parser.add_argument(flag, type=number_given, default=None, metavar="NUMBER", help=text)
    add_draws(parser)


def measure(answers: Answers, options: argparse.Namespace) -> PenaltyReward:
    low = options.lowest if options.low_up_to is None else options.low_up_to
    high = options.highest if options.high_from is None else options.high_from
    if low is None or high is None:
        raise Misuse(_("Name --lowest and --highest, or --low-up-to and --high-from."))
    performance = answers.numbers(
        options.performance, lowest=options.lowest, highest=options.highest
    )
    return penalty_reward(
        performance.values,
        answers.number(options.satisfaction),
        low_up_to=low,
        high_from=high,
        names=performance.names,
        confidence=options.confidence,
        resamples=options.draws,
        seed=options.seed,
    )


def read(found: PenaltyReward) -> Iterator[str]:
    yield _("%(n)s people judged all of this, and how satisfied they are.") % {"n": f"{found.n:,}"}
    hurting = [each.name for each in found.attributes if is_below(each.penalty)]
    pleasing = [each.name for each in found.attributes if is_above(each.reward)]
    for names, sentence in (
        (
            [name for name in hurting if name in pleasing],
            _("Less satisfied where it is bad, more where it is good: %(names)s."),
        ),
        (
            [name for name in hurting if name not in pleasing],
            _("Less satisfied where it is bad, not clearly more where it is good: %(names)s."),
        ),
        (
            [name for name in pleasing if name not in hurting],
            _("More satisfied where it is good, not clearly less where it is bad: %(names)s."),
        ),
        (
            [each.name for each in found.attributes if each.name not in {*hurting, *pleasing}],
            _("Neither can be told: %(names)s."),
        ),
    ):
        if names:
            yield sentence % {"names": named(names)}
    yield from few_cases(found.n)


def show(found: PenaltyReward) -> Iterator[Table | str]:
    yield Table(
        head=(
            _("attribute"),
            _("penalty"),
            _("plausible"),
            _("reward"),
            _("plausible"),
            _("equal, p"),
            _("factor"),
            _("asymmetry"),
            _("plausible"),
            _("impact"),
            _("low, high"),
            _("to note"),
        ),
        rows=[_row(each) for each in found.attributes],
    )
    yield _("n = %(n)s; all attributes together explain %(share)s of satisfaction.") % {
        "n": f"{found.n:,}",
        "share": share(found.r_squared),
    }
    yield _("Penalty and reward: points of satisfaction against those who answer in the middle.")


def _row(each: AttributeImpact) -> tuple[str, ...]:
    return (
        each.name,
        number(each.penalty.value),
        plausible(each.penalty),
        number(each.reward.value),
        plausible(each.reward),
        p_value(each.is_equal.p),
        str(FACTORS[each.factor]),
        number(each.asymmetry.value),
        plausible(each.asymmetry),
        str(IMPACTS[each.impact]) if each.impact else DASH,
        f"{many(each.low)}, {many(each.high)}",
        remarked(each.flags),
    )


def plot(found: PenaltyReward) -> Figure:
    return figure(
        pairs,
        Head(_("Penalty and reward"), found.n, _("asymmetry from −1, only hurts, to 1")),
        [
            Pair(
                each.name,
                each.penalty.value,
                each.reward.value,
                each.asymmetry.value,
                each.asymmetry.lower,
                each.asymmetry.upper,
                found.n,
            )
            for each in found.attributes
        ],
        Axis(_("points of satisfaction"), decimals=2),
        names=(_("penalty"), _("reward")),
        gap_title=_("asymmetry"),
    )
