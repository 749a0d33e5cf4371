"""Topics over HTTP."""

from http import HTTPStatus

from django.utils import timezone
from ninja import Query

from heed.accounts.http import SignedInRequest
from heed.core.api_endpoints import Endpoints
from heed.core.api_paging import Order, PageQuery, Rows, found, page_of
from heed.core.api_types import IdFromAddress
from heed.expectations.api.related import topic_with_id
from heed.expectations.models import Topic
from heed.expectations.operations import topics as operations
from heed.expectations.queries.records import topics
from heed.expectations.schemas.expectations import TopicOut
from heed.expectations.schemas.topics import Nothing, TopicChanges, TopicIn, TopicPage

endpoints = Endpoints("Topics")

AS_PLACED = Order("position", is_descending=False)
FIELDS = ("name", "name_zh", "kind", "unit", "unit_zh", "direction", "grace_business_days")


@endpoints.get("/topics", needs="expectations.view", answer=TopicPage)
def list_topics(request: SignedInRequest, query: Query[PageQuery]) -> Rows[Topic]:
    """All topics in their order, those no longer used too."""
    return page_of(topics(), query, request, AS_PLACED)


@endpoints.get("/topics/{topic_id}", needs="expectations.view", answer=TopicOut)
def get_topic(request: SignedInRequest, topic_id: IdFromAddress) -> Topic:  # noqa: ARG001
    """One topic."""
    return found(topics(), topic_id, "topic_id")


@endpoints.post("/topics", needs="topics.change", answer=TopicOut)
def add_topic(request: SignedInRequest, payload: TopicIn) -> Topic:
    """Add a topic, under another one or under none."""
    fields = payload.model_dump(exclude={"parent_id"})
    return operations.add_topic(
        parent=topic_with_id(payload.parent_id),
        actor=request.user,
        now=timezone.now(),
        **fields,
    )


@endpoints.patch("/topics/{topic_id}", needs="topics.change", answer=TopicOut)
def change_topic(request: SignedInRequest, topic_id: IdFromAddress, payload: TopicChanges) -> Topic:
    """Change the fields that are sent, or move the topic; the others stay."""
    topic = found(topics().select_related("parent"), topic_id, "topic_id")
    sent = payload.model_dump(exclude_unset=True, exclude={"parent_id"})
    is_moved = "parent_id" in payload.model_fields_set
    return operations.change_topic(
        topic_id=topic.pk,
        parent=topic_with_id(payload.parent_id) if is_moved else topic.parent,
        actor=request.user,
        now=timezone.now(),
        **{name: getattr(topic, name) for name in FIELDS} | sent,
    )


@endpoints.post(
    "/topics/{topic_id}/retire", needs="topics.change", answer=TopicOut, status=HTTPStatus.OK
)
def retire_topic(
    request: SignedInRequest,
    topic_id: IdFromAddress,
    payload: Nothing,  # noqa: ARG001
) -> Topic:
    """Offer the topic for nothing new; what stands in the ledger stays."""
    topic = found(topics(), topic_id, "topic_id")
    return operations.retire_topic(topic_id=topic.pk, actor=request.user, now=timezone.now())


@endpoints.post(
    "/topics/{topic_id}/restore", needs="topics.change", answer=TopicOut, status=HTTPStatus.OK
)
def restore_topic(
    request: SignedInRequest,
    topic_id: IdFromAddress,
    payload: Nothing,  # noqa: ARG001
) -> Topic:
    """Take a retired topic into use again."""
    topic = found(topics(), topic_id, "topic_id")
    return operations.restore_topic(topic_id=topic.pk, actor=request.user, now=timezone.now())
