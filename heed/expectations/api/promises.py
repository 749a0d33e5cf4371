"""Promises over HTTP: made, handed over, and closed with an outcome."""

from http import HTTPStatus

from django.utils import timezone
from ninja import Query

from heed.accounts.http import SignedInRequest
from heed.core.api_endpoints import Endpoints
from heed.core.api_paging import Rows, page_of
from heed.core.api_types import IdFromAddress
from heed.expectations.api import related
from heed.expectations.models import Promise, ProposedTime
from heed.expectations.operations import closing, handing, times
from heed.expectations.operations import promises as operations
from heed.expectations.queries.promises import promises_visible_to
from heed.expectations.schemas.promises import (
    FulfilmentIn,
    HandedOverOut,
    HandOverIn,
    HandOverManyIn,
    PromiseIn,
    PromiseOut,
    PromisePage,
    PromiseQuery,
    ProposedTimeIn,
    ProposedTimeOut,
    RenegotiationIn,
    WaiverIn,
)

endpoints = Endpoints("Promises")


@endpoints.get("/promises", needs="promises.view", answer=PromisePage)
def list_promises(request: SignedInRequest, query: Query[PromiseQuery]) -> Rows[Promise]:
    """Promises to customers you may see, the newest entry first."""
    rows = query.choose(promises_visible_to(request.user), now=timezone.now())
    return page_of(rows, query, request)


@endpoints.get("/promises/{promise_id}", needs="promises.view", answer=PromiseOut)
def get_promise(request: SignedInRequest, promise_id: IdFromAddress) -> Promise:
    """One promise."""
    return related.promise_with_id(request.user, promise_id)


@endpoints.post("/promises", needs="promises.record", answer=PromiseOut)
def record_promise(request: SignedInRequest, payload: PromiseIn) -> Promise:
    """Enter a promise just made to a customer in the ledger; the same one again is that one."""
    actor = request.user
    owner_id = payload.owner_id
    return operations.record_promise(
        customer=related.customer_with_id(actor, payload.customer_id),
        topic=related.topic_with_id(payload.topic_id),
        conversation=related.conversation_with_id(actor, payload.conversation_id),
        owner=related.colleague_with_id(actor, owner_id) if owner_id else None,
        wording=payload.wording,
        due_at=payload.due_at,
        value=payload.value,
        is_separate=payload.is_separate,
        actor=actor,
        now=timezone.now(),
    )


@endpoints.post(
    "/promises/{promise_id}/fulfil",
    needs="promises.close",
    answer=PromiseOut,
    status=HTTPStatus.OK,
)
def fulfil_promise(
    request: SignedInRequest, promise_id: IdFromAddress, payload: FulfilmentIn
) -> Promise:
    """Close a promise as delivered: kept in time, late within the grace, else broken."""
    return closing.fulfil_promise(
        promise_id=related.promise_with_id(request.user, promise_id).pk,
        evidence=payload.evidence,
        delivered_at=payload.delivered_at,
        delivered_value=payload.delivered_value,
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.post(
    "/promises/{promise_id}/waive",
    needs="promises.close",
    answer=PromiseOut,
    status=HTTPStatus.OK,
)
def waive_promise(
    request: SignedInRequest, promise_id: IdFromAddress, payload: WaiverIn
) -> Promise:
    """Close a promise because the customer no longer wants it."""
    return closing.waive_promise(
        promise_id=related.promise_with_id(request.user, promise_id).pk,
        evidence=payload.evidence,
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.post("/promises/{promise_id}/renegotiate", needs="promises.close", answer=PromiseOut)
def renegotiate_promise(
    request: SignedInRequest, promise_id: IdFromAddress, payload: RenegotiationIn
) -> Promise:
    """Replace a promise, before it is due, by the one given back."""
    return closing.renegotiate_promise(
        promise_id=related.promise_with_id(request.user, promise_id).pk,
        due_at=payload.due_at,
        evidence=payload.evidence,
        wording=payload.wording,
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.post(
    "/promises/{promise_id}/hand-over",
    needs="promises.record",
    answer=PromiseOut,
    status=HTTPStatus.OK,
)
def hand_over_promise(
    request: SignedInRequest, promise_id: IdFromAddress, payload: HandOverIn
) -> Promise:
    """Let somebody else see to an open promise, who is reminded anew."""
    return operations.hand_over_promise(
        promise_id=related.promise_with_id(request.user, promise_id).pk,
        owner=related.colleague_with_id(request.user, payload.owner_id),
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.post("/hand-overs", needs="promises.record", answer=HandedOverOut, status=HTTPStatus.OK)
def hand_over_promises(request: SignedInRequest, payload: HandOverManyIn) -> dict[str, object]:
    """Let somebody else see to many promises at once; all of those you may see, or none."""
    visible = promises_visible_to(request.user).filter(pk__in=payload.promise_ids)
    changes = handing.hand_over_promises(
        promise_ids=list(visible.values_list("pk", flat=True)),
        owner=related.colleague_with_id(request.user, payload.owner_id),
        actor=request.user,
        now=timezone.now(),
    )
    return {"count": len(changes), "promise_ids": [each.promise_id for each in changes]}


@endpoints.post(
    "/promises/{promise_id}/propose-time", needs="promises.close", answer=ProposedTimeOut
)
def propose_time(
    request: SignedInRequest, promise_id: IdFromAddress, payload: ProposedTimeIn
) -> ProposedTime:
    """Ask the customer by mail to agree to another due time; nothing changes until she does."""
    return times.propose_time(
        promise_id=related.promise_with_id(request.user, promise_id).pk,
        due_at=payload.due_at,
        reason=payload.reason,
        actor=request.user,
        now=timezone.now(),
    )
