"""The same form sent twice, by two clicks at once, is done once; the second goes where it led.

Every form as shown carries a mask of its own in its CSRF token, so what was sent tells which form
it was. As with keys of the API, the record is written in the transaction of what it protects.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from heed.core.models import IdempotencyRecord


def done_once(
    request: HttpRequest, *, owner: str, perform: Callable[[], HttpResponse]
) -> HttpResponse:
    """Do what the form asks for, or go where the same form led before."""
    if not request.POST.get("csrfmiddlewaretoken"):
        return perform()
    sent = f"{request.get_full_path()}\n{request.POST.urlencode()}"
    key = hashlib.sha256(sent.encode()).hexdigest()
    return _answer(f"form {owner}", key, timezone.now(), perform)


@transaction.atomic
def _answer(
    owner: str, key: str, now: datetime, perform: Callable[[], HttpResponse]
) -> HttpResponse:
    record, is_new = IdempotencyRecord.objects.get_or_create(
        owner=owner,
        key=key,
        defaults={"request_digest": key, "status": 0, "body": "", "at": now},
    )
    if not is_new:
        is_page = record.status == HttpResponseRedirect.status_code
        return (HttpResponseRedirect if is_page else HttpResponseClientRedirect)(record.body)
    answer = perform()
    leads_to = answer.headers.get("Location") or answer.headers.get("HX-Redirect")
    if leads_to is None:  # nothing was done: the form is shown again with what is wrong
        record.delete()
        return answer
    record.status, record.body = answer.status_code, leads_to
    record.save(update_fields=["status", "body"])
    return answer
