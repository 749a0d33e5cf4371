from heed.surveys.models.invitations import Invitation
from heed.surveys.models.questionnaires import Questionnaire, QuestionnaireVersion
from heed.surveys.models.responses import Response, ResponseFile
from heed.surveys.models.surveys import Survey

__all__ = [
    "Invitation",
    "Questionnaire",
    "QuestionnaireVersion",
    "Response",
    "ResponseFile",
    "Survey",
]
