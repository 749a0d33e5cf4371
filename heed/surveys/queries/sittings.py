"""Going through a survey: the questionnaire as one person meets it."""

from uuid import UUID

from heed.surveys.answering.piping import piped_html
from heed.surveys.answering.sitting import Sitting
from heed.surveys.answering.walk import walk
from heed.surveys.models import Response, Survey
from heed.surveys.queries.responses import sitting_of
from heed.surveys.queries.versions import asked_under
from heed.surveys.rules.seeds import seed_of


def sitting_before(survey: Survey, key: UUID, language: str) -> Sitting:
    """The questionnaire as it will be met by the response of this key, before there is one."""
    return Sitting(asked_under(survey.version_id), seed_of(key), language)


def thanks_of(response: Response) -> str:
    """The questionnaire's words of thanks, clean HTML with the answers filled in; "" if none."""
    sitting = sitting_of(response)
    words = sitting.text(sitting.questionnaire.completed)
    return piped_html(words, walk(sitting, response.answers).told) if words else ""
