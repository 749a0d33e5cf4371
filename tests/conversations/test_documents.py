import pytest

from heed.accounts.models import Team
from heed.conversations.documents import (
    conversation_documents,
    index_conversation,
    index_conversations_of_customer,
)
from heed.conversations.models import Attachment, Conversation, Message
from heed.core import search
from heed.core.models import Event, SearchDocument
from heed.core.search_tokens import MOST_TEXT
from heed.customers.models import Customer
from tests.customers.factories import make_customer
from tests.moments import HOUR, NOON

pytestmark = pytest.mark.django_db


def a_conversation(*, subject="Order", at=NOON, team=None, customer=None):
    return Conversation.objects.create(
        customer=customer or make_customer(name="Anna Berg"),
        subject=subject,
        team=team,
        opened_at=at,
        last_message_at=at,
    )


def a_message(conversation, text, *, at=NOON):
    return Message.objects.create(
        conversation=conversation,
        direction="inbound",
        sender_name="Assistant Lin",
        sender_address="lin@office.example",
        text=text,
        quoted_text="quotation",
        identity=f"{conversation.pk} {at} {Message.objects.count()}",
        at=at,
    )


def event_of(conversation):
    return Event(payload={"conversation_id": conversation.pk})


def conversations_found(query, *, team_ids=None):
    return [hit.object_id for hit in search.found(query, team_ids=team_ids)]


@pytest.mark.parametrize(
    "query",
    ["order", "anna berg", "退款", "second", "lin@office.example", "invoice-77.pdf", "assistant"],
)
def test_a_conversation_is_found_by_subject_people_messages_and_files(query):
    conversation = a_conversation()
    message = a_message(conversation, "我要退款")
    a_message(conversation, "the second letter", at=NOON + HOUR)
    Attachment.objects.create(
        message=message, name="invoice-77.pdf", type="application/pdf", size=1, digest="0" * 64
    )

    index_conversation(event_of(conversation), now=NOON)

    assert conversations_found(query) == [conversation.pk]


def test_a_conversation_is_not_found_by_what_a_message_quotes():
    conversation = a_conversation()
    a_message(conversation, "answer")

    index_conversation(event_of(conversation), now=NOON)

    assert conversations_found("quotation") == []


def test_indexing_twice_leaves_one_document():
    conversation = a_conversation()

    index_conversation(event_of(conversation), now=NOON)
    index_conversation(event_of(conversation), now=NOON)

    assert SearchDocument.objects.count() == 1


def test_of_a_very_long_conversation_the_newest_messages_count():
    conversation = a_conversation()
    a_message(conversation, "earliest")
    a_message(conversation, "longest " * (MOST_TEXT // 8), at=NOON + HOUR)
    a_message(conversation, "latest", at=NOON + 2 * HOUR)

    index_conversation(event_of(conversation), now=NOON)

    assert conversations_found("latest longest order") == [conversation.pk]
    assert conversations_found("earliest") == []


def test_a_conversation_is_found_in_its_team_only():
    north, south = Team.objects.create(name="North"), Team.objects.create(name="South")
    conversation = a_conversation(team=north)

    index_conversation(event_of(conversation), now=NOON)

    assert conversations_found("order", team_ids={north.pk}) == [conversation.pk]
    assert conversations_found("order", team_ids={south.pk}) == []


def test_a_conversation_that_is_gone_is_no_longer_found():
    conversation = a_conversation()
    event = event_of(conversation)
    index_conversation(event, now=NOON)

    Conversation.objects.all().delete()
    index_conversation(event, now=NOON)

    assert conversations_found("order") == []


def test_the_conversations_of_a_renamed_customer_are_found_by_the_new_name():
    customer = make_customer(name="Anna Berg")
    conversation = a_conversation(customer=customer)
    index_conversation(event_of(conversation), now=NOON)
    Customer.objects.update(name="Anna Thal")

    index_conversations_of_customer(
        Event(payload={"customer_id": customer.pk, "fields": ["name"]}), now=NOON
    )

    assert conversations_found("thal") == [conversation.pk]
    assert conversations_found("berg") == []


def test_all_conversations_are_read_the_longest_silent_first(django_assert_num_queries):
    customer = make_customer()
    late = a_conversation(at=NOON + HOUR, customer=customer)
    early = a_conversation(customer=customer)
    a_message(early, "hello")

    with django_assert_num_queries(3):
        documents = list(conversation_documents())

    assert [document.object_id for document in documents] == [early.pk, late.pk]
