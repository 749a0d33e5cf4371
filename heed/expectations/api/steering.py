"""Steering and exceeding over HTTP."""

from http import HTTPStatus
from typing import Any

from django.utils import timezone
from ninja import Query

from heed.accounts.http import SignedInRequest
from heed.core.api_endpoints import Endpoints
from heed.core.api_paging import PageQuery, Rows, found, page_of, refuse_unknown
from heed.core.api_types import IdFromAddress
from heed.expectations.api import related
from heed.expectations.models import Exceeding, Steering
from heed.expectations.operations import steering as operations
from heed.expectations.operations.exceeding import record_exceeding as record
from heed.expectations.queries.exceeding import exceedings_visible_to
from heed.expectations.queries.records import topics
from heed.expectations.queries.steering import steering_cells
from heed.expectations.schemas import steering as schemas
from heed.expectations.schemas.topics import Nothing, OfTopic

endpoints = Endpoints("Steering and exceeding")


@endpoints.get("/steering/findings", needs="ledger.view", answer=schemas.SteeringCellPage)
def list_steering_findings(request: SignedInRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """What the figures of the last twelve months say, topic by topic and tier by tier.

    The whole list comes at once; `limit` and `cursor` do nothing.
    """
    refuse_unknown(request, type(query).model_fields)
    cells = steering_cells(request.user, now=timezone.now())
    return {"items": cells, "next_cursor": None}


@endpoints.get("/steering", needs="ledger.view", answer=schemas.SteeringPage)
def list_steering(request: SignedInRequest, query: Query[OfTopic]) -> Rows[Steering]:
    """Decisions to lower, raise or hold, the newest entry first."""
    rows = Steering.objects.all()
    rows = rows.filter(topic_id=query.topic_id) if query.topic_id else rows
    return page_of(rows, query, request)


@endpoints.post("/steering", needs="steering.decide", answer=schemas.SteeringOut)
def decide_steering(request: SignedInRequest, payload: schemas.SteeringIn) -> Steering:
    """Decide what is said to a tier, or to everybody; the figures of now are kept with it."""
    topic, tier = found(topics(), payload.topic_id, "topic_id"), payload.tier or ""
    now = timezone.now()
    cells = steering_cells(request.user, now=now, topic=topic)
    evidence = next((cell.evidence for cell in cells if cell.tier == tier), {})
    return operations.decide_steering(
        topic=topic,
        tier=tier,
        direction=payload.direction,
        wording=payload.wording,
        wording_zh=payload.wording_zh,
        evidence=evidence,
        actor=request.user,
        now=now,
    )


@endpoints.post(
    "/steering/{steering_id}/end",
    needs="steering.decide",
    answer=schemas.SteeringOut,
    status=HTTPStatus.OK,
)
def end_steering(
    request: SignedInRequest,
    steering_id: IdFromAddress,
    payload: Nothing,  # noqa: ARG001
) -> Steering:
    """End a decision: nothing is said any more."""
    steering = found(Steering.objects.all(), steering_id, "steering_id")
    return operations.end_steering(steering_id=steering.pk, actor=request.user, now=timezone.now())


@endpoints.get("/exceedings", needs="promises.view", answer=schemas.ExceedingPage)
def list_exceedings(
    request: SignedInRequest, query: Query[schemas.ExceedingQuery]
) -> Rows[Exceeding]:
    """What customers you may see were given beyond the promise, the newest entry first."""
    return page_of(query.choose(exceedings_visible_to(request.user)), query, request)


@endpoints.post("/exceedings", needs="exceedings.record", answer=schemas.ExceedingOut)
def record_exceeding(request: SignedInRequest, payload: schemas.ExceedingIn) -> Exceeding:
    """Note what a customer was given beyond the promise, and what it cost us."""
    actor, promise_id = request.user, payload.promise_id
    return record(
        customer=related.customer_with_id(actor, payload.customer_id),
        topic=related.topic_with_id(payload.topic_id),
        promise=related.promise_with_id(actor, promise_id) if promise_id else None,
        kind=payload.kind,
        description=payload.description,
        cost_minor=payload.cost_minor,
        given_at=payload.given_at,
        actor=actor,
        now=timezone.now(),
    )
