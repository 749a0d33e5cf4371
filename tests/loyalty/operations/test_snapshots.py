from heed.core.models import Event
from heed.loyalty.models import LeavingSnapshot
from heed.loyalty.operations.snapshots import follow_leaving
from heed.loyalty.queries.snapshots import is_snapshot_stale
from heed.loyalty.tasks import follow_when_stale
from tests.customers.factories import make_customer
from tests.loyalty.factories import make_departure
from tests.moments import HOUR, NOON
from tests.value.factories import make_rule, make_value


def test_before_anybody_was_valued_there_is_nothing_to_follow(system):
    assert follow_leaving(actor=system, now=NOON) is None
    assert not is_snapshot_stale()
    assert not LeavingSnapshot.objects.exists()


def test_a_snapshot_takes_the_place_of_the_former(system):
    make_value(customer=make_customer(), rule=make_rule())

    for hours in (1, 2):
        follow_leaving(actor=system, now=NOON + hours * HOUR)

    snapshot = LeavingSnapshot.objects.get()
    assert snapshot.made_at == NOON + 2 * HOUR
    assert snapshot.curves["all"]["tiers"][""]["n"] == 1
    assert Event.objects.filter(type="loyalty.LeavingFollowed").count() == 2


def test_it_is_made_anew_when_an_entry_came_and_not_otherwise(system):
    make_value(customer=make_customer(), rule=make_rule())
    follow_when_stale(now=NOON + HOUR)
    follow_when_stale(now=NOON + 2 * HOUR)
    assert LeavingSnapshot.objects.get().made_at == NOON + HOUR

    make_departure(recorded_by=system, recorded_at=NOON + 3 * HOUR)
    follow_when_stale(now=NOON + 4 * HOUR)

    assert LeavingSnapshot.objects.get().made_at == NOON + 4 * HOUR


def test_it_is_made_anew_after_customers_were_valued(system):
    make_value(customer=make_customer(), rule=make_rule())
    follow_when_stale(now=NOON + HOUR)

    make_rule(made_at=NOON + 2 * HOUR)

    assert is_snapshot_stale()
