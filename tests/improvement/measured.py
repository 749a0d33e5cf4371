"""Answers before and after an action, for improvements on a topic."""

from datetime import datetime

from heed.expectations.models import Perception, Topic
from tests.customers.factories import make_customer
from tests.moments import DAY


def answer(topic: Topic, *values: int, around: datetime, tier: str = "") -> None:
    """Perceived so, one answer an hour from this moment on."""
    customer = make_customer()
    Perception.objects.bulk_create(
        Perception(
            customer=customer,
            topic=topic,
            perceived=value,
            tier=tier,
            answered_at=around + number * DAY / 24,
        )
        for number, value in enumerate(values)
    )
