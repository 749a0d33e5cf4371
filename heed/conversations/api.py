"""Conversations over HTTP: read, opened, answered by mail, noted in, assigned and closed."""

from http import HTTPStatus

from django.utils import timezone
from ninja import Query

from heed.accounts.http import SignedInRequest
from heed.accounts.models import Team, User
from heed.accounts.queries import colleagues_of, in_teams_of
from heed.conversations import queries, schemas
from heed.conversations.models import Conversation, Message
from heed.conversations.operations import answering, handling
from heed.core.api_endpoints import Endpoints
from heed.core.api_paging import Order, PageQuery, Rows, found, page_of
from heed.core.api_types import IdFromAddress
from heed.customers.queries import customers_visible_to

endpoints = Endpoints("Conversations")

RECENT = Order("last_message_at")
AS_THEY_CAME = Order("at", is_descending=False)


def _conversation(actor: User, conversation_id: int) -> Conversation:
    return found(queries.conversations_visible_to(actor), conversation_id, "conversation_id")


@endpoints.get("/conversations", needs="conversations.view", answer=schemas.ConversationPage)
def list_conversations(
    request: SignedInRequest, query: Query[schemas.ConversationQuery]
) -> Rows[Conversation]:
    """Conversations you may see, the one with the newest message first."""
    rows = query.choose(queries.conversations_visible_to(request.user))
    return page_of(rows, query, request, RECENT)


@endpoints.post("/conversations", needs="conversations.change", answer=schemas.ConversationOut)
def open_conversation(request: SignedInRequest, payload: schemas.ConversationIn) -> Conversation:
    """Open a conversation with a first message: a mail of ours, or what the customer said."""
    first = answering.open_conversation(
        customer=found(customers_visible_to(request.user), payload.customer_id, "customer_id"),
        subject=payload.subject,
        text=payload.text,
        is_from_customer=payload.is_from_customer,
        actor=request.user,
        now=timezone.now(),
    )
    return first.conversation


@endpoints.get(
    "/conversations/{conversation_id}",
    needs="conversations.view",
    answer=schemas.ConversationOut,
)
def get_conversation(request: SignedInRequest, conversation_id: IdFromAddress) -> Conversation:
    """One conversation."""
    return _conversation(request.user, conversation_id)


@endpoints.get(
    "/conversations/{conversation_id}/messages",
    needs="conversations.view",
    answer=schemas.MessagePage,
)
def list_messages(
    request: SignedInRequest, conversation_id: IdFromAddress, query: Query[PageQuery]
) -> Rows[Message]:
    """The letters and notes of a conversation in the order they came."""
    thread = queries.thread_of(_conversation(request.user, conversation_id))
    return page_of(thread, query, request, AS_THEY_CAME)


@endpoints.get("/messages/{message_id}", needs="conversations.view", answer=schemas.MessageOut)
def get_message(request: SignedInRequest, message_id: IdFromAddress) -> Message:
    """One letter or note."""
    return found(queries.messages_visible_to(request.user), message_id, "message_id")


@endpoints.post(
    "/conversations/{conversation_id}/messages",
    needs="conversations.change",
    answer=schemas.MessageOut,
)
def add_message(
    request: SignedInRequest, conversation_id: IdFromAddress, payload: schemas.MessageIn
) -> Message:
    """Answer the customer by mail, or write down what she said."""
    conversation = _conversation(request.user, conversation_id)
    now = timezone.now()
    if payload.is_from_customer:
        return answering.take_down_message(
            conversation=conversation, text=payload.text, actor=request.user, now=now
        )
    return answering.answer(
        conversation=conversation,
        text=payload.text,
        close=payload.is_last,
        actor=request.user,
        now=now,
    )


@endpoints.post(
    "/conversations/{conversation_id}/notes",
    needs="conversations.change",
    answer=schemas.MessageOut,
)
def write_note(
    request: SignedInRequest, conversation_id: IdFromAddress, payload: schemas.NoteIn
) -> Message:
    """Write something down among ourselves; the customer never sees it."""
    return answering.write_note(
        conversation=_conversation(request.user, conversation_id),
        text=payload.text,
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.post(
    "/conversations/{conversation_id}/close",
    needs="conversations.change",
    answer=schemas.ConversationOut,
    status=HTTPStatus.OK,
)
def close_conversation(request: SignedInRequest, conversation_id: IdFromAddress) -> Conversation:
    """Close the matter; nobody waits any more."""
    conversation = _conversation(request.user, conversation_id)
    return handling.close_conversation(
        conversation=conversation, actor=request.user, now=timezone.now()
    )


@endpoints.post(
    "/conversations/{conversation_id}/reopen",
    needs="conversations.change",
    answer=schemas.ConversationOut,
    status=HTTPStatus.OK,
)
def reopen_conversation(request: SignedInRequest, conversation_id: IdFromAddress) -> Conversation:
    """Open a closed matter again."""
    conversation = _conversation(request.user, conversation_id)
    return handling.reopen(conversation=conversation, actor=request.user, now=timezone.now())


@endpoints.post(
    "/conversations/{conversation_id}/assign",
    needs="conversations.change",
    answer=schemas.ConversationOut,
    status=HTTPStatus.OK,
)
def assign_conversation(
    request: SignedInRequest, conversation_id: IdFromAddress, payload: schemas.AssignmentIn
) -> Conversation:
    """Give the conversation to a person and a team, or to nobody."""
    actor = request.user
    teams = Team.objects.filter(in_teams_of(actor, path="pk"))
    person_id, team_id = payload.assignee_id, payload.team_id
    return handling.assign(
        conversation=_conversation(actor, conversation_id),
        assignee=found(colleagues_of(actor), person_id, "assignee_id") if person_id else None,
        team=found(teams, team_id, "team_id") if team_id else None,
        actor=actor,
        now=timezone.now(),
    )
