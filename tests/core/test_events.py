from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from heed.core import jobs
from heed.core.events import DomainEvent, publish, publish_all
from heed.core.jobs import Subscriber
from heed.core.models import Delivery, Event
from tests.moments import NOON


@dataclass(frozen=True, kw_only=True)
class CupFilled(DomainEvent):
    subject: ClassVar[str] = "cup_id"
    cup_id: int
    customer_id: int


def first_taster(event, *, now):
    """Never run here."""


def second_taster(event, *, now):
    """Never run here."""


class CupSpilledError(Exception):
    pass


@transaction.atomic
def fill_and_spill():
    publish(CupFilled(cup_id=3, customer_id=7), actor=None, at=NOON)
    raise CupSpilledError


@pytest.fixture
def tasters(monkeypatch):
    for registry in ("_tasks", "_subscribers", "_periodic"):
        monkeypatch.setattr(jobs, registry, {})
    subscribers = (Subscriber(first_taster), Subscriber(second_taster))
    jobs.register([("core.CupFilled", subscribers)], ())


def test_an_event_is_a_row_of_ids(agent):
    publish(CupFilled(cup_id=3, customer_id=7), actor=agent, at=NOON)

    event = Event.objects.get()
    assert (event.type, event.at, event.actor_id) == ("core.CupFilled", NOON, agent.pk)
    assert (event.subject_type, event.subject_id, event.customer_id) == ("cup", 3, 7)
    assert event.payload == {"cup_id": 3, "customer_id": 7}


def test_each_subscriber_gets_one_delivery_due_at_once(tasters, db):
    event = publish(CupFilled(cup_id=3, customer_id=7), actor=None, at=NOON)

    deliveries = Delivery.objects.filter(event=event, due_at=NOON, state="waiting")
    names = {"core.first_taster", "core.second_taster"}
    assert set(deliveries.values_list("subscriber", flat=True)) == names


def test_many_events_cost_two_statements(tasters, db, django_assert_num_queries):
    happened = [CupFilled(cup_id=cup, customer_id=7) for cup in range(50)]

    with django_assert_num_queries(2):
        publish_all(happened, actor=None, at=NOON)

    assert Delivery.objects.count() == 100


@pytest.mark.django_db(transaction=True)
def test_what_rolls_back_was_never_published(tasters):
    with pytest.raises(CupSpilledError):
        fill_and_spill()

    assert not Event.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_refused(tasters):
    with pytest.raises(TransactionManagementError, match="transaction of the operation"):
        publish(CupFilled(cup_id=3, customer_id=7), actor=None, at=NOON)

    assert not Event.objects.exists()
