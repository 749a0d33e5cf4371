"""`heed measure non-response`: do those who answered speak for those who did not."""

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from numpy.typing import NDArray

from heed.core.plots.dots import dots
from heed.core.plots.figures import Figure, figure
from heed.core.plots.values import Axis, Dot, Head, Reference
from heed.measures.estimates import Estimate
from heed.measures.non_response import (
    Balance,
    Representativeness,
    balance,
    early_against_late,
    representativeness,
)
from heed.measures.outcome_rates import Outcome, OutcomeRates, outcome_rates
from heed.measuring.answers import Answers
from heed.measuring.arguments import add_column, add_columns
from heed.measuring.figures import flags, number, plausible, share
from heed.measuring.refusals import Misuse, NotMeasurable
from heed.measuring.sayings import (
    few_cases,
    is_above,
    is_below,
    named,
    percent,
    points,
    signed,
    surely,
)
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("whether those who answered speak for those who did not")
EXAMPLE = (
    "heed measure non-response invitations.csv --outcome outcome --numbers tenure_days "
    "--categories region --value satisfied --after days_to_answer"
)

NAMES = {
    "rr1": gettext_lazy("response rate (RR1: complete)"),
    "rr2": gettext_lazy("response rate (RR2: complete or partial)"),
    "contact": gettext_lazy("contact rate (CON1)"),
    "cooperation": gettext_lazy("cooperation rate (COOP2)"),
    "refusal": gettext_lazy("refusal rate (REF1)"),
}


@dataclass(frozen=True)
class Found:
    """Rates; the rest is none where nothing is known for it."""

    rates: OutcomeRates
    representativeness: Representativeness | None
    balance: tuple[Balance, ...]
    late_minus_early: Estimate | None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_column(
        parser, "--outcome", help="what became of each invitation; see --codes for other words"
    )
    parser.add_argument(
        "--codes",
        nargs="+",
        default=[],
        metavar="WORD=OUTCOME",
        help=f"what words mean, such as done=complete; outcomes: {', '.join(Outcome)}",
    )
    add_columns(parser, "--numbers", required=False, help="numbers known of all invited")
    add_columns(parser, "--categories", required=False, help="categories known of all invited")
    add_column(parser, "--value", required=False, help="an answer, to hold late against early")
    add_column(parser, "--after", required=False, help="how long each answer took, in any unit")


def measure(answers: Answers, options: argparse.Namespace) -> Found:
    if bool(options.value) != bool(options.after):
        raise Misuse(_("Name both --value and --after, or neither."))
    outcomes = _outcomes(answers, options)
    rates = outcome_rates(Counter(outcomes.tolist()), confidence=options.confidence)
    is_eligible = outcomes != Outcome.NOT_ELIGIBLE
    did = np.isin(outcomes, [Outcome.COMPLETE, Outcome.PARTIAL])
    known, complete = _properties(answers, options)
    kept = is_eligible & complete
    of_kept = {name: values[kept].tolist() for name, values in known.items()}
    found = representativeness(did[kept], of_kept, confidence=options.confidence) if known else None
    return Found(
        rates,
        found,
        balance(did[kept], of_kept, confidence=options.confidence) if known else (),
        _late_minus_early(answers, options, did),
    )


def _outcomes(answers: Answers, options: argparse.Namespace) -> NDArray[np.str_]:
    meaning = {outcome.value: outcome.value for outcome in Outcome}
    for given in options.codes:
        word, sign, outcome = given.rpartition("=")
        if not sign or outcome not in set(Outcome):
            raise Misuse(
                _("%(given)s says no outcome. Write WORD=OUTCOME with one of %(outcomes)s.")
                % {"given": given, "outcomes": ", ".join(Outcome)}
            )
        meaning[word.casefold()] = outcome
    words = [text.casefold() for text in answers.text(options.outcome)]
    strange = sorted({word for word in words if word and word not in meaning})
    if strange:
        raise NotMeasurable(
            why=_("these words are no outcomes: %(words)s. Say with --codes what they mean.")
            % {"words": ", ".join(strange[:10])}
        )
    if "" in words:
        answers.tell(_("Invitations without an outcome count as of unknown eligibility."))
    return np.array([meaning.get(word, Outcome.UNKNOWN.value) for word in words])


