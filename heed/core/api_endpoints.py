"""Endpoints of one subject, each declared with the permission it needs and all it may answer."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from ninja.renderers import JSONRenderer

from heed.core import access, api_idempotency
from heed.core.access import Actor
from heed.core.api_problems import Problem

ALWAYS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)
WITH_ID = (HTTPStatus.NOT_FOUND,)
WRITING = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
)
PERMISSION = "x-permission"

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")
Request = TypeVar("Request", bound=HttpRequest)
View = Callable[Concatenate[Request, Arguments], Answer]


class Acting(Protocol):
    """A request that was authenticated."""

    user: Actor


class Endpoints:
    """Adds endpoints to a router: reading ones, and writing ones under an idempotency key."""

    def __init__(self, tag: str) -> None:
        self.router = Router(tags=[tag])

    def get(
        self, path: str, *, needs: str, answer: type[Schema], may_miss: bool = False
    ) -> Callable[[View[Request, Arguments, Answer]], View[Request, Arguments, Answer]]:
        """Declare a reading; it may miss what its address, or its query, names by id."""
        refusals = WITH_ID if may_miss or "{" in path else ()
        return self._declare("GET", path, needs, HTTPStatus.OK, answer, refusals)

    def post(
        self,
        path: str,
        *,
        needs: str,
        answer: type[Schema],
        status: HTTPStatus = HTTPStatus.CREATED,
    ) -> Callable[[View[Request, Arguments, Answer]], View[Request, Arguments, Answer]]:
        return self._declare("POST", path, needs, status, answer, WRITING)

    def patch(
        self, path: str, *, needs: str, answer: type[Schema]
    ) -> Callable[[View[Request, Arguments, Answer]], View[Request, Arguments, Answer]]:
        return self._declare("PATCH", path, needs, HTTPStatus.OK, answer, WRITING)

    def _declare(
        self,
        method: str,
        path: str,
        needs: str,
        status: HTTPStatus,
        answer: type[Schema],
        refusals: tuple[HTTPStatus, ...],
    ) -> Callable[[View[Request, Arguments, Answer]], View[Request, Arguments, Answer]]:
        extra: dict[str, Any] = {PERMISSION: needs}
        if method == "POST":
            extra["parameters"] = [api_idempotency.PARAMETER]

        def decorate(
            view: View[Request, Arguments, Answer],
        ) -> View[Request, Arguments, Answer]:
            name = view.__name__
            self.router.add_api_operation(
                path,
                [method],
                _guarded(view, needs, status, answer, is_once=method == "POST"),
                response={
                    int(status): answer,
                    **{int(each): Problem for each in sorted({*ALWAYS, *refusals})},
                },
                operation_id=name,
                summary=name.replace("_", " ").capitalize(),
                openapi_extra=extra,
            )
            return view

        return decorate


def _guarded(
    view: Callable[..., Any],
    needs: str,
    status: HTTPStatus,
    answer: type[Schema],
    *,
    is_once: bool,
) -> Callable[..., HttpResponse]:
    """Ask for the permission, call the view, and write its result in the form declared."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        access.require(request.user, needs)

        def perform() -> HttpResponse:
            return _written(answer, view(request, *args, **kwargs), request, status)

        if is_once:
            owner = f"user {request.user.pk}"
            return api_idempotency.answer_once(request, owner=owner, perform=perform)
        return perform()

    return guarded


def _written(
    answer: type[Schema], result: object, request: HttpRequest, status: HTTPStatus
) -> HttpResponse:
    shaped = answer.model_validate(result, context={"request": request}).model_dump()
    content = JSONRenderer().render(request, shaped, response_status=status)
    return HttpResponse(content, status=status, content_type="application/json; charset=utf-8")
