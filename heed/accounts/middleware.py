from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from heed.accounts.models import User

Respond = Callable[[HttpRequest], HttpResponse]


class SignedInPlaceMiddleware:
    """Shows pages in the signed-in person's language and time zone, where they are set."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not isinstance(person, User):
            return self.get_response(request)
        if person.language and person.language != translation.get_language():
            translation.activate(person.language)
            request.LANGUAGE_CODE = person.language
        with timezone.override(ZoneInfo(person.time_zone) if person.time_zone else None):
            return self.get_response(request)
