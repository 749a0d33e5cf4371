"""What a customer is found by in the search: name, way of address, contact points."""

from collections.abc import Iterator

from django.db.models import QuerySet

from heed.core.search import Document
from heed.customers.models import Customer

KIND = "customer"


def customer_documents() -> Iterator[Document]:
    """The documents of all customers, the longest inactive first."""
    return _documents(
        Customer.objects.filter(erased_at=None, merged_into=None).order_by("last_activity_at", "pk")
    )


def customer_document(customer_id: int) -> Document | None:
    """The document of one customer, or None where there is none.

    Locks the customer until the transaction ends, so that a later change is indexed later.
    """
    rows = Customer.objects.select_for_update(of=("self",))
    return next(_documents(rows.filter(pk=customer_id, erased_at=None, merged_into=None)), None)


def _documents(customers: QuerySet[Customer]) -> Iterator[Document]:
    rows = customers.prefetch_related("contact_points").iterator(chunk_size=500)
    return (_document(customer) for customer in rows)


def _document(customer: Customer) -> Document:
    points = (point.value for point in customer.contact_points.all())
    return Document(
        kind=KIND,
        object_id=customer.pk,
        text="\n".join((customer.name, customer.address_form, *points)),
        name=customer.name,
        team_id=customer.team_id,
        at=customer.last_activity_at,
    )
