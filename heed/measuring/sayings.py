"""What figures say to somebody who knows no statistics, and how surely they say it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from heed.core.plots.words import day
from heed.core.templatetags.amounts import MINUS, spell
from heed.measures.estimates import Estimate
from heed.measures.linearised import FEW
from heed.measuring.figures import number, share

MOST_NAMED = 8
Write = Callable[[float], str]
Row = tuple[str, Estimate]


@dataclass(frozen=True)
class Sides:
    """Names by whether their figure lies surely above a value, surely below it, or neither."""

    above: list[str]
    below: list[str]
    undecided: list[str]


def points(value: float, decimals: int = 2) -> str:
    """A number as a sentence writes it, with a true minus; tables keep the sign programs read."""
    return number(value, decimals).replace("-", MINUS)


percent: Write = share
tenths: Write = partial(points, decimals=1)


def surely(estimate: Estimate, write: Write) -> str:
    """How sure a figure is, to stand beside it in brackets."""
    if not estimate.has_interval:
        return _("too few answers to say how surely")
    return _("plausibly between %(lower)s and %(upper)s") % {
        "lower": write(estimate.lower),
        "upper": write(estimate.upper),
    }


def few(estimate: Estimate) -> Iterator[str]:
    """A warning where a figure rests on few cases."""
    if estimate.n < FEW:
        yield from few_cases(estimate.n)
    elif estimate.effective_n < FEW:
        yield _(
            "With their weights these answers are worth only %(many)s: take this as an indication, "
            "not as a finding."
        ) % {"many": f"{estimate.effective_n:,.0f}"}


def few_cases(n: int) -> Iterator[str]:
    if n < FEW:
        yield ngettext(
            "This is one answer: take it as an indication, not as a finding.",
            "These are few answers (%(n)s): take this as an indication, not as a finding.",
            n,
        ) % {"n": f"{n:,}"}


def named(names: Sequence[str]) -> str:
    """Names in a sentence, not more than can be taken in."""
    comma = pgettext("between names", ", ")
    shown = comma.join(names[:MOST_NAMED])
    if len(names) <= MOST_NAMED:
        return shown
    rest = len(names) - MOST_NAMED
    return _("%(names)s and %(more)s more") % {"names": shown, "more": rest}


def signed(value: float, decimals: int = 1) -> str:
    """A number with its sign, plus as well as minus; zero has none."""
    return spell(value, decimals, is_signed=True)


def days_said(first: date, last: date) -> str:
    """Days from the first to the last, both counted; one alone by its name."""
    if first == last:
        return day(first)
    return pgettext("days", "%(first)s to %(last)s") % {
        "first": day(first),
        "last": day(last),
    }


def is_above(estimate: Estimate, value: float = 0.0) -> bool:
    """Whether the whole interval lies above; never where it is not known."""
    return estimate.lower > value


def is_below(estimate: Estimate, value: float = 0.0) -> bool:
    return estimate.upper < value


def sides(rows: Sequence[Row], value: float = 0.0) -> Sides:
    above = [name for name, estimate in rows if is_above(estimate, value)]
    below = [name for name, estimate in rows if is_below(estimate, value)]
    undecided = [name for name, _estimate in rows if name not in {*above, *below}]
    return Sides(above, below, undecided)


def by_size(rows: Sequence[Row]) -> list[Row]:
    """Largest first; what has no value is left out."""
    return sorted((row for row in rows if row[1].has_value), key=lambda row: -row[1].value)


def not_told_apart(ordered: Sequence[Row]) -> Iterator[str]:
    """Which of the others have intervals that overlap that of the first."""
    if len(ordered) < 2:
        return
    (first, largest), *others = ordered
    alike = [name for name, estimate in others if not estimate.upper < largest.lower]
    if not alike:
        return
    if len(alike) == len(others):
        yield _("The intervals overlap: these answers do not tell which one comes first.")
        return
    yield _("Not told apart from “%(first)s”, as the intervals overlap: %(names)s.") % {
        "first": first,
        "names": named(alike),
    }


def gap_said(gap: Estimate) -> str:
    """Whether all in all more or less was got than expected."""
    values = {
        "n": f"{gap.n:,}",
        "points": signed(gap.value, 2),
        "surely": surely(gap, partial(signed, decimals=2)),
    }
    if is_above(gap):
        said = _("All in all %(n)s people got more than expected: %(points)s points (%(surely)s).")
    elif is_below(gap):
        said = _("All in all %(n)s people got less than expected: %(points)s points (%(surely)s).")
    else:
        said = ngettext(
            "Whether one person got more or less than expected all in all cannot be told: "
            "%(points)s points (%(surely)s).",
            "Whether %(n)s people got more or less than expected all in all cannot be told: "
            "%(points)s points (%(surely)s).",
            gap.n,
        )
    return said % values


def gaps_said(rows: Sequence[Row]) -> Iterator[str]:
    """Which items are surely better or worse than expected."""
    if len(rows) < 2:
        return
    found = sides(by_size(rows))
    for names, sentence in (
        (found.below[::-1], _("Less than expected, the worst first: %(names)s.")),
        (found.above, _("More than expected, the best first: %(names)s.")),
        (found.undecided, _("Cannot be told: %(names)s.")),
    ):
        if names:
            yield sentence % {"names": named(names)}


def of_people(persons: int) -> Iterator[str]:
    """How many people the answers are of, where they can be told apart."""
    if persons > 1:
        yield _("They are of %(persons)s people.") % {"persons": f"{persons:,}"}


def preferences_said(ordered: Sequence[Row]) -> Iterator[str]:
    """What matters most and least, as shares of all preference."""
    if len(ordered) < 2:
        return
    (most, largest), (least, smallest) = ordered[0], ordered[-1]
    yield _(
        "“%(most)s” matters most with %(largest)s of all preference (%(surely)s), “%(least)s” "
        "least with %(smallest)s (%(as_surely)s)."
    ) % {
        "most": most,
        "largest": percent(largest.value),
        "surely": surely(largest, percent),
        "least": least,
        "smallest": percent(smallest.value),
        "as_surely": surely(smallest, percent),
    }
    yield from not_told_apart(ordered)
