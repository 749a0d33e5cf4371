"""What a body of the ledger names by id, found among what the caller may see."""

from heed.accounts.models import User
from heed.accounts.queries import people_near
from heed.conversations.models import Conversation
from heed.conversations.queries import conversations_visible_to
from heed.core.api_paging import found
from heed.customers.models import Customer
from heed.customers.queries import customers_visible_to
from heed.expectations.models import Promise, Topic
from heed.expectations.queries.promises import promises_visible_to
from heed.expectations.queries.records import topics


def customer_with_id(actor: User, customer_id: int) -> Customer:
    rows = customers_visible_to(actor).select_related("team")
    return found(rows, customer_id, "customer_id")


def topic_with_id(topic_id: int | None) -> Topic | None:
    return found(topics(), topic_id, "topic_id") if topic_id else None


def promise_with_id(actor: User, promise_id: int) -> Promise:
    return found(promises_visible_to(actor), promise_id, "promise_id")


def colleague_with_id(actor: User, user_id: int) -> User:
    """Anybody near; whether she or he can see to a promise is for the operation to say."""
    return found(people_near(actor), user_id, "owner_id")


def conversation_with_id(actor: User, conversation_id: int | None) -> Conversation | None:
    rows = conversations_visible_to(actor)
    return found(rows, conversation_id, "conversation_id") if conversation_id else None
