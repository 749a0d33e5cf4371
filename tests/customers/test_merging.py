import threading

import pytest
from django.db import connection

from heed.conversations.models import Conversation
from heed.core import search
from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.customers import operations
from heed.customers.documents import KIND, customer_document
from heed.customers.merging import merge_customers, undo_merge
from heed.customers.models import ContactPoint, Customer, Fact, Merge
from heed.customers.queries import (
    customer_with,
    customer_with_token,
    customers_visible_to,
    personal_token,
)
from heed.customers.refusals import CustomerMerged, MergedFurther, MergeGone, SameCustomer
from heed.expectations.models import Expectation, Promise
from tests.accounts.factories import make_user
from tests.conversations.factories import make_conversation
from tests.customers.factories import make_customer
from tests.expectations.factories import make_promise, make_topic
from tests.moments import DAY, HOUR, NOON


@pytest.fixture
def joan(agent, system):
    """A customer of whom several rooms hold something."""
    conversation = make_conversation(sender="Joan Mills <joan@example.net>")
    customer = conversation.customer
    Fact.objects.create(
        customer=customer, text="has a cat", source="call", noted_by=agent, noted_at=NOON
    )
    make_promise(owner=agent, customer=customer, conversation=conversation, wording="Call back")
    return customer


@pytest.fixture
def joanna(organisation):
    return make_customer(name="Joanna Mills", email="joanna@work.example")


def merge(kept, merged, actor, **fields):
    given = {"kept_id": kept.pk, "merged_id": merged.pk, "actor": actor, "now": NOON + HOUR}
    return merge_customers(**(given | fields))


def owners():
    """Whose each row is, by table."""
    return {
        model.__name__: sorted(model.objects.values_list("pk", "customer_id"))
        for model in (Conversation, ContactPoint, Fact, Promise)
    } | {
        "Event": sorted(Event.objects.filter(pk__lte=last_event()).values_list("pk", "customer_id"))
    }


def last_event():
    return (
        Event.objects.exclude(type__contains="Merge")
        .exclude(type="customers.CustomerChanged")
        .order_by("-pk")
        .values_list("pk", flat=True)[0]
    )


def test_all_that_the_one_has_is_the_others(joan, joanna, manager):
    merge(joanna, joan, manager)

    assert not Conversation.objects.filter(customer=joan).exists()
    assert joanna.conversations.count() == joanna.facts.count() == joanna.promises.count() == 1
    assert joanna.contact_points.count() == 2
    assert not Event.objects.filter(customer_id=joan.pk).exists()
    assert Event.objects.filter(type="customers.CustomersMerged").get().customer_id == joanna.pk


def test_taken_apart_each_has_exactly_what_she_had(joan, joanna, manager):
    before = owners()
    rows = list(Customer.objects.order_by("pk").values())
    merge_id = merge(joanna, joan, manager).pk

    undo_merge(merge_id=merge_id, actor=manager, now=NOON + DAY)

    assert owners() == before
    assert list(Customer.objects.order_by("pk").values()) == rows


def test_what_came_after_stays_with_whom_it_came_to(joan, joanna, manager):
    merge_id = merge(joanna, joan, manager).pk
    operations.note_fact(
        customer=joanna,
        text="has a dog",
        kind="other",
        source="call",
        actor=manager,
        now=NOON + DAY,
    )

    undo_merge(merge_id=merge_id, actor=manager, now=NOON + 2 * DAY)

    assert [fact.text for fact in joanna.facts.all()] == ["has a dog"]
    assert [fact.text for fact in joan.facts.all()] == ["has a cat"]


def test_what_there_can_be_only_one_of_stays_and_comes_back(joan, joanna, agent, manager):
    topic = make_topic()
    for customer in (joan, joanna):
        Expectation.objects.create(
            customer=customer, topic=topic, felt=6, recorded_by=agent, recorded_at=NOON
        )

    done = merge(joanna, joan, manager)

    assert list(done.stayed) == ["expectations.Expectation.customer_id"]
    assert Expectation.objects.filter(customer=joan).count() == 1
    undo_merge(merge_id=done.pk, actor=manager, now=NOON + DAY)
    assert Expectation.objects.filter(customer=joanna).count() == 1


