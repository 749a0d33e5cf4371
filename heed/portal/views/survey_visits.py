"""Who comes by which link to a survey, in which language."""

from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from heed.surveys.answering.sitting import Sitting
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Files
from heed.surveys.models import Invitation, Kiosk, Response, Survey
from heed.surveys.queries.invitations import key_of, survey_invitation_with
from heed.surveys.queries.kiosks import kiosk_with
from heed.surveys.queries.responses import response_by, response_with, sitting_of
from heed.surveys.queries.sittings import sitting_before
from heed.surveys.queries.surveys import survey_with
from heed.surveys.queries.versions import asked_under

MOST_BYTES = 4_000_000  # more than the answers that can be taken, in any writing
MOST_BYTES_WITH_FILES = settings.DATA_UPLOAD_MAX_MEMORY_SIZE


@dataclass(frozen=True)
class Visit:
    """A way through a survey; without a response nothing was sent yet."""

    token: str
    survey: Survey
    key: UUID
    language: str
    invitation: Invitation | None = None
    response: Response | None = None
    kiosk: Kiosk | None = None

    @property
    def address(self) -> str:
        """Where this person goes on, and finds what she answered so far."""
        if self.invitation:
            return reverse("portal:survey", args=[self.token])
        return reverse("portal:survey_response", args=[self.token, self.key])

    @property
    def back(self) -> str:
        """Where one comes to the questions again, begun or not."""
        return self.address if self.response else reverse("portal:survey", args=[self.token])

    @cached_property
    def sitting(self) -> Sitting:
        if self.response:
            return sitting_of(self.response)
        return sitting_before(self.survey, self.key, self.language)

    @property
    def version_id(self) -> int:
        return self.response.version_id if self.response else self.survey.version_id

    @property
    def answers(self) -> dict[str, object]:
        return self.response.answers if self.response else {}

    @property
    def most_bytes(self) -> int:
        asked = self.sitting.questionnaire.questions
        takes_files = any(isinstance(each, Files) for each in asked)
        return MOST_BYTES_WITH_FILES if takes_files else MOST_BYTES

    def with_response(self, response: Response) -> "Visit":
        return replace(self, response=response, language=response.language)


def visit_of(request: HttpRequest, token: str, key: UUID | None = None) -> Visit | None:
    """The visit by a personal or open link or at a kiosk, None where there is no survey."""
    invitation = None if key else survey_invitation_with(token)
    if invitation and invitation.survey and not invitation.customer.erased_at:
        return _found(
            Visit(
                token=token,
                survey=invitation.survey,
                key=key_of(invitation),
                language=invitation.customer.language,
                invitation=invitation,
            )
        )
    kiosk = kiosk_with(token)
    if key and kiosk is None:
        return _gone_on(token, response_by(token, key))
    survey = kiosk.survey if kiosk else survey_with(token)
    if survey is None:
        return None
    language = wished_language(request, asked_under(survey.version_id))
    visit = Visit(token=token, survey=survey, key=key or uuid4(), language=language, kiosk=kiosk)
    return _found(visit) if key else visit


def _gone_on(token: str, response: Response | None) -> Visit | None:
    """The visit of somebody who has begun by an open link."""
    if response is None:
        return None
    begun = Visit(token=token, survey=response.survey, key=response.key, language="")
    return begun.with_response(response)


def visit_under(visit: Visit, key: UUID) -> Visit:
    """The visit by the same link, of the response that was begun under this key or will be."""
    return _found(replace(visit, key=key))


def _found(visit: Visit) -> Visit:
    response = response_with(visit.key, visit.survey)
    return visit.with_response(response) if response else visit


def wished_language(request: HttpRequest, questionnaire: Questionnaire) -> str:
    """The questionnaire's language that the browser asks for first, else its own."""
    spoken = questionnaire.languages
    for wish, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        for each in spoken:
            if each == wish or each.partition("-")[0] == wish.partition("-")[0]:
                return settled(each)
    return settled(spoken[0])


def settled(language: str) -> str:
    """A language as Django names it, where Django speaks it."""
    try:
        return get_supported_language_variant(language)
    except LookupError:
        return language


def frame_language(language: str) -> str:
    """The language of what stands around the questions."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
