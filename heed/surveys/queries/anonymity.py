"""How few answers to an anonymous survey are too few to be shown one by one."""

from django.utils.translation import gettext_lazy as _

from heed.core.errors import DomainError
from heed.surveys.analysing.privacy import FEWEST
from heed.surveys.models import Survey
from heed.surveys.queries.responses import complete_responses


class TooFewToShow(DomainError):
    code = "survey.too_few_to_show"
    message = _(
        "This survey is anonymous: single answers are shown from %(fewest)s on. Wait for more."
    )


def require_enough(survey: Survey) -> None:
    """Raise TooFewToShow where single answers would lead to the people who gave them."""
    if survey.is_anonymous and complete_responses().filter(survey=survey)[:FEWEST].count() < FEWEST:
        raise TooFewToShow(fewest=FEWEST)
