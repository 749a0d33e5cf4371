"""`heed measure raking`: weights under which answers have the known shares of all customers."""

import argparse
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heed.core.errors import DomainError
from heed.core.plots.dots import pairs as plot_pairs
from heed.core.plots.figures import Figure, figure
from heed.core.plots.values import Axis, Head, Pair
from heed.measures.estimates import Flag
from heed.measures.raking import FEWEST_CASES, MOST_RATIO, TRIMMED_AT, Raking, rake
from heed.measures.raking_cells import CollapseReason
from heed.measuring.answer_files import read_answers
from heed.measuring.answers import Answers
from heed.measuring.arguments import add_columns, add_weight, number_given
from heed.measuring.asked import column_meant
from heed.measuring.cells import Language, decimal_of
from heed.measuring.figures import number, remarked, share
from heed.measuring.refusals import Misuse, NotMeasurable
from heed.measuring.sayings import few_cases
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("weights that give answers the known shares of all customers")
EXAMPLE = "heed measure raking answers.csv --margins tier topic --targets customers.csv"

REASONS = {
    CollapseReason.NO_CASES: gettext_lazy("no cases"),
    CollapseReason.FEW_CASES: gettext_lazy("few cases"),
    CollapseReason.FAR_FROM_TARGET: gettext_lazy("far from the target"),
}


class WeightsUnwritable(DomainError):
    code = "measure.weights_unwritable"
    message = gettext_lazy("The weights cannot be written to %(file)s: %(problem)s")


@dataclass(frozen=True)
class CaseWeight:
    """One row's weight."""

    case: str
    weight: float


@dataclass(frozen=True)
class Found:
    raking: Raking
    cases: list[CaseWeight]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_columns(parser, "--margins", help="what is known of all customers, such as tier region")
    parser.add_argument(
        "--targets",
        type=Path,
        required=True,
        metavar="FILE",
        help="columns margin, category, target: shares or numbers of customers",
    )
    parser.add_argument(
        "--fewest",
        type=number_given,
        default=FEWEST_CASES,
        metavar="N",
        help="categories with fewer cases are joined; default %(default)s",
    )
    parser.add_argument(
        "--most-ratio",
        type=number_given,
        default=MOST_RATIO,
        metavar="NUMBER",
        help="so are those whose target is more times their share; default %(default)g",
    )
    parser.add_argument(
        "--trim",
        type=number_given,
        default=TRIMMED_AT,
        metavar="NUMBER",
        help="weights are cut at so many times the median, 0 for no cut; default %(default)g",
    )
    parser.add_argument(
        "--weights-to", type=Path, metavar="FILE", help="write the weights as CSV: case, weight"
    )
    add_weight(parser)


def measure(answers: Answers, options: argparse.Namespace) -> Found:
    if options.weights_to and options.by:
        raise Misuse(_("Weights are written for all rows or for none: leave --by out."))
    columns = answers.choices(options.margins)
    targets = targets_of(options.targets)
    without = [name for name in columns.columns if name not in targets]
    if without:
        raise NotMeasurable(
            why=_("%(file)s has no targets of %(margins)s, but of %(known)s.")
            % {
                "file": options.targets.name,
                "margins": ", ".join(without),
                "known": ", ".join(targets),
            }
        )
    found = rake(
        {name: columns.values[:, at].tolist() for at, name in enumerate(columns.columns)},
        {name: targets[name] for name in columns.columns},
        base=answers.weights,
        fewest_cases=int(options.fewest),
        most_ratio=options.most_ratio,
        trimmed_at=options.trim or None,
    )
    names = [answers.case_names[case] for case in answers.cases]
    weights = [
        CaseWeight(name, float(weight)) for name, weight in zip(names, found.weights, strict=True)
    ]
    if options.weights_to:
        write_weights(options.weights_to, weights)
    return Found(found, weights)


