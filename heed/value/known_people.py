"""Who is stored already under the contact points of a file of customers."""

from collections.abc import Iterable

from heed.customers.models import ContactPoint, Customer, Fact
from heed.customers.queries import compared_as, contact_points_compared
from heed.value.rules.people import HEAD, Directory, PersonRow, Standing

ASKED_AT_ONCE = 300


def look_up_people(directory: Directory, rows: Iterable[PersonRow]) -> None:
    """Let the directory know who is stored under the contact points of these rows."""
    keys: dict[str, set[str]] = {}
    facts: set[str] = set()
    for row in rows:
        facts.update(row.facts)
        for kind, value in row.points:
            keys.setdefault(kind, set()).add(compared_as(kind, value))
    met: dict[int, Standing] = {}
    for kind, wanted in keys.items():
        unknown = sorted(key for key in wanted if (kind, key) not in directory.owners)
        for start in range(0, len(unknown), ASKED_AT_ONCE):
            asked = unknown[start : start + ASKED_AT_ONCE]
            for point in contact_points_compared(kind, asked):
                standing = directory.stored.get(point.customer_id)
                if standing is None:
                    standing = met[point.customer_id] = _standing(point.customer)
                    directory.stored[point.customer_id] = standing
                directory.owners[kind, point.key] = standing
    _look_closer(met, facts)


def _standing(customer: Customer) -> Standing:
    head = {name: getattr(customer, name) for name in HEAD}
    return Standing(customer.pk, head, is_declined=customer.surveys_declined_at is not None)


def _look_closer(met: dict[int, Standing], facts: Iterable[str]) -> None:
    """Add what contact points these customers have, and which of the facts are noted."""
    ids, texts = sorted(met), set(facts)
    for start in range(0, len(ids), ASKED_AT_ONCE):
        asked = ids[start : start + ASKED_AT_ONCE]
        for point in ContactPoint.objects.filter(customer_id__in=asked):
            standing = met[point.customer_id]
            standing.values.add(point.value)
            standing.has_reference |= point.kind == ContactPoint.Kind.REFERENCE
            standing.has_address |= point.kind == ContactPoint.Kind.EMAIL
        if texts:
            for fact in Fact.objects.filter(customer_id__in=asked):
                met[fact.customer_id].facts.add(fact.text)