def test_old_addresses_and_links_lead_to_the_kept_customer(joan, joanna, manager):
    token = personal_token(joan)
    merge(joanna, joan, manager)

    assert customer_with("email", "JOAN@example.net") == joanna
    assert customer_with_token(token) == joanna
    assert list(customers_visible_to(manager)) == [joanna]
    assert customer_document(joan.pk) is None


def test_asked_twice_it_happens_once(joan, joanna, manager):
    first = merge(joanna, joan, manager)

    assert merge(joanna, joan, manager, now=NOON + DAY) == first
    assert Event.objects.filter(type="customers.CustomersMerged").count() == 1


def test_the_other_way_round_is_refused_afterwards(joan, joanna, manager):
    merge(joanna, joan, manager)

    with pytest.raises(CustomerMerged, match="already put together with Joanna Mills"):
        merge(joan, joanna, manager)

    assert Merge.objects.count() == 1


def test_nothing_more_is_recorded_of_the_merged_one(joan, joanna, manager):
    merge(joanna, joan, manager)

    with pytest.raises(CustomerMerged, match="Go on there"):
        operations.add_contact_point(
            customer=joan, kind="phone", value="0301234", actor=manager, now=NOON + DAY
        )

    assert not ContactPoint.objects.filter(kind="phone").exists()


def test_merges_are_taken_apart_in_turn(joan, joanna, manager):
    third = make_customer(name="J. Mills", email="j@mills.example")
    first = merge(joanna, joan, manager)
    second = merge(third, joanna, manager)

    assert set(third.absorbed.all()) == {joan, joanna}
    with pytest.raises(MergedFurther, match=r"put together with J\. Mills since"):
        undo_merge(merge_id=first.pk, actor=manager, now=NOON + DAY)
    undo_merge(merge_id=second.pk, actor=manager, now=NOON + DAY)
    undo_merge(merge_id=first.pk, actor=manager, now=NOON + DAY)
    assert not Customer.objects.exclude(merged_into=None).exists()
    assert joan.contact_points.get().value == "joan@example.net"
    with pytest.raises(MergeGone):
        undo_merge(merge_id=first.pk, actor=manager, now=NOON + DAY)


def test_who_did_not_want_to_be_asked_is_not_asked(joanna, manager):
    other = make_customer(name="J. Mills", email="j@mills.example")
    operations.decline_surveys(customer_id=other.pk, actor=manager, now=NOON)

    done = merge(joanna, other, manager)

    joanna.refresh_from_db()
    assert joanna.surveys_declined_at == NOON
    undo_merge(merge_id=done.pk, actor=manager, now=NOON + DAY)
    joanna.refresh_from_db()
    assert joanna.surveys_declined_at is None


def test_who_is_erased_is_erased_under_all_numbers(joan, joanna, manager, admin):
    merge(joanna, joan, manager)

    operations.erase_customer(customer=joanna, actor=admin, now=NOON + DAY)

    assert set(Customer.objects.values_list("name", flat=True)) == {f"#{joan.pk}", f"#{joanna.pk}"}
    assert Event.objects.filter(type="customers.CustomerErased").count() == 2
    assert not ContactPoint.objects.exists()


def test_agents_do_not_merge(joan, joanna, agent):
    with pytest.raises(NotPermitted):
        merge(joanna, joan, agent)

    assert not Merge.objects.exists()


def test_a_customer_is_not_put_together_with_herself(joan, manager):
    with pytest.raises(SameCustomer, match="herself"):
        merge(joan, joan, manager)


def test_the_search_forgets_the_merged_one_and_finds_her_again(joan, joanna, manager):
    search.index(customer_document(joan.pk))
    done = merge(joanna, joan, manager)
    assert customer_document(joan.pk) is None

    undo_merge(merge_id=done.pk, actor=manager, now=NOON + DAY)

    assert customer_document(joan.pk).kind == KIND


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_two_who_merge_at_once_both_ways_make_one_merge():
    one = make_customer(name="Joan")
    other = make_customer(name="Joanna", email="joanna@work.example")
    manager = make_user(role="manager", name="Ruth", email="ruth@harbour.example")
    refused = []

    def put_together(kept, merged):
        try:
            merge(kept, merged, manager)
        except CustomerMerged as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=put_together, args=pair) for pair in ((one, other), (other, one))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Merge.objects.count() == len(refused) == 1
