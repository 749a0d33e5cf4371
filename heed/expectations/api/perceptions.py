"""Perceptions over HTTP."""

from django.utils import timezone
from ninja import Query

from heed.accounts.http import SignedInRequest
from heed.core.api_endpoints import Endpoints
from heed.core.api_paging import Rows, found, page_of
from heed.core.api_types import IdFromAddress
from heed.expectations.api.related import customer_with_id, promise_with_id, topic_with_id
from heed.expectations.models import Perception
from heed.expectations.operations import perceptions as operations
from heed.expectations.queries.records import perceptions_visible_to
from heed.expectations.schemas.perceptions import (
    PerceptionIn,
    PerceptionOut,
    PerceptionPage,
    PerceptionQuery,
)

endpoints = Endpoints("Perceptions")


@endpoints.get("/perceptions", needs="perceptions.view", answer=PerceptionPage)
def list_perceptions(request: SignedInRequest, query: Query[PerceptionQuery]) -> Rows[Perception]:
    """Perceptions of customers you may see, the newest entry first."""
    return page_of(query.choose(perceptions_visible_to(request.user)), query, request)


@endpoints.get("/perceptions/{perception_id}", needs="perceptions.view", answer=PerceptionOut)
def get_perception(request: SignedInRequest, perception_id: IdFromAddress) -> Perception:
    """One perception."""
    return found(perceptions_visible_to(request.user), perception_id, "perception_id")


@endpoints.post("/perceptions", needs="perceptions.record", answer=PerceptionOut)
def record_perception(request: SignedInRequest, payload: PerceptionIn) -> Perception:
    """Enter what a customer perceived, and how it was against her expectation."""
    actor = request.user
    promise_id = payload.promise_id
    return operations.record_perception(
        customer=customer_with_id(actor, payload.customer_id),
        topic=topic_with_id(payload.topic_id),
        promise=promise_with_id(actor, promise_id) if promise_id else None,
        perceived=payload.perceived,
        against_expectation=payload.against_expectation,
        satisfaction=payload.satisfaction,
        comment=payload.comment,
        mode=Perception.Mode.API,
        actor=actor,
        now=timezone.now(),
    )
