from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from heed.core.errors import DomainError

Respond = Callable[[HttpRequest], HttpResponse]


class RefusalMiddleware:
    """Turns the refusal of an operation into a page, or for htmx into a notice."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, refusal: Exception) -> HttpResponse | None:
        if not isinstance(refusal, DomainError):
            return None
        if getattr(request, "htmx", False):
            answer = render(
                request, "heed/refusal.html#notice", {"refusal": refusal}, status=refusal.status
            )
            answer["HX-Retarget"] = "#notices"
            answer["HX-Reswap"] = "innerHTML"
            return answer
        return render(request, "heed/refusal.html", {"refusal": refusal}, status=refusal.status)
