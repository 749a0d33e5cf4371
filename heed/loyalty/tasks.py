"""What the worker does about leaving."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import translation

from heed.accounts.queries import system_user
from heed.core.models import Event
from heed.core.plots.figures import draw_ahead
from heed.loyalty.operations import departures, erasing
from heed.loyalty.operations.snapshots import follow_leaving
from heed.loyalty.queries.pictures import pictures_shown_first
from heed.loyalty.queries.snapshots import is_snapshot_stale


def record_said_departure(batch: Sequence[Event], *, now: datetime) -> None:
    """Record why customers left who said so in an exit interview or a survey."""
    actor = system_user()
    for response_id in [each.payload["response_id"] for each in batch if each.customer_id]:
        departures.record_said_departure(response_id=response_id, actor=actor, now=now)


def erase_words(event: Event, *, now: datetime) -> None:  # noqa: ARG001
    """Take out what was written of an erased customer's leaving."""
    erasing.erase_words_of(customer_id=event.payload["customer_id"])


def follow_when_stale(*, now: datetime) -> None:
    """Work out how long customers stay, after they were valued or an entry came or ended.

    What the page shows first is drawn here too, so that nobody waits for it there.
    """
    snapshot = follow_leaving(actor=system_user(), now=now) if is_snapshot_stale() else None
    if snapshot is None:
        return
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            draw_ahead(pictures_shown_first(snapshot))
