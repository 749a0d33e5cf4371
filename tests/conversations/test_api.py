import pytest

from heed.conversations.models import Conversation, Message
from heed.core.models import OutgoingMail
from tests.accounts.factories import make_team, make_user
from tests.api_client import Program
from tests.customers.factories import make_customer
from tests.moments import HOUR, NOON


@pytest.fixture
def program(agent):
    return Program(agent)


def make_open(customer=None, *, subject="Broken lamp", at=NOON, **fields) -> Conversation:
    return Conversation.objects.create(
        customer=customer or make_customer(email="anna@example.org"),
        subject=subject,
        opened_at=at,
        last_message_at=at,
        **fields,
    )


def ids(answer):
    return [item["id"] for item in answer.json()["items"]]


def test_a_conversation_opens_with_a_mail_of_ours(program):
    customer = make_customer(email="anna@example.org")

    answer = program.post(
        "/conversations",
        {"customer_id": customer.pk, "subject": "Your order", "text": "It is on its way."},
    )

    mail = OutgoingMail.objects.get()
    assert answer.status_code == 201
    assert answer.json()["customer_id"] == customer.pk
    assert (mail.to_address, mail.subject) == ("anna@example.org", "Your order")


def test_a_conversation_opens_with_what_the_customer_said(program):
    customer = make_customer()

    answer = program.post(
        "/conversations",
        {
            "customer_id": customer.pk,
            "subject": "Call",
            "text": "Where is it?",
            "is_from_customer": True,
        },
    )

    assert answer.json()["waiting_since"] is not None
    assert Message.objects.get().direction == "inbound"
    assert not OutgoingMail.objects.exists()


def test_an_answer_goes_out_by_mail_and_may_close(program):
    conversation = make_open(waiting_since=NOON)
    path = f"/conversations/{conversation.pk}/messages"

    answer = program.post(path, {"text": "It is repaired.", "is_last": True}, key="k")
    program.post(path, {"text": "It is repaired.", "is_last": True}, key="k")

    conversation.refresh_from_db()
    assert answer.status_code == 201
    assert answer.json()["direction"] == "outbound"
    assert OutgoingMail.objects.count() == 1
    assert (conversation.state, conversation.waiting_since) == ("closed", None)
    assert ids(program.get(path)) == [answer.json()["id"]]
    assert program.get(f"/messages/{answer.json()['id']}").json() == answer.json()


def test_a_customer_without_address_cannot_be_answered(program):
    conversation = make_open(make_customer())

    answer = program.post(f"/conversations/{conversation.pk}/messages", {"text": "Hello"})

    assert answer.status_code == 409
    assert answer.json()["code"] == "message.no_mail_address"
    assert not Message.objects.exists()


def test_a_note_stays_among_ourselves(agent, program):
    conversation = make_open()

    answer = program.post(f"/conversations/{conversation.pk}/notes", {"text": "Ask the shop"})

    assert (answer.json()["direction"], answer.json()["author_id"]) == ("note", agent.pk)
    assert not OutgoingMail.objects.exists()


def test_a_conversation_is_closed_and_opened_again(program):
    conversation = make_open()

    closed = program.post(f"/conversations/{conversation.pk}/close")
    opened = program.post(f"/conversations/{conversation.pk}/reopen")

    assert (closed.status_code, closed.json()["state"]) == (200, "closed")
    assert (opened.json()["state"], opened.json()["closed_at"]) == ("open", None)


def test_a_conversation_is_assigned_to_a_person_and_a_team(agent, program):
    conversation, team, colleague = make_open(), make_team(), make_user(name="Tom Hill")
    agent.teams.add(team)
    path = f"/conversations/{conversation.pk}/assign"

    answer = program.post(path, {"assignee_id": colleague.pk, "team_id": team.pk})
    nobody = program.post(path, {"assignee_id": None, "team_id": None})

    assert (answer.json()["assignee_id"], answer.json()["team_id"]) == (colleague.pk, team.pk)
    assert (nobody.json()["assignee_id"], nobody.json()["team_id"]) == (None, None)


def test_conversations_are_found_by_what_they_are(agent, program):
    customer = make_customer()
    old = make_open(customer, state="closed", closed_at=NOON)
    new = make_open(customer, at=NOON + HOUR, waiting_since=NOON + HOUR, assignee=agent)

    assert ids(program.get("/conversations", customer_id=customer.pk)) == [new.pk, old.pk]
    assert ids(program.get("/conversations", state="closed")) == [old.pk]
    assert ids(program.get("/conversations", is_waiting="true")) == [new.pk]
    assert ids(program.get("/conversations", is_waiting="false")) == [old.pk]
    assert ids(program.get("/conversations", assignee_id=agent.pk)) == [new.pk]
    assert ids(program.get("/conversations", until="2026-03-02T12:30:00Z")) == [old.pk]
    assert ids(program.get("/conversations", since="2026-03-02T12:30:00Z")) == [new.pk]


@pytest.mark.parametrize("action", ["messages", "notes", "close", "reopen", "assign"])
def test_conversations_of_other_teams_are_not_there(program, action):
    hidden = make_open(team=make_team())
    body = {
        "messages": {"text": "a"},
        "notes": {"text": "a"},
        "assign": {"assignee_id": None, "team_id": None},
    }

    answer = program.post(f"/conversations/{hidden.pk}/{action}", body.get(action))

    assert answer.status_code == 404
    assert not Message.objects.exists()
    assert ids(program.get("/conversations")) == []


def test_lists_take_a_fixed_number_of_queries(program, django_assert_num_queries):
    conversation = make_open()
    for number in range(10):
        make_open(make_customer())
        Message.objects.create(
            conversation=conversation, direction="note", text="a", identity=str(number), at=NOON
        )
    program.get("/conversations")

    with django_assert_num_queries(2):  # token, conversations
        assert len(ids(program.get("/conversations"))) == 11
    with django_assert_num_queries(4):  # token, conversation, messages, attachments
        assert len(ids(program.get(f"/conversations/{conversation.pk}/messages"))) == 10


def test_reading_only_is_not_writing(agent):
    program = Program(agent, scopes=["conversations:read"])
    conversation = make_open()

    assert program.get(f"/conversations/{conversation.pk}").status_code == 200
    answer = program.post(f"/conversations/{conversation.pk}/messages", {"text": "Hello"})
    assert answer.status_code == 403
    assert not Message.objects.exists()
