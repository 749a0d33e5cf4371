from datetime import timedelta

from heed.core.calendars import business_hours
from heed.expectations.models import Expectation, Promise, Topic
from tests.customers.factories import make_customer
from tests.moments import DAY, NOON


def make_topic(*, key="courtesy", name="Courtesy", **fields) -> Topic:
    return Topic.objects.create(key=key, name=name, **fields)


def make_measured_topic(*, key="delivery", name="Delivery time", **fields) -> Topic:
    fields = {"kind": "measured", "unit": "days", "direction": "less"} | fields
    return Topic.objects.create(key=key, name=name, **fields)


def make_promise(*, owner, customer=None, made_at=NOON, due_at=NOON + DAY, **fields) -> Promise:
    return Promise.objects.create(
        customer=customer or make_customer(),
        wording=fields.pop("wording", "Call back with the answer"),
        owner=owner,
        made_by=owner,
        made_at=made_at,
        due_at=due_at,
        remind_at=fields.pop("remind_at", due_at - timedelta(hours=4)),
        breaks_at=fields.pop("breaks_at", due_at + timedelta(days=3)),
        **fields,
    )


def make_expectation(*, recorded_by, customer=None, topic=None, **fields) -> Expectation:
    return Expectation.objects.create(
        customer=customer or make_customer(),
        topic=topic or make_topic(),
        recorded_by=recorded_by,
        recorded_at=fields.pop("recorded_at", NOON),
        **fields,
    )


def make_history(*, owner, topic=None, cases=130, customer=None, now=NOON) -> list[Promise]:
    """Promises of the last weeks delivered after one to four business hours each, then kept."""
    customer = customer or make_customer(name="Somebody else")
    hours = business_hours()
    made = [now - timedelta(hours=12 * (cases - number)) for number in range(cases)]
    return [
        make_promise(
            owner=owner,
            customer=customer,
            topic=topic,
            made_at=made_at,
            due_at=made_at + 7 * DAY,
            delivered_at=hours.add(made_at, timedelta(hours=1 + number // 2 % 4)),
            closed_at=made_at + 7 * DAY,
            outcome="kept",
        )
        for number, made_at in enumerate(made[: cases - 10])
    ]
