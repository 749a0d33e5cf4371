import pytest

from heed.conversations.models import Attachment, Conversation, Message, RawMail
from heed.conversations.operations.answering import answer
from heed.core import files, jobs, search
from heed.core.access import NotPermitted
from heed.core.models import Event, OutgoingMail
from heed.customers import operations
from heed.customers.models import ContactPoint, Customer, Fact
from heed.expectations.models import Expectation, Perception, Promise, StandingPromise
from tests.conversations.factories import make_conversation
from tests.customers.factories import make_customer
from tests.expectations.factories import make_promise, make_topic
from tests.moments import DAY, HOUR, NOON


def erase(customer, admin, **fields):
    return operations.erase_customer(
        customer=customer, actor=admin, **({"now": NOON + HOUR} | fields)
    )


@pytest.fixture
def known(agent, admin, system):
    """A customer of whom every room holds something."""
    conversation = make_conversation(
        sender="Joan Mills <joan@example.net>", files=[("secret.pdf", b"about Joan")]
    )
    answer(conversation=conversation, text="Dear Joan", actor=agent, now=NOON)
    customer = conversation.customer
    Fact.objects.create(
        customer=customer, text="has a cat", source="call", noted_by=agent, noted_at=NOON
    )
    promise = make_promise(
        owner=agent, customer=customer, conversation=conversation, wording="Call Joan back"
    )
    topic = make_topic()
    Expectation.objects.create(
        customer=customer,
        topic=topic,
        felt=6,
        wording="as my mother had it",
        recorded_by=agent,
        recorded_at=NOON,
    )
    Perception.objects.create(
        customer=customer,
        topic=topic,
        promise=promise,
        perceived=5,
        comment="Joan",
        answered_at=NOON,
    )
    StandingPromise.objects.create(
        kind="conditional",
        customer=customer,
        wording="fit it",
        condition="the part arrives",
        within=2,
        owner=agent,
        made_by=agent,
        made_at=NOON,
    )
    jobs.run_due(now=NOON)
    return customer


def test_who_she_was_and_her_words_go_and_the_figures_stay(known, admin):
    digests = [RawMail.objects.get().digest, Attachment.objects.get().digest]

    erase(known, admin)
    jobs.run_due(now=NOON + HOUR)

    known.refresh_from_db()
    assert (known.name, known.erased_at) == (f"#{known.pk}", NOON + HOUR)
    assert not ContactPoint.objects.exists()
    assert not Fact.objects.exists()
    assert set(Message.objects.values_list("text", "sender_name", "sender_address", "subject")) == {
        ("", "", "", "")
    }
    assert Conversation.objects.get().subject == ""
    assert not Attachment.objects.exists()
    assert [files.path_of(digest).exists() for digest in digests] == [False, False]
    assert OutgoingMail.objects.get().text == OutgoingMail.objects.get().to_address == ""
    promise = Promise.objects.get()
    assert (promise.wording, promise.evidence, promise.outcome) == ("—", "", "waived")
    assert Expectation.objects.get().wording == Perception.objects.get().comment == ""
    assert (Expectation.objects.get().felt, Perception.objects.get().perceived) == (6, 5)
    assert StandingPromise.objects.get().condition == ""
    assert StandingPromise.objects.get().ended_at == NOON + HOUR
    for word in ("Joan", "joan@example.net", "1042"):
        assert search.found(word, team_ids=None) == []


def test_what_is_erased_runs_twice_without_harm(known, admin):
    erase(known, admin)
    jobs.run_due(now=NOON + HOUR)
    events = Event.objects.count()

    with pytest.raises(operations.CustomerGone, match=f"Customer {known.pk} was erased on March 2"):
        erase(known, admin, now=NOON + DAY)

    assert Event.objects.count() == events


def test_a_file_that_another_customer_sent_too_stays(known, admin):
    other = make_conversation(
        sender="Bo Lind <bo@example.net>",
        message_id="<other@example.net>",
        files=[("same.pdf", b"about Joan")],
    )
    kept = Attachment.objects.get(message__conversation=other)

    erase(known, admin)
    jobs.run_due(now=NOON + HOUR)

    assert files.read(kept.digest) == b"about Joan"


def test_nothing_more_is_recorded_about_her(agent, admin):
    customer = make_customer()
    erase(customer, admin)

    with pytest.raises(operations.CustomerGone):
        operations.note_fact(
            customer=customer, text="a", kind="other", source="b", actor=agent, now=NOON + DAY
        )
    with pytest.raises(operations.CustomerGone):
        operations.add_contact_point(
            customer=customer, kind="email", value="a@b.example", actor=agent, now=NOON + DAY
        )

    assert not Fact.objects.exists()
    assert not ContactPoint.objects.exists()


def test_only_administrators_erase(manager):
    customer = make_customer()

    with pytest.raises(NotPermitted, match=r"customers\.erase"):
        erase(customer, manager)

    assert Customer.objects.get().name == "Anna Berg"


def test_the_page_asks_for_the_name(client, admin):
    customer = make_customer()
    client.force_login(admin)
    address = f"/customers/{customer.pk}/erase/"

    refused = client.post(address, {"name": "Anna"})
    done = client.post(address, {"name": "anna berg"})

    assert refused.status_code == 422
    assert "Type it as it is written: Anna Berg." in refused.content.decode()
    assert done.status_code == 302
    assert Customer.objects.get().name == f"#{customer.pk}"
    assert "Erased for good" in client.get(done["Location"]).content.decode()
