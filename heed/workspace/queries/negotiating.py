"""Whose turn it is in negotiations: what Today asks of a person, and what she or he was told."""

from collections.abc import Iterable
from dataclasses import dataclass

from heed.accounts.models import Notice, User
from heed.core.models import Event
from heed.expectations.models import Concession, Negotiation
from heed.expectations.queries.negotiations import (
    concessions_to_answer,
    negotiations_to_move,
    negotiations_visible_to,
)

ABOUT = "negotiation_event"
MOST = 10


@dataclass(frozen=True)
class Turns:
    """Steps the person is asked about, and negotiations in which the next move is hers or his."""

    asked: list[Concession]
    to_move: list[Negotiation]


def turns_of(actor: User) -> Turns:
    """What waits for the person in negotiations, the longest waiting first; two queries."""
    if not actor.may("negotiations.conduct"):
        return Turns([], [])
    return Turns(
        asked=list(concessions_to_answer(actor)[:MOST]),
        to_move=list(negotiations_to_move(actor)[:MOST]),
    )


@dataclass(frozen=True)
class Told:
    """A negotiation a notice is about, and what happened in it."""

    negotiation: Negotiation
    outcome: str


def told_by(notices: Iterable[Notice], actor: User) -> dict[int, Told]:
    """By notice, the negotiation it is about, as far as the actor may see it.

    Two queries, or none where no notice is about a negotiation.
    """
    about = {each.pk: each.subject_id for each in notices if each.subject_type == ABOUT}
    if not about:
        return {}
    happened = Event.objects.in_bulk(set(about.values()))
    ids = {event.payload["negotiation_id"] for event in happened.values()}
    shown = negotiations_visible_to(actor).in_bulk(ids)
    found = {}
    for notice_id, event_id in about.items():
        payload = happened[event_id].payload
        negotiation = shown.get(payload["negotiation_id"])
        if negotiation:
            found[notice_id] = Told(
                negotiation, payload.get("answer") or payload.get("outcome", "")
            )
    return found
