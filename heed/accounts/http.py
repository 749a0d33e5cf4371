"""The request of a person who is signed in, as guarded views receive it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from heed.accounts.models import Organisation, User
from heed.core import access
from heed.core.form_idempotency import done_once

Arguments = ParamSpec("Arguments")


class SignedInRequest(HttpRequest):
    user: User
    organisation: Organisation
    htmx: HtmxDetails


View = Callable[Concatenate[SignedInRequest, Arguments], HttpResponse]
OpenView = Callable[Concatenate[HttpRequest, Arguments], HttpResponse]


def needs(permission: str) -> Callable[[View[Arguments]], OpenView[Arguments]]:
    """Show a page only to those with the permission; others are asked to sign in, or told why."""

    def decorate(view: View[Arguments]) -> OpenView[Arguments]:
        @wraps(view)
        def guarded(
            request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs
        ) -> HttpResponse:
            signed_in = cast(SignedInRequest, request)
            access.require(signed_in.user, permission)
            return view(signed_in, *args, **kwargs)

        return cast(OpenView[Arguments], login_required(guarded))

    return decorate


def once(view: View[Arguments]) -> View[Arguments]:
    """Do what a form asks for once, however often the same form is sent."""

    @wraps(view)
    def guarded(
        request: SignedInRequest, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponse:
        return done_once(
            request, owner=str(request.user.pk), perform=lambda: view(request, *args, **kwargs)
        )

    return cast(View[Arguments], guarded)


def back_to(request: HttpRequest, otherwise: str) -> str:
    """Where a form said to return to, if that is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if is_ours and wanted.startswith("/") else otherwise


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form sent, be it nothing at all; None where the page is only read."""
    return request.POST if request.method == "POST" else None
