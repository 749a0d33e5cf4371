"""Expectations over HTTP."""

from http import HTTPStatus

from django.utils import timezone
from ninja import Query

from heed.accounts.http import SignedInRequest
from heed.core.api_endpoints import Endpoints
from heed.core.api_paging import Rows, found, page_of
from heed.core.api_types import IdFromAddress
from heed.expectations.api.related import conversation_with_id, customer_with_id
from heed.expectations.models import Expectation
from heed.expectations.operations import expectations as operations
from heed.expectations.queries.records import expectations_visible_to, topics
from heed.expectations.schemas.expectations import (
    ExpectationIn,
    ExpectationOut,
    ExpectationPage,
    ExpectationQuery,
)

endpoints = Endpoints("Expectations")


@endpoints.get("/expectations", needs="expectations.view", answer=ExpectationPage)
def list_expectations(
    request: SignedInRequest, query: Query[ExpectationQuery]
) -> Rows[Expectation]:
    """Expectations of customers you may see, the newest entry first."""
    return page_of(query.choose(expectations_visible_to(request.user)), query, request)


@endpoints.get("/expectations/{expectation_id}", needs="expectations.view", answer=ExpectationOut)
def get_expectation(request: SignedInRequest, expectation_id: IdFromAddress) -> Expectation:
    """One expectation."""
    return found(expectations_visible_to(request.user), expectation_id, "expectation_id")


@endpoints.post("/expectations", needs="expectations.record", answer=ExpectationOut)
def record_expectation(request: SignedInRequest, payload: ExpectationIn) -> Expectation:
    """Enter what a customer expects on a topic from now on; an earlier entry stays, dated."""
    actor = request.user
    return operations.record_expectation(
        customer=customer_with_id(actor, payload.customer_id),
        topic=found(topics(), payload.topic_id, "topic_id"),
        conversation=conversation_with_id(actor, payload.conversation_id),
        level=payload.level,
        wording=payload.wording,
        felt=payload.felt,
        value=payload.value,
        desired=payload.desired,
        adequate=payload.adequate,
        is_must_have=payload.is_must_have,
        knows_norm=payload.knows_norm,
        source=payload.source,
        actor=actor,
        now=timezone.now(),
    )


@endpoints.post(
    "/expectations/{expectation_id}/withdraw",
    needs="expectations.record",
    answer=ExpectationOut,
    status=HTTPStatus.OK,
)
def withdraw_expectation(request: SignedInRequest, expectation_id: IdFromAddress) -> Expectation:
    """Take back an entry you made within the last minute; what it replaced is entered anew."""
    visible = expectations_visible_to(request.user)
    entry = found(visible, expectation_id, "expectation_id")
    operations.withdraw_expectation(expectation_id=entry.pk, actor=request.user, now=timezone.now())
    return visible.get(pk=entry.pk)
