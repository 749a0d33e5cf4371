"""A program that calls the API with a token."""

import json

from django.test import Client

from heed.accounts.models import ApiToken, User
from heed.accounts.operations import token_digest
from heed.accounts.rules import SCOPES
from tests.moments import NOON

TOKEN = "heed_a-token-for-tests-of-the-programs-that-call"


def make_token(*, owner: User, scopes=tuple(SCOPES), text=TOKEN, **fields) -> ApiToken:
    return ApiToken.objects.create(
        owner=owner,
        name="Shop",
        prefix=text[:12],
        digest=token_digest(text),
        scopes=list(scopes),
        created_at=NOON,
        **fields,
    )


class Program:
    def __init__(self, owner: User, *, scopes=tuple(SCOPES), text=TOKEN) -> None:
        self.token = make_token(owner=owner, scopes=scopes, text=text)
        self.client = Client(headers={"Authorization": f"Bearer {text}"})

    def get(self, path, **query):
        return self.client.get(f"/api/v1{path}", query)

    def post(self, path, body=None, *, key=None, **headers):
        if key is not None:
            headers["Idempotency-Key"] = key
        return self.client.post(
            f"/api/v1{path}", _bytes(body), content_type="application/json", headers=headers
        )

    def patch(self, path, body):
        return self.client.patch(f"/api/v1{path}", _bytes(body), content_type="application/json")


def _bytes(body) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body or {}).encode()