def _properties(
    answers: Answers, options: argparse.Namespace
) -> tuple[dict[str, NDArray[np.object_]], NDArray[np.bool_]]:
    """What is known of all, and where every number is; categories may be unknown."""
    known: dict[str, NDArray[np.object_]] = {}
    complete = np.ones(len(answers), dtype=bool)
    if options.numbers:
        numbers = answers.numbers(options.numbers)
        complete &= ~np.isnan(numbers.values).any(axis=1)
        known |= {
            name: numbers.values[:, at].astype(object) for at, name in enumerate(numbers.columns)
        }
    if options.categories:
        texts = answers.choices(options.categories)
        known |= {
            name: np.where(texts.values[:, at] == "", "–", texts.values[:, at])
            for at, name in enumerate(texts.columns)
        }
    if not complete.all():
        answers.tell(_("Invitations with an unknown number are left out of the comparison."))
    return known, complete


def _late_minus_early(
    answers: Answers, options: argparse.Namespace, did: NDArray[np.bool_]
) -> Estimate | None:
    if not options.value:
        return None
    values, after = answers.number(options.value), answers.number(options.after)
    kept = did & ~np.isnan(values) & ~np.isnan(after)
    return early_against_late(after[kept], values[kept], confidence=options.confidence)


def read(found: Found) -> Iterator[str]:
    rate = found.rates.rr2
    yield ngettext(
        "Of one person invited %(share)s answered at least in part (%(surely)s).",
        "Of %(n)s people invited %(share)s answered at least in part (%(surely)s).",
        rate.n,
    ) % {
        "n": f"{rate.n:,}",
        "share": percent(rate.value),
        "surely": surely(rate, percent),
    }
    notable = [str(each.name) for each in found.balance if each.is_notable]
    if notable:
        yield _(
            "Who answered differs from who did not in: %(names)s. The answers may not speak for "
            "the silent."
        ) % {"names": named(notable)}
    elif found.balance:
        yield _(
            "In what is known of both, who answered is much like who did not; in other respects "
            "they may differ."
        )
    else:
        yield _("Whether they speak for those who did not answer cannot be told from this.")
    yield from _late_said(found.late_minus_early)
    yield from few_cases(rate.n)


def _late_said(late: Estimate | None) -> Iterator[str]:
    if late is None:
        return
    values = {"points": signed(late.value, 2), "surely": surely(late, points), "n": f"{late.n:,}"}
    if is_above(late) or is_below(late):
        said = _(
            "Late answers differ from early ones by %(points)s points (%(surely)s; %(n)s "
            "answers), as those of the silent may."
        )
        yield said % values
    else:
        said = _(
            "Whether late answers differ from early ones cannot be told: %(points)s points "
            "(%(surely)s; %(n)s answers)."
        )
        yield said % values


def show(found: Found) -> Iterator[Table | str]:
    yield Table(
        head=(_("rate"), _("value"), _("plausible"), _("n")),
        rows=[
            (
                str(name),
                share(rate.value, 1),
                plausible(rate, as_share=True, decimals=1),
                f"{rate.n:,}",
            )
            for key, name in NAMES.items()
            for rate in [getattr(found.rates, key)]
        ],
    )
    if found.representativeness:
        yield from _said(found.representativeness)
    if found.balance:
        yield Table(
            head=(
                _("known of all"),
                _("answered"),
                _("silent"),
                _("difference"),
                _("plausible"),
                _("standardised"),
            ),
            rows=[
                (
                    str(each.name),
                    number(each.answered),
                    number(each.silent),
                    number(each.difference.value),
                    plausible(each.difference),
                    number(each.standardised.value),
                )
                for each in found.balance
            ],
        )
    late = found.late_minus_early
    if late:
        yield _("Late minus early answers: %(value)s (%(plausible)s), n = %(n)s.") % {
            "value": number(late.value),
            "plausible": plausible(late),
            "n": f"{late.n:,}",
        }


def _said(found: Representativeness) -> Iterator[str]:
    yield _("R-indicator (1: all equally likely to answer): %(r)s (%(plausible)s), n = %(n)s.") % {
        "r": number(found.indicator.value),
        "plausible": plausible(found.indicator),
        "n": f"{found.n:,}",
    }
    yield _("A mean can be off by up to %(bias)s standard deviations for this reason.") % {
        "bias": number(found.largest_bias)
    }
    if found.indicator.flags:
        yield _("To note: %(flags)s.") % {"flags": flags(found.indicator)}


def plot(found: Found) -> Figure:
    """Response rates where nothing is known of the silent; else what differs."""
    if not found.balance:
        return figure(
            dots,
            Head(_("What became of invitations"), found.rates.invited),
            [Dot.of(str(name), getattr(found.rates, key)) for key, name in NAMES.items()],
            Axis(_("rate"), 0, 1, is_share=True),
        )
    return figure(
        dots,
        Head(_("Those who answered against those who did not"), found.balance[0].difference.n),
        [Dot.of(str(each.name), each.standardised) for each in found.balance],
        Axis(_("standardised difference"), decimals=2),
        reference=Reference(0, _("no difference")),
    )
