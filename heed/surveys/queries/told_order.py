"""The order in which answers to an anonymous survey are listed: one that tells nothing of them."""

from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.utils.crypto import salted_hmac

from heed.surveys.analysing.privacy import is_few

SALT = "heed.surveys.told_order"
Row = TypeVar("Row", bound=Model)


def place_of(pk: int) -> bytes:
    """Where a row stands among others: always the same, and known to nobody without the key."""
    return salted_hmac(SALT, str(pk), algorithm="sha256").digest()


def told_page(
    rows: QuerySet[Row], *, among: QuerySet[Any], number: str, size: int = 20
) -> Page[Row]:
    """A page of the rows in an order that tells nothing; none where they, or the rest, are few.

    `among` are all that could be asked for. A number that is none shows the first page.
    """
    keys = list(rows.order_by().values_list("pk", flat=True))
    if is_few(len(keys), among.count()):
        keys = []
    page = Paginator(sorted(keys, key=place_of), size).get_page(number)
    found = rows.in_bulk(list(page.object_list))
    page.object_list = [found[pk] for pk in page.object_list if pk in found]
    return page
