import pytest

from heed.accounts.models import Team
from heed.core import search
from heed.core.models import Event, SearchDocument
from heed.customers.models import Customer
from heed.customers.operations import add_contact_point, change_customer
from heed.customers.tasks import index_customer, index_customers_of_batch
from tests.customers.factories import make_customer
from tests.moments import DAY, NOON

pytestmark = pytest.mark.django_db


def customers_found(query, *, team_ids=None):
    return [hit.object_id for hit in search.found(query, team_ids=team_ids)]


def test_a_changed_customer_is_found_by_name_way_of_address_and_contact_points(agent):
    customer = make_customer(name="王芳", email="fang@mail.example")
    add_contact_point(
        customer=customer, kind="phone", value="+86 138 1234 5678", actor=agent, now=NOON
    )
    change_customer(customer=customer, changes={"address_form": "王女士"}, actor=agent, now=NOON)

    index_customer(Event.objects.last(), now=NOON)

    assert customers_found("王芳") == [customer.pk]
    assert customers_found("女士") == [customer.pk]
    assert customers_found("fang@mail.example") == [customer.pk]
    assert customers_found("13812345678") == [customer.pk]


def test_a_mistyped_name_is_guessed(agent):
    customer = make_customer(name="Anna Berg")
    event = Event(payload={"customer_id": customer.pk})

    index_customer(event, now=NOON)
    index_customer(event, now=NOON)

    hits = search.similar_names("Ana Brg", team_ids=None)
    assert [hit.object_id for hit in hits] == [customer.pk]
    assert SearchDocument.objects.count() == 1


def test_a_customer_is_found_in_the_present_team_only(agent):
    north, south = Team.objects.create(name="North"), Team.objects.create(name="South")
    customer = make_customer(team=north)
    event = Event(payload={"customer_id": customer.pk})
    index_customer(event, now=NOON)

    change_customer(customer=customer, changes={"team": south}, actor=agent, now=NOON)
    index_customer(event, now=NOON)

    assert customers_found("anna", team_ids={north.pk}) == []
    assert customers_found("anna", team_ids={south.pk}) == [customer.pk]


def test_a_customer_who_is_gone_is_no_longer_found():
    customer = make_customer()
    event = Event(payload={"customer_id": customer.pk})
    index_customer(event, now=NOON)

    Customer.objects.all().delete()
    index_customer(event, now=NOON)

    assert not SearchDocument.objects.exists()


def test_imported_customers_are_found_the_latest_active_first():
    early = make_customer(name="Anna Early")
    late = make_customer(name="Anna Late")
    Customer.objects.filter(pk=early.pk).update(last_activity_at=NOON + DAY)

    index_customers_of_batch(Event(payload={"count": 2, "source": "file.csv"}), now=NOON)

    assert customers_found("anna") == [early.pk, late.pk]


def test_an_import_writes_only_the_customers_it_changed():
    unchanged, changed = make_customer(name="Anna One"), make_customer(name="Anna Two")
    event = Event(payload={"count": 2, "source": "file.csv"})
    index_customers_of_batch(event, now=NOON)
    Customer.objects.filter(pk=unchanged.pk).update(last_activity_at=NOON + DAY)
    Customer.objects.filter(pk=changed.pk).update(name="Anna Three")

    index_customers_of_batch(event, now=NOON)

    assert customers_found("anna") == [changed.pk, unchanged.pk]
