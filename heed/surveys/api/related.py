"""What an address or a body names by id, found among what the caller may see."""

from heed.accounts.models import User
from heed.core.api_paging import found
from heed.surveys.models import Questionnaire, Survey
from heed.surveys.queries.surveys import questionnaires_visible_to, surveys_visible_to


def survey_with_id(actor: User, survey_id: int) -> Survey:
    return found(surveys_visible_to(actor), survey_id, "survey_id")


def questionnaire_with_id(actor: User, questionnaire_id: int) -> Questionnaire:
    return found(questionnaires_visible_to(actor), questionnaire_id, "questionnaire_id")
