"""Topics over HTTP."""

from ninja import Query

from heed.accounts.http import SignedInRequest
from heed.core.api_endpoints import Endpoints
from heed.core.api_paging import Order, PageQuery, Rows, found, page_of
from heed.core.api_types import IdFromAddress
from heed.expectations.models import Topic
from heed.expectations.queries.records import topics
from heed.expectations.schemas.expectations import TopicOut, TopicPage

endpoints = Endpoints("Topics")

AS_PLACED = Order("position", is_descending=False)


@endpoints.get("/topics", needs="expectations.view", answer=TopicPage)
def list_topics(request: SignedInRequest, query: Query[PageQuery]) -> Rows[Topic]:
    """All topics in their order."""
    return page_of(topics(), query, request, AS_PLACED)


@endpoints.get("/topics/{topic_id}", needs="expectations.view", answer=TopicOut)
def get_topic(request: SignedInRequest, topic_id: IdFromAddress) -> Topic:  # noqa: ARG001
    """One topic."""
    return found(topics(), topic_id, "topic_id")
