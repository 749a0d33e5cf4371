from heed.surveys.models.invitations import Invitation
from heed.surveys.models.questionnaires import Questionnaire, QuestionnaireVersion
from heed.surveys.models.responses import Response, ResponseFile
from heed.surveys.models.surveys import QuotaCount, Survey

__all__ = [
    "Invitation",
    "Questionnaire",
    "QuestionnaireVersion",
    "QuotaCount",
    "Response",
    "ResponseFile",
    "Survey",
]
