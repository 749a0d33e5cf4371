"""The API: who calls it, how bodies are read, and all its endpoints under one address."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.security import HttpBearer
from pydantic_core import from_json

from heed.accounts.models import ApiToken, User
from heed.accounts.operations import note_token_use, token_digest
from heed.config import api_description, api_refusals
from heed.config.api_docs import DocsPage
from heed.conversations.api import endpoints as conversations
from heed.core.api_problems import BodyBroken, NotJson
from heed.customers.api import endpoints as customers
from heed.expectations.api.advice import endpoints as advice
from heed.expectations.api.concessions import endpoints as concessions
from heed.expectations.api.expectations import endpoints as expectations
from heed.expectations.api.negotiations import endpoints as negotiations
from heed.expectations.api.offers import endpoints as offers
from heed.expectations.api.perceptions import endpoints as perceptions
from heed.expectations.api.promises import endpoints as promises
from heed.expectations.api.proposals import endpoints as proposals
from heed.expectations.api.rankings import endpoints as rankings
from heed.expectations.api.standards import endpoints as standards
from heed.expectations.api.standing import endpoints as standing
from heed.expectations.api.steering import endpoints as steering
from heed.expectations.api.topics import endpoints as topics
from heed.improvement.api import endpoints as improvements
from heed.surveys.api.invitations import endpoints as invitations
from heed.surveys.api.responses import endpoints as responses
from heed.surveys.api.surveys import endpoints as surveys
from heed.workspace.api import endpoints as opportunities

JSON = "application/json"


class Token(HttpBearer):
    """A token of a person: who calls is that person, limited to the scopes of the token."""

    openapi_description = api_description.TOKEN

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        now = timezone.now()
        key = _valid_token(token, now=now)
        if key is None:
            return None
        note_token_use(token=key, now=now)
        request.user = key.owner.restricted_to(key.scopes)
        return request.user


def _valid_token(text: str, *, now: datetime) -> ApiToken | None:
    """The token with this text, if it may be used now, with its owner."""
    rows = ApiToken.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None)
    usable = rows.filter(owner__is_active=True, digest=token_digest(text))
    return usable.select_related("owner").first()


class StrictJson(Parser):
    """Reads bodies that say they are JSON and are: no NaN, no half characters, no deep nesting."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != JSON:
            raise NotJson(type=(request.content_type or "?")[:100])
        try:
            return from_json(request.body, allow_inf_nan=False)
        except ValueError as problem:
            raise BodyBroken(reason=problem) from problem


class HeedAPI(NinjaAPI):
    """Adds to ninja's what every address of the API has: one form of refusals, scopes named."""

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        patterns, app_name, namespace = super().urls
        for pattern in patterns:
            if pattern.callback is not None:
                pattern.callback = api_refusals.in_one_form(pattern.callback)
        rest = path("<path:rest>", api_refusals.in_one_form(api_refusals.nothing_here))
        return [*patterns, rest], app_name, namespace

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        api_description.name_scopes(schema)
        api_description.leave_out_null(schema)
        return schema


api = HeedAPI(
    title="Heed",
    version="1",
    description=api_description.OVERVIEW,
    urls_namespace="api",
    auth=Token(),
    parser=StrictJson(),
    docs=DocsPage(),
)
api_refusals.install(api)
for subject in (
    customers,
    conversations,
    topics,
    standards,
    expectations,
    promises,
    proposals,
    advice,
    rankings,
    standing,
    perceptions,
    negotiations,
    offers,
    concessions,
    steering,
    opportunities,
    improvements,
    surveys,
    invitations,
    responses,
):
    api.add_router("", subject.router)
