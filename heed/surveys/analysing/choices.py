"""What is asked of the answers to a survey: a method, what about, whose answers, weighted how.

A choice is plain values, so that it can stand in an address, in a task and beside a result.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any


class Weight(StrEnum):
    """How many people an answer stands for."""

    NONE = ""
    SAMPLING = "sampling"  # one over the chance of being asked
    CUSTOMERS = "customers"  # raked to the tiers of all customers


@dataclass(frozen=True)
class Filters:
    """Whose answers count; nothing given takes all. `since` and `until` are days, half-open."""

    tiers: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    topic: str = ""  # the key of a topic: items about it alone
    since: date | None = None
    until: date | None = None

    def __bool__(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class Choice:
    """One analysis: `subject` names the items it is about, "" where the method says it all."""

    method: str
    subject: str = ""
    filters: Filters = field(default_factory=Filters)
    weight: Weight = Weight.NONE

    @property
    def digest(self) -> str:
        """The same for the same choice, for ever."""
        text = json.dumps(as_object(self), sort_keys=True, ensure_ascii=False)
        return sha256(text.encode()).hexdigest()


def as_object(choice: Choice) -> dict[str, Any]:
    """The choice as JSON keeps it."""
    found = asdict(choice)
    filters = choice.filters
    found["filters"] = {
        **found["filters"],
        "since": filters.since.isoformat() if filters.since else None,
        "until": filters.until.isoformat() if filters.until else None,
    }
    return found


def choice_from(given: Mapping[str, Any]) -> Choice:
    """The choice that `as_object` wrote."""
    kept: dict[str, Any] = given.get("filters", {})
    since, until = kept.get("since"), kept.get("until")
    filters = Filters(
        tiers=tuple(kept.get("tiers", ())),
        stages=tuple(kept.get("stages", ())),
        modes=tuple(kept.get("modes", ())),
        languages=tuple(kept.get("languages", ())),
        topic=kept.get("topic", ""),
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
    )
    return Choice(
        method=given["method"],
        subject=given.get("subject", ""),
        filters=filters,
        weight=Weight(given.get("weight", "")),
    )
