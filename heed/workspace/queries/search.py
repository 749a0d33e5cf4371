"""Customers and conversations that hold the words, as far as the person may see them."""

from dataclasses import dataclass, field

from heed.accounts.models import User
from heed.accounts.queries import team_ids_of
from heed.conversations.models import Conversation
from heed.conversations.queries import conversations_visible_to
from heed.core.search import Hit, found, similar_names
from heed.customers.models import Customer
from heed.customers.queries import customers_visible_to

SIZE = 25


@dataclass(frozen=True)
class Results:
    """What was found, newest first, and names written much like the words where it was little."""

    rows: list[Customer | Conversation] = field(default_factory=list)
    similar: list[Customer | Conversation] = field(default_factory=list)
    before: int | None = None


def search_results(actor: User, words: str, *, before_id: int | None = None) -> Results:
    """Return the next rows that hold all words; an empty question finds nothing."""
    if not words:
        return Results()
    team_ids = team_ids_of(actor)
    hits = found(words, team_ids=team_ids, before_id=before_id, limit=SIZE + 1)
    is_first = before_id is None
    similar = similar_names(words, team_ids=team_ids) if is_first and len(hits) < 3 else []
    known = {(hit.kind, hit.object_id) for hit in hits}
    return Results(
        rows=_rows(actor, hits[:SIZE]),
        similar=_rows(actor, [hit for hit in similar if (hit.kind, hit.object_id) not in known]),
        before=hits[SIZE - 1].id if len(hits) > SIZE else None,
    )


def _rows(actor: User, hits: list[Hit]) -> list[Customer | Conversation]:
    customer_ids = [hit.object_id for hit in hits if hit.kind == "customer"]
    conversation_ids = [hit.object_id for hit in hits if hit.kind == "conversation"]
    rows: dict[tuple[str, int], Customer | Conversation] = {}
    for customer in customers_visible_to(actor).filter(pk__in=customer_ids):
        rows["customer", customer.pk] = customer
    for conversation in conversations_visible_to(actor).filter(pk__in=conversation_ids):
        rows["conversation", conversation.pk] = conversation
    order = [(hit.kind, hit.object_id) for hit in hits]
    return [rows[key] for key in order if key in rows]
