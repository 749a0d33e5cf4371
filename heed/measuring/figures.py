"""Figures as people read them; what is not known is a dash."""

from collections.abc import Callable, Iterable
from math import isfinite

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heed.core.templatetags.texts import comma
from heed.measures.estimates import Estimate, Flag

DASH = "–"
FLAGS: dict[Flag, str | Promise] = {
    Flag.FEW_CASES: gettext_lazy("few cases"),
    Flag.CEILING: gettext_lazy("most answers at the end of the scale"),
    Flag.NO_SPREAD: gettext_lazy("all answers equal"),
    Flag.UNRELIABLE: gettext_lazy("unreliable"),
    Flag.IMPROPER: gettext_lazy("variance held at 0"),
    Flag.SINGULAR: gettext_lazy("inputs repeat each other"),
    Flag.SUPPRESSED: gettext_lazy("sign contradicts the correlation"),
    Flag.UNDECIDED: gettext_lazy("undecided"),
    Flag.NOT_CONVERGED: gettext_lazy("no best fit found"),
    Flag.TRIMMED: gettext_lazy("extreme weights cut"),
    Flag.COLLAPSED: gettext_lazy("small cells joined"),
    Flag.NEGATIVE_WEIGHT: gettext_lazy("negative weight"),
    Flag.INCONSISTENT: gettext_lazy("answers contradict each other"),
    Flag.BOUNDARY: gettext_lazy("at the edge of what is possible"),
    Flag.FLAT: gettext_lazy("left open by the data"),
    Flag.NO_GAIN: gettext_lazy("no better than a simpler model"),
    Flag.DEPENDENT: gettext_lazy("goes together with what it should not"),
    Flag.NO_MEAN: gettext_lazy("no finite mean"),
}


def number(value: float, decimals: int = 2) -> str:
    """A number with so many decimals, without a minus sign before zero."""
    return f"{value:z,.{decimals}f}" if isfinite(value) else DASH


def share(value: float, decimals: int = 0) -> str:
    """A share as a percentage."""
    return f"{value:z.{decimals}%}" if isfinite(value) else DASH


def plausible(estimate: Estimate, *, as_share: bool = False, decimals: int | None = None) -> str:
    """The interval of an estimate."""
    if not estimate.has_interval:
        return DASH
    write: Callable[[float, int], str] = share if as_share else number
    places = (0 if as_share else 2) if decimals is None else decimals
    return _("%(lower)s to %(upper)s") % {
        "lower": write(estimate.lower, places),
        "upper": write(estimate.upper, places),
    }


def many(count: int | None) -> str:
    """How many there are."""
    return DASH if count is None else f"{count:,}"


def p_value(p: float) -> str:
    """A probability as tables print it: three decimals, never .000."""
    if not isfinite(p):
        return DASH
    return "< .001" if p < 0.001 else f"{p:.3f}".removeprefix("0")


def flags(estimate: Estimate) -> str:
    """What a reader must know before trusting an estimate."""
    return remarked(estimate.flags)


def remarked(found: Iterable[Flag]) -> str:
    """What there is to note, in one cell."""
    return comma().join(str(FLAGS.get(flag, flag.value)) for flag in found)


def cases(estimate: Estimate) -> str:
    """How many cases an estimate rests on, with the equal ones they are worth if fewer."""
    if abs(estimate.effective_n - estimate.n) < 0.5 or not isfinite(estimate.effective_n):
        return f"{estimate.n:,}"
    return _("%(n)s (worth %(effective)s)") % {
        "n": f"{estimate.n:,}",
        "effective": f"{estimate.effective_n:,.0f}",
    }
