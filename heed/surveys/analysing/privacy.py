"""What may be looked at in an anonymous survey, so that nobody is found out by comparing."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from heed.core.errors import DomainError
from heed.surveys.analysing.choices import Filters, Weight

FEWEST = 5


class NamesNobody(DomainError):
    code = "analysis.names_nobody"
    message = _(
        "This survey is anonymous: tier, stage and customer of an answer are not known. "
        "Choose by language, way of asking or month."
    )


class OneFilterOnly(DomainError):
    code = "analysis.one_filter_only"
    message = _(
        "This survey is anonymous: choose by one thing at a time, so that nobody can be found out "
        "by comparing."
    )


class WholeMonthsOnly(DomainError):
    code = "analysis.whole_months_only"
    message = _(
        "This survey is anonymous: a period is one whole month, from its first day to the first of "
        "the next."
    )


class TooFewAnswers(DomainError):
    code = "analysis.too_few"
    message = _(
        "Too few answers for this choice: in an anonymous survey at least %(fewest)s must be in "
        "each part, so that nobody can be found out by comparing. Choose more."
    )


def require_anonymous_choice(filters: Filters, weight: Weight) -> None:
    """Raise where the answers to an anonymous survey may not be chosen so.

    Raises NamesNobody, OneFilterOnly, WholeMonthsOnly.
    """
    if filters.tiers or filters.stages or weight:
        raise NamesNobody
    chosen = [filters.modes, filters.languages, filters.since or filters.until]
    if sum(map(bool, chosen)) > 1 or len(filters.modes) > 1 or len(filters.languages) > 1:
        raise OneFilterOnly
    if (filters.since or filters.until) and not _is_one_month(filters.since, filters.until):
        raise WholeMonthsOnly


def _is_one_month(since: date | None, until: date | None) -> bool:
    if since is None or until is None or (since.day, until.day) != (1, 1):
        return False
    return (until.year - since.year) * 12 + until.month - since.month == 1


def require_enough(chosen: int, everybody: int) -> None:
    """Raise TooFewAnswers where those chosen, or those not chosen, could be found out."""
    if chosen < FEWEST or 0 < everybody - chosen < FEWEST:
        raise TooFewAnswers(fewest=FEWEST)


def require_no_rest(parts: Iterable[int]) -> None:
    """Raise TooFewAnswers where what is left when all large parts are taken off is small.

    `parts` are how many answered in each language, say, all of which can be asked for.
    """
    if 0 < sum(part for part in parts if part < FEWEST) < FEWEST:
        raise TooFewAnswers(fewest=FEWEST)
