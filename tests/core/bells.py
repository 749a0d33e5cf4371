"""A bell whose ringing is an event, for the tests of what runs after one."""

from dataclasses import dataclass
from typing import ClassVar

from heed.core.events import DomainEvent, publish
from heed.core.models import Event
from tests.moments import NOON


@dataclass(frozen=True, kw_only=True)
class BellRang(DomainEvent):
    subject: ClassVar[str] = "bell_id"
    bell_id: int


class BellStuckError(Exception):
    pass


def open_door(event, *, now):
    """A task that only writes to the database: an event marks that it ran."""
    Event.objects.create(type="door", at=now, payload={"bell": event.payload["bell_id"]})


def ring(bell=1, at=NOON):
    return publish(BellRang(bell_id=bell), actor=None, at=at)


def count(type_name):
    return Event.objects.filter(type=type_name).count()
