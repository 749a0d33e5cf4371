from datetime import datetime

from heed.core import search
from heed.core.models import Event
from heed.customers import documents


def index_customer(event: Event, *, now: datetime) -> None:  # noqa: ARG001
    """Let the search find a customer who is new or changed; no longer, if gone."""
    customer_id = event.payload["customer_id"]
    document = documents.customer_document(customer_id)
    if document is None:
        search.remove(documents.KIND, customer_id)
    else:
        search.index(document)


def index_customers_of_batch(event: Event, *, now: datetime) -> None:  # noqa: ARG001
    """Let the search find the customers of an import; those it left as they were cost no write.

    Many customers: batches of their own, so subscribe it with `is_atomic=False`.
    """
    search.index_many(documents.customer_documents())
