"""The letters and notes of a conversation, each with the promises found in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from heed.conversations.models import Conversation, Message
from heed.conversations.queries import thread_of
from heed.expectations.models import Proposal
from heed.expectations.queries.proposals import (
    Ground,
    Judged,
    judged_by_message,
    proposals_in,
)


@dataclass(frozen=True)
class Shown:
    """A letter or note, where promises stand in it, and those not yet taken."""

    message: Message
    found: Sequence[Proposal]
    judged: Sequence[Judged]

    @property
    def marks(self) -> list[tuple[int, int]]:
        return [(each.start, each.end) for each in self.found]


def thread(conversation: Conversation, ground: Ground) -> list[Shown]:
    """All of it in the order it came; three statements, a few more where promises were found."""
    found = proposals_in(conversation)
    judged = judged_by_message(found, ground)
    return [
        Shown(message, found.get(message.pk, ()), judged.get(message.pk, ()))
        for message in thread_of(conversation)
    ]
