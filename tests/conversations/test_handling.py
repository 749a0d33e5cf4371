import pytest

from heed.conversations.models import Conversation
from heed.conversations.operations.handling import assign, close_conversation, reopen
from heed.core.access import NotPermitted
from heed.core.models import Event
from tests.accounts.factories import make_team
from tests.conversations.factories import make_conversation
from tests.moments import HOUR, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation(system) -> Conversation:
    return make_conversation()


def count(name: str) -> int:
    return Event.objects.filter(type=f"conversations.{name}").count()


def test_closing_ends_the_wait_and_is_told_once(conversation, agent):
    for hour in (1, 2):
        close_conversation(conversation=conversation, actor=agent, now=NOON + hour * HOUR)

    conversation.refresh_from_db()
    assert (conversation.state, conversation.closed_at) == ("closed", NOON + HOUR)
    assert conversation.waiting_since is None
    assert count("ConversationClosed") == 1


def test_opening_again_is_told_once(conversation, agent):
    close_conversation(conversation=conversation, actor=agent, now=NOON)

    for hour in (1, 2):
        reopen(conversation=conversation, actor=agent, now=NOON + hour * HOUR)

    conversation.refresh_from_db()
    assert (conversation.state, conversation.closed_at) == ("open", None)
    assert count("ConversationReopened") == 1


def test_a_conversation_is_given_to_a_person_and_a_team(conversation, agent):
    team = make_team()

    for _ in range(2):
        assign(conversation=conversation, assignee=agent, team=team, actor=agent, now=NOON)

    conversation.refresh_from_db()
    assert (conversation.assignee, conversation.team) == (agent, team)
    assert Event.objects.get(type="conversations.ConversationAssigned").payload == {
        "customer_id": conversation.customer_id,
        "conversation_id": conversation.pk,
        "team_id": team.pk,
        "assignee_id": agent.pk,
    }


def test_who_only_reads_closes_nothing(conversation, analyst):
    with pytest.raises(NotPermitted):
        close_conversation(conversation=conversation, actor=analyst, now=NOON)

    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.OPEN
