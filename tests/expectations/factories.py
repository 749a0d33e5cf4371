from datetime import timedelta

from heed.expectations.models import Promise, Topic
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
