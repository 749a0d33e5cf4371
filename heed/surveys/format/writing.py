"""From a questionnaire to the JSON that SurveyJS and this program read."""

from heed.surveys.format.objects import write_object
from heed.surveys.format.questionnaire import Questionnaire


def json_of(questionnaire: Questionnaire) -> dict[str, object]:
    """The questionnaire as a JSON object, without what is left at its default."""
    return write_object(questionnaire)
