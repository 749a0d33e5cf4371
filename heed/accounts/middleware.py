from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from heed.accounts.models import Organisation, User
from heed.accounts.queries import organisation_for_visitors

Respond = Callable[[HttpRequest], HttpResponse]


class SignedInPlaceMiddleware:
    """Shows pages in the signed-in person's language and time zone.

    Who has chosen no time zone reads the organisation's, which stands on the request.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not isinstance(person, User):
            visited = SimpleLazyObject(organisation_for_visitors)
            request.organisation = visited  # type: ignore[attr-defined]
            return self.get_response(request)
        organisation = SimpleLazyObject(Organisation.objects.first)
        request.organisation = organisation  # type: ignore[attr-defined]
        if person.language and person.language != translation.get_language():
            translation.activate(person.language)
            request.LANGUAGE_CODE = person.language
        with timezone.override(ZoneInfo(person.time_zone or _zone_of(organisation))):
            return self.get_response(request)


def _zone_of(organisation: object) -> str:
    return organisation.time_zone if isinstance(organisation, Organisation) else "UTC"
