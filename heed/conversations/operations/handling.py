"""Who works on a conversation, and whether it is open."""

from datetime import datetime

from django.db import transaction

from heed.accounts.models import Team, User
from heed.conversations import rules
from heed.conversations.events import (
    ConversationAssigned,
    ConversationClosed,
    ConversationReopened,
)
from heed.conversations.models import Conversation
from heed.conversations.operations import matching
from heed.core import access, events
from heed.customers.operations import note_activity


@transaction.atomic
def assign(
    *,
    conversation: Conversation,
    assignee: User | None,
    team: Team | None,
    actor: User,
    now: datetime,
) -> Conversation:
    """Give the conversation to a person and a team; None is nobody.

    Publishes ConversationAssigned where that is a change.
    """
    access.require(actor, "conversations.change")
    locked = matching.locked(conversation.pk)
    if (locked.assignee, locked.team) == (assignee, team):
        return locked
    locked.assignee, locked.team = assignee, team
    locked.save(update_fields=["assignee", "team"])
    happened = ConversationAssigned(
        customer_id=locked.customer_id,
        conversation_id=locked.pk,
        team_id=team.pk if team else None,
        assignee_id=assignee.pk if assignee else None,
    )
    events.publish(happened, actor=actor, at=now)
    return locked


@transaction.atomic
def close_conversation(*, conversation: Conversation, actor: User, now: datetime) -> Conversation:
    """Close the matter; nobody waits any more. Publishes ConversationClosed if it was open."""
    access.require(actor, "conversations.change")
    locked = matching.locked(conversation.pk)
    if locked.state == Conversation.State.CLOSED:
        return locked
    locked.state = Conversation.State.CLOSED
    locked.closed_at = now
    locked.waiting_since = None
    locked.save(update_fields=["state", "closed_at", "waiting_since"])
    happened = ConversationClosed(customer_id=locked.customer_id, conversation_id=locked.pk)
    events.publish(happened, actor=actor, at=now)
    note_activity(customer_id=locked.customer_id, at=now)
    return locked


@transaction.atomic
def reopen(*, conversation: Conversation, actor: User, now: datetime) -> Conversation:
    """Open a closed matter again. Publishes ConversationReopened if it was closed."""
    access.require(actor, "conversations.change")
    locked = matching.locked(conversation.pk)
    _open_again(locked, actor, now)
    locked.save(update_fields=["state", "closed_at"])
    return locked


def begin_to_wait(conversation: Conversation, *, at: datetime, actor: User, now: datetime) -> None:
    """A message of the customer's came in at that time: she waits, and what was closed is open.

    Part of a larger operation, which has locked the conversation.
    """
    conversation.waiting_since = rules.waiting_since(conversation.waiting_since, at)
    conversation.last_message_at = max(conversation.last_message_at, at)
    _open_again(conversation, actor, now)
    conversation.save(update_fields=["waiting_since", "last_message_at", "state", "closed_at"])


def _open_again(conversation: Conversation, actor: User, now: datetime) -> None:
    if conversation.state == Conversation.State.OPEN:
        return
    conversation.state = Conversation.State.OPEN
    conversation.closed_at = None
    happened = ConversationReopened(
        customer_id=conversation.customer_id, conversation_id=conversation.pk
    )
    events.publish(happened, actor=actor, at=now)
