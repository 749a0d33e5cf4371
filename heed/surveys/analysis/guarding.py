"""What an anonymous survey does not tell, where a method says how many people said something.

What tells of one to four people is taken out of the result before anything is made of it: page,
files, charts and the object for programs are all of what is left.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heed.core.errors import DomainError
from heed.measuring.catalogue import people_of
from heed.measuring.people import Masked, has_figures, masked
from heed.measuring.report import Report
from heed.surveys.analysing.privacy import FEWEST, is_few


class TellsOfFew(DomainError):
    code = "analysis.tells_of_few"
    message = gettext_lazy(
        "This survey is anonymous, and all that this analysis tells is of fewer than %(fewest)s "
        "people. Take all months, or wait for more answers."
    )


@dataclass(frozen=True)
class Guarded:
    """What may be told of a report; whether that is all of it, and whether a chart is left."""

    report: Report
    is_whole: bool = True
    has_chart: bool = True


def guarded(report: Report) -> Guarded:
    """The report of an anonymous survey without what tells of few.

    Raises TellsOfFew where nothing is left.
    """
    left = _without_few(report, report.found)
    if not has_figures(left.found):
        raise TellsOfFew(fewest=FEWEST)
    groups = [
        replace(each, found=None if each.refusal else _without_few(report, each.found).found)
        for each in report.groups
    ]
    return Guarded(replace(report, found=left.found, groups=groups), left.is_whole, left.has_chart)


def _without_few(report: Report, found: Any) -> Masked:
    people = people_of(report.method)
    return masked(found, people, around=vars(report.options), is_few=is_few)


def left_out_said() -> str:
    """That something is left out, in the language of the moment."""
    return _(
        "What tells of fewer than five people is left out; an interval beside it is the widest "
        "that the mean allows."
    )
