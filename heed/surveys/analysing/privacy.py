"""What may be looked at in an anonymous survey, so that nobody is found out by comparing.

Its answers are told in groups: each waits until at least five people have answered, then the
whole group is told at once, for good. All are looked at together; nothing chooses some of them but
the month in which their group was told. So whatever is made of them, at one time and at another,
of all and of a month, rests on whole groups, and two figures never differ by fewer than five
people.
"""

from django.utils.translation import gettext_lazy as _

from heed.core.errors import DomainError
from heed.surveys.analysing.choices import Filters, Weight

FEWEST = 5


class NamesNobody(DomainError):
    code = "analysis.names_nobody"
    message = _(
        "This survey is anonymous: its answers are looked at together, so that nobody can be "
        "found out by comparing. Choose by topic or month."
    )


def require_anonymous_choice(filters: Filters, weight: Weight) -> None:
    """Raise NamesNobody where the answers to an anonymous survey may not be chosen so."""
    if filters.tiers or filters.stages or filters.modes or filters.languages or weight:
        raise NamesNobody


def is_few(many: float, of: float) -> bool:
    """Whether so many of all, or those left over, are few enough to be found out."""
    return 0 < many < FEWEST or 0 < of - many < FEWEST