def targets_of(path: Path) -> dict[str, dict[str, float]]:
    """Targets by margin and category."""
    table = read_answers(path)
    margin, category, target = (
        column_meant(name, table.columns).place for name in ("margin", "category", "target")
    )
    decimal = decimal_of(
        [row[target] for row in table.rows], is_comma_likely=table.is_comma_decimal
    )
    language = Language({}, decimal)
    targets: dict[str, dict[str, float]] = {}
    for row in table.rows:
        meaning = language.meaning(row[target])
        name, kind = (" ".join(row[place].split()) for place in (margin, category))
        if not isinstance(meaning, float) or kind in targets.get(name, {}):
            raise NotMeasurable(
                why=_("%(file)s needs one number for each category; see %(margin)s, %(category)s.")
                % {"file": path.name, "margin": name, "category": kind}
            )
        targets.setdefault(name, {})[kind] = meaning
    return targets


def write_weights(path: Path, cases: Sequence[CaseWeight]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["case", "weight"])
            writer.writerows([each.case, f"{each.weight:.9g}"] for each in cases)
    except OSError as problem:
        why = problem.strerror or problem
        raise WeightsUnwritable(file=path, problem=why) from problem


def read(found: Found) -> Iterator[str]:
    used = int(np.count_nonzero(found.raking.is_used))
    yield _(
        "With these weights %(n)s answers fit the targets, and are as precise as %(worth)s answers "
        "of equal weight."
    ) % {"n": f"{used:,}", "worth": f"{found.raking.effective_n:,.0f}"}
    if Flag.NOT_CONVERGED in found.raking.flags:
        yield _("The targets were not reached: look at the margins before using the weights.")
    yield from few_cases(used)


def show(found: Found) -> Iterator[Table | str]:
    raking = found.raking
    yield Table(
        head=(
            _("margin"),
            _("category"),
            _("n"),
            _("target"),
            _("before"),
            _("after"),
        ),
        rows=[
            (
                str(each.margin),
                str(each.category),
                f"{each.n:,}",
                share(each.target, 1),
                share(each.before, 1),
                share(each.after, 1),
            )
            for each in raking.margins
        ],
    )
    yield _("Weights from %(smallest)s to %(largest)s, the median %(median)s.") % {
        "smallest": number(raking.smallest),
        "largest": number(raking.largest),
        "median": number(raking.median),
    }
    used = int(np.count_nonzero(raking.is_used))
    yield _("Design effect %(effect)s: %(n)s answers are worth %(effective)s.") % {
        "effect": number(raking.design_effect),
        "n": f"{used:,}",
        "effective": f"{raking.effective_n:,.0f}",
    }
    yield from _amiss(raking)


def _amiss(raking: Raking) -> Iterator[str]:
    for join in raking.collapsed:
        yield _("%(category)s (%(margin)s, n = %(n)s) was joined with %(other)s: %(reason)s.") % {
            "category": join.category,
            "margin": join.margin,
            "n": f"{join.n:,}",
            "other": join.joined_with,
            "reason": REASONS[join.reason],
        }
    for margin, many in raking.set_aside.items():
        yield _("Set aside without %(margin)s: %(many)s.") % {
            "margin": margin,
            "many": f"{many:,}",
        }
    if raking.trimmed:
        yield _("Weights cut: %(many)s.") % {"many": f"{raking.trimmed:,}"}
    if raking.flags:
        yield _("To note: %(flags)s.") % {"flags": remarked(raking.flags)}


def plot(found: Found) -> Figure:
    return figure(
        plot_pairs,
        Head(_("Shares before and after weighting"), int(np.count_nonzero(found.raking.is_used))),
        [
            Pair(
                f"{each.margin}: {each.category}", each.before, each.after, each.after - each.before
            )
            for each in found.raking.margins
        ],
        Axis(_("share of answers"), 0, is_share=True),
        names=(_("before"), _("after")),
        gap_title=_("change"),
    )
