from heed.surveys.models.analyses import Analysis, ItemTopic
from heed.surveys.models.invitations import Invitation, InvitationRound
from heed.surveys.models.kiosks import Kiosk
from heed.surveys.models.questionnaires import Questionnaire, QuestionnaireVersion
from heed.surveys.models.responses import Response, ResponseFile
from heed.surveys.models.surveys import QuotaCount, Survey
from heed.surveys.models.telephone import CallAttempt, Interview
from heed.surveys.models.texts import TextModel, TextReading

__all__ = [
    "Analysis",
    "CallAttempt",
    "Interview",
    "Invitation",
    "InvitationRound",
    "ItemTopic",
    "Kiosk",
    "Questionnaire",
    "QuestionnaireVersion",
    "QuotaCount",
    "Response",
    "ResponseFile",
    "Survey",
    "TextModel",
    "TextReading",
]
