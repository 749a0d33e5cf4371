import pytest
from django.utils import timezone

from heed.conversations.models import Conversation, Message
from heed.expectations.models import Expectation
from heed.expectations.operations.expectations import record_expectation
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic, make_topic
from tests.moments import DAY, MINUTE, NOON

HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def customer():
    return make_customer(name="Anna Berg")


@pytest.fixture
def topic(organisation):
    return make_measured_topic(key="delivery", name="Delivery time")


@pytest.fixture
def conversation(customer):
    return Conversation.objects.create(customer=customer, opened_at=NOON, last_message_at=NOON)


def address(customer):
    return f"/customers/{customer.pk}/expectations/new/"


def chosen_source(page):
    marked = page[: page.index("checked", page.index('name="source"'))]
    return marked.rpartition('value="')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("direction", "source"),
    [("inbound", "message"), ("outbound", "message"), ("note", "call")],
)
def test_words_of_a_message_fill_the_form_and_say_how_we_know(
    client, agent, customer, conversation, topic, direction, source
):
    client.force_login(agent)
    message = Message.objects.create(
        conversation=conversation, direction=direction, text="By Friday", identity="m", at=NOON
    )
    query = f"?conversation={conversation.pk}&message={message.pk}&wording=by+Friday+%22please%22"

    page = client.get(address(customer) + query, **HTMX).content.decode()

    assert 'value="by Friday &quot;please&quot;"' in page
    assert chosen_source(page) == source


def test_on_the_customers_page_a_call_is_the_likeliest_source(client, agent, customer, topic):
    client.force_login(agent)

    page = client.get(address(customer)).content.decode()

    assert chosen_source(page) == "call"
    assert "Delivery time (days)" in page


def test_a_message_of_another_conversation_says_nothing_about_the_source(
    client, agent, customer, conversation, topic
):
    client.force_login(agent)
    other = Conversation.objects.create(
        customer=make_customer(name="Other"), opened_at=NOON, last_message_at=NOON
    )
    note = Message.objects.create(
        conversation=other, direction="note", text="x", identity="n", at=NOON
    )

    page = client.get(f"{address(customer)}?conversation={conversation.pk}&message={note.pk}")

    assert chosen_source(page.content.decode()) == "message"


def test_several_are_entered_in_a_row_and_each_can_be_taken_back(client, agent, customer, topic):
    client.force_login(agent)
    courtesy = make_topic()
    one = {
        "topic": topic.pk,
        "value": "2",
        "level": "expected",
        "is_must_have": "yes",
        "knows_norm": "no",
        "source": "message",
    }

    first = client.post(address(customer), one | {"then": "next"}, follow=True, **HTMX)
    again = first.redirect_chain[-1][0]
    two = {
        "topic": courtesy.pk,
        "felt": "6",
        "level": "desired",
        "is_must_have": "no",
        "source": "visit",
        "then": "next",
    }
    second = client.post(again, two, follow=True, **HTMX)

    assert [status for _url, status in first.redirect_chain] == [302]
    page = second.content.decode()
    assert page.count("/withdraw/") == 4  # address and hx-post of two
    entries = Expectation.objects.order_by("pk")
    assert [(e.is_must_have, e.knows_norm, e.source) for e in entries] == [
        (True, "no", "message"),
        (False, "", "visit"),
    ]
    slip = entries[1]
    undone = client.post(
        f"/expectations/{slip.pk}/withdraw/", {"next": again}, follow=True, **HTMX
    ).content.decode()
    assert "Delivery time" in undone
    assert Expectation.objects.get(superseded_at=None) == entries[0]


def test_the_last_of_a_row_leads_back_with_an_undo(client, agent, customer, topic):
    client.force_login(agent)

    page = client.post(
        address(customer),
        {"topic": topic.pk, "value": "2", "level": "basic", "is_must_have": "no", "source": "call"},
        follow=True,
    )

    entry = Expectation.objects.get()
    assert page.redirect_chain == [(f"/customers/{customer.pk}/", 302)]
    assert f'action="/expectations/{entry.pk}/withdraw/?next=' in page.content.decode()


def test_too_late_an_undo_is_refused(client, agent, customer, topic):
    client.force_login(agent)
    entry = record_expectation(
        customer=customer, topic=topic, value=2, actor=agent, now=timezone.now() - 2 * MINUTE
    )

    answer = client.post(f"/expectations/{entry.pk}/withdraw/")

    assert answer.status_code == 409
    assert "within a minute" in answer.content.decode()
    entry.refresh_from_db()
    assert entry.withdrawn_at is None


def test_an_analyst_neither_enters_nor_takes_back(client, analyst, agent, customer, topic):
    entry = record_expectation(
        customer=customer, topic=topic, value=2, actor=agent, now=timezone.now()
    )
    client.force_login(analyst)

    assert client.get(address(customer)).status_code == 403
    assert client.post(f"/expectations/{entry.pk}/withdraw/").status_code == 403


def test_the_history_shows_each_entry_and_a_picture(
    client, analyst, agent, customer, topic, django_assert_max_num_queries
):
    for days, value in enumerate((5, 3, 2)):
        record_expectation(
            customer=customer, topic=topic, value=value, actor=agent, now=NOON + days * DAY
        )
    client.force_login(analyst)

    with django_assert_max_num_queries(8):
        page = client.get(f"/customers/{customer.pk}/expectations/{topic.pk}/", **HTMX)

    text = page.content.decode()
    assert text.count('<li class="row">') == 3
    assert text.count("<s ") == 2
    assert '<svg class="steps"' in text
