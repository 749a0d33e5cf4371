"""How each thing that can go wrong in a request to the API is said."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase, HttpResponseNotAllowed
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from heed.config.api_field_messages import field_message
from heed.core.api_problems import BodyTooLarge, FieldProblem, FieldsRefused
from heed.core.errors import DomainError

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]


def problem(
    status: int, code: str, message: str, errors: list[FieldProblem] | None = None
) -> HttpResponse:
    """Return a refusal in the one form all have."""
    shown = [error.model_dump() for error in errors] if errors else None
    return JsonResponse({"code": code, "message": message, "errors": shown}, status=status)


def install(api: NinjaAPI) -> None:
    """Let the API answer its refusals and faults in that form."""
    api.add_exception_handler(DomainError, _refused)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(AuthenticationError, _unknown_caller)
    api.add_exception_handler(HttpError, _not_understood)
    api.add_exception_handler(RequestDataTooBig, _too_large)
    api.add_exception_handler(Exception, _failed)


def _refused(_request: HttpRequest, refusal: Any) -> HttpResponse:
    errors = refusal.errors if isinstance(refusal, FieldsRefused) else None
    return problem(refusal.status, refusal.code, str(refusal), errors)


def _invalid(request: HttpRequest, invalid: Any) -> HttpResponse:
    return _refused(request, FieldsRefused(*(_field_problem(each) for each in invalid.errors)))


def _field_problem(error: dict[str, Any]) -> FieldProblem:
    """Say which value is wrong: `body.due_at`, without the name of the argument that held it."""
    source, *path = error["loc"]
    inner = path[1:] if path and path[0] in {"payload", "query"} else path
    return FieldProblem(
        field=".".join(str(part) for part in (source, *inner)),
        code=error["type"],
        message=field_message(error["type"], error.get("ctx", {})),
    )


def _unknown_caller(_request: HttpRequest, _error: Any) -> HttpResponse:
    answer = problem(
        HTTPStatus.UNAUTHORIZED,
        "unauthorized",
        _("Send a token that is valid in the header Authorization: Bearer heed_…"),
    )
    answer["WWW-Authenticate"] = 'Bearer realm="Heed"'
    return answer


def _not_understood(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer what the reader of the body refused; ninja wraps its reason."""
    if isinstance(error.__cause__, DomainError):
        return _refused(request, error.__cause__)
    return problem(error.status_code, "request.not_understood", str(error))


def _too_large(request: HttpRequest, _error: Any) -> HttpResponse:
    return _refused(request, BodyTooLarge(megabytes=25))


def _failed(request: HttpRequest, error: Any) -> HttpResponse:
    logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "fault",
        _("Heed has a fault here; nothing was changed. It is written in the log of the server."),
    )


def in_one_form(view: View) -> View:
    """Let a view answer in that form also what happens before an endpoint is found."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            return nothing_here(request)
        return _other_method(request, response) if _is_wrong_method(response) else response

    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def nothing_here(request: HttpRequest, **_rest: str) -> HttpResponse:
    """Answer for an address that is none of the API's."""
    message = _("There is nothing at %(path)s. All addresses are listed at /api/v1/docs.")
    return problem(HTTPStatus.NOT_FOUND, "not_found", message % {"path": request.path[:200]})


def _is_wrong_method(response: HttpResponseBase) -> bool:
    return isinstance(response, HttpResponseNotAllowed)


def _other_method(request: HttpRequest, response: HttpResponseBase) -> HttpResponse:
    message = _("%(method)s is not possible here; possible are: %(allowed)s.")
    allowed = ", ".join(sorted(response["Allow"].split(", ")))
    values = {"method": request.method, "allowed": allowed}
    answer = problem(HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed", message % values)
    answer["Allow"] = allowed
    return answer
