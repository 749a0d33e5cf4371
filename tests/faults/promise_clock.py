"""Promises for the tests that kill a worker while it moves them on; run in processes of its own."""

from datetime import timedelta

from heed.accounts.models import Absence, User
from heed.accounts.operations import found_organisation
from heed.customers.models import Customer
from heed.expectations.operations.promises import record_promise
from heed.expectations.operations.repeating import promise_repeatedly
from heed.expectations.rhythm import Rhythm
from heed.expectations.tasks import keep_promises_in_time
from tests.accounts.factories import make_user
from tests.customers.factories import make_customer
from tests.moments import DAY, HOUR, NOON

COUNT = 60
LATER = NOON + 14 * DAY


def prepare():
    """Promises that come due one after the other, a daily one, and an owner who goes away."""
    found_organisation(name="Harbour Lane", mail_address="service@harbour.example", now=NOON)
    mei, bo = make_user(name="Mei Chen"), make_user(name="Bo Lind")
    for number in range(COUNT):
        record_promise(
            customer=make_customer(name=f"Customer {number}"),
            wording=f"Thing {number}",
            due_at=NOON + timedelta(minutes=30 + 20 * number),
            actor=mei,
            now=NOON,
        )
    promise_repeatedly(
        customer=Customer.objects.first(),
        wording="report",
        rhythm=Rhythm("day"),
        actor=bo,
        now=NOON,
    )
    Absence.objects.create(
        user=mei,
        stand_in=bo,
        since=NOON + HOUR,
        until=NOON + 3 * DAY,
        noted_by=mei,
        noted_at=NOON,
    )
    assert User.objects.get(pk=mei.pk).promises.count() == COUNT


def move_on():
    """The clock as a worker sees it that comes back after days."""
    keep_promises_in_time(now=NOON + 2 * HOUR)
    keep_promises_in_time(now=LATER)
