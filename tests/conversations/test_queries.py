import pytest

from heed.conversations import queries
from heed.conversations.models import Conversation
from heed.conversations.operations.answering import answer, write_note
from heed.conversations.operations.handling import close_conversation
from tests.accounts.factories import make_team, make_user
from tests.conversations.factories import make_conversation, make_mail, receive, receive_mail
from tests.moments import HOUR, NOON

pytestmark = pytest.mark.django_db


def make_three():
    return [
        make_conversation(
            sender=f"c{n}@example.net", message_id=f"<{n}@example.net>", now=NOON + n * HOUR
        )
        for n in range(3)
    ]


def test_the_list_is_newest_first_in_one_query(system, agent, django_assert_num_queries):
    three = make_three()

    with django_assert_num_queries(1):
        listed = [(each, each.customer.name) for each in queries.conversations_visible_to(agent)]

    assert [each for each, _name in listed] == three[::-1]


def test_other_teams_conversations_are_not_seen(system):
    ours, theirs = make_team(name="Ours"), make_team(name="Theirs")
    member = make_user(name="Member", teams=[ours])
    three = make_three()
    Conversation.objects.filter(pk=three[0].pk).update(team=ours)
    Conversation.objects.filter(pk=three[1].pk).update(team=theirs)

    seen = queries.conversations_visible_to(member)

    assert set(seen) == {three[0], three[2]}
    assert {each.conversation for each in queries.messages_visible_to(member)} == set(seen)


def test_who_waits_longest_comes_first(system, agent):
    three = make_three()
    answer(conversation=three[1], text="Yes.", actor=agent, now=NOON + 3 * HOUR)

    assert list(queries.waiting_conversations(agent)) == [three[0], three[2]]


def test_a_closed_conversation_waits_for_nobody(system, agent):
    conversation = make_conversation()
    close_conversation(conversation=conversation, actor=agent, now=NOON)

    assert not queries.waiting_conversations(agent)


def test_a_thread_takes_two_queries_however_long(system, agent, django_assert_num_queries):
    conversation = make_conversation(files=[("a.pdf", b"%PDF")])
    answer(conversation=conversation, text="Yes.", actor=agent, now=NOON + HOUR)
    write_note(conversation=conversation, text="Nice.", actor=agent, now=NOON + 2 * HOUR)

    with django_assert_num_queries(2):
        thread = [
            (each.text.strip(), each.author and each.author.name, len(each.attachments.all()))
            for each in queries.thread_of(conversation)
        ]

    assert thread == [
        ("My order has not arrived.", None, 1),
        ("Yes.", "Mei Chen", 0),
        ("Nice.", "Mei Chen", 0),
    ]


def test_parked_mail_is_shown_the_oldest_first(system):
    receive(b"", now=NOON + HOUR)
    receive(make_mail(sender=""), now=NOON)
    receive_mail()

    assert [raw.problem for raw in queries.parked_mail()] == ["no_sender", "unreadable"]


def test_who_may_view_nothing_sees_nothing(system, agent):
    make_conversation()
    nobody = agent.restricted_to({"customers:read"})

    assert not queries.conversations_visible_to(nobody)
    assert not queries.messages_visible_to(nobody)
