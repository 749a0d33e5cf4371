"""When the answers to an anonymous survey are told, and when not."""

from django.utils.translation import gettext_lazy as _

from heed.core.errors import DomainError
from heed.surveys.analysing.privacy import FEWEST
from heed.surveys.models import Survey
from heed.surveys.queries.responses import told_responses


class TooFewToShow(DomainError):
    code = "survey.too_few_to_show"
    message = _(
        "This survey is anonymous: its answers are told in groups of at least %(fewest)s. Wait for "
        "more."
    )


class ToldTogether(DomainError):
    code = "survey.told_together"
    message = _(
        "This survey is anonymous: its answers are read together, in its results, analyses and "
        "files, and not person by person."
    )


def require_enough(survey: Survey) -> None:
    """Raise TooFewToShow where no group of an anonymous survey is told yet."""
    if survey.is_anonymous and not told_responses(survey).exists():
        raise TooFewToShow(fewest=FEWEST)


def require_named(survey: Survey) -> None:
    """Raise ToldTogether where answers may not be looked at person by person."""
    if survey.is_anonymous:
        raise ToldTogether
