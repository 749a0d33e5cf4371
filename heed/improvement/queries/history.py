"""What happened to an improvement, day by day, the last first."""

from dataclasses import dataclass
from datetime import datetime

from heed.accounts.models import User
from heed.core.models import Event
from heed.improvement.models import Improvement, ImprovementNote
from heed.improvement.queries.cards import Card, Measured, measured_of

MOST = 200


@dataclass(frozen=True)
class Entry:
    """One thing that happened; `kind` is the event without its room."""

    at: datetime
    kind: str
    actor: User | None
    state: Improvement.State | None = None
    note: ImprovementNote | None = None
    measured: Measured | None = None


def history_of(card: Card) -> list[Entry]:
    """Events with their notes and measurements, the newest 200; four statements."""
    improvement = card.improvement
    happened = list(
        Event.objects.filter(subject_type="improvement", subject_id=improvement.pk)
        .select_related("actor")
        .order_by("-at", "-pk")[:MOST]
    )
    notes = {each.pk: each for each in improvement.notes.select_related("written_by")}
    measured = measured_of(improvement, card.figure)
    entries = [_entry(event, notes, measured) for event in happened]
    former = [
        Entry(each.written_at, "FormerResult", each.written_by, note=each)
        for each in notes.values()
        if each.is_former_result
    ]
    return sorted([*entries, *former], key=lambda each: each.at, reverse=True)


def _entry(event: Event, notes: dict[int, ImprovementNote], measured: dict[int, Measured]) -> Entry:
    state = event.payload.get("state")
    actor = event.actor if isinstance(event.actor, User) else None
    return Entry(
        at=event.at,
        kind=event.type.partition(".")[2].removeprefix("Improvement"),
        actor=actor,
        state=Improvement.State(state) if state else None,
        note=notes.get(event.payload.get("note_id", 0)),
        measured=measured.get(event.payload.get("measurement_id", 0)),
    )
