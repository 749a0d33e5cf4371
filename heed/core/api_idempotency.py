"""The same POST twice is done once: under a key of the caller's the first answer is kept.

The record of a key is written in the transaction of what it protects. Where two requests with one
key meet, the unique constraint lets one go on; the other waits for its end and gets its answer.
A refusal rolls everything back, so it is not kept, and the same key may be tried again.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heed.core.api_problems import FieldProblem, FieldsRefused
from heed.core.errors import DomainError
from heed.core.models import IdempotencyRecord

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
LONGEST_KEY = 255

_KEY = re.compile(rf"[\x21-\x7e]{{1,{LONGEST_KEY}}}")

PARAMETER: dict[str, Any] = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "description": (
        "A word of your own for this request, such as a UUID. Sent again with the same request "
        "within seven days, it gives the first answer again and nothing is done twice."
    ),
    "schema": {
        "type": "string",
        "minLength": 1,
        "maxLength": LONGEST_KEY,
        "pattern": r"^[\x21-\x7e]+$",
    },
}


class KeyUsedBefore(DomainError):
    code = "idempotency.key_used_before"
    message = gettext_lazy(
        "The key %(key)s was used for another request. Use a fresh key for each request."
    )
    status = HTTPStatus.CONFLICT


def answer_once(
    request: HttpRequest, *, owner: str, perform: Callable[[], HttpResponse]
) -> HttpResponse:
    """Perform the request, or give the answer kept under its key. Raises KeyUsedBefore."""
    key = request.headers.get(HEADER)
    if key is None:
        return perform()
    if not _KEY.fullmatch(key):
        message = _("A key has 1 to 255 visible ASCII characters and no space, such as a UUID.")
        problem = FieldProblem(field=f"header.{HEADER}", code="key_unusable", message=message)
        raise FieldsRefused(problem)
    return _answer(key, owner, _digest(request), timezone.now(), perform)


@transaction.atomic
def _answer(
    key: str, owner: str, digest: str, now: datetime, perform: Callable[[], HttpResponse]
) -> HttpResponse:
    record, is_new = IdempotencyRecord.objects.get_or_create(
        owner=owner,
        key=key,
        defaults={"request_digest": digest, "status": 0, "body": "", "at": now},
    )
    if not is_new:
        return _replay(record, digest)
    answer = perform()
    record.status = answer.status_code
    record.body = answer.content.decode()
    record.save(update_fields=["status", "body"])
    return answer


def _replay(record: IdempotencyRecord, digest: str) -> HttpResponse:
    if record.request_digest != digest:
        raise KeyUsedBefore(key=record.key)
    answer = HttpResponse(record.body, status=record.status, content_type="application/json")
    answer[REPLAYED] = "true"
    return answer


def _digest(request: HttpRequest) -> str:
    head = f"{request.method}\n{request.get_full_path()}\n"
    return hashlib.sha256(head.encode() + request.body).hexdigest()
