from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access, events
from heed.core.errors import DomainError
from heed.customers.models import Customer
from heed.customers.operations import note_activity
from heed.expectations.events import PerceptionRecorded
from heed.expectations.models import Expectation, Perception, Promise, Topic
from heed.expectations.operations.summaries import note_past_change


class PerceptionEmpty(DomainError):
    code = "perception.empty"
    message = _("Answer at least one of the two questions.")


class PerceptionOutOfScale(DomainError):
    code = "perception.out_of_scale"
    message = _("%(value)s is not on the scale from %(low)s to %(high)s.")


class PromiseOfAnother(DomainError):
    code = "perception.promise_of_another"
    message = _("The promise was made to another customer.")


@transaction.atomic
def record_perception(
    *,
    customer: Customer,
    actor: User,
    now: datetime,
    perceived: int | None = None,
    against_expectation: int | None = None,
    satisfaction: int | None = None,
    topic: Topic | None = None,
    promise: Promise | None = None,
    comment: str = "",
    mode: str = Perception.Mode.AGENT,
) -> Perception:
    """Enter what the customer perceived (1 to 7) and how it was against expectation (−3 to 3).

    Satisfaction over all (1 to 7) goes with it where it was asked. What she or he expected on the
    topic until now is kept beside it. Publishes PerceptionRecorded. Raises PerceptionEmpty,
    PerceptionOutOfScale, PromiseOfAnother.
    """
    access.require(actor, "perceptions.record")
    if perceived is None and against_expectation is None:
        raise PerceptionEmpty
    _require_on_scale(perceived, 1, 7)
    _require_on_scale(against_expectation, -3, 3)
    _require_on_scale(satisfaction, 1, 7)
    if promise and promise.customer_id != customer.pk:
        raise PromiseOfAnother
    topic = topic or (promise.topic if promise else None)
    perception = Perception.objects.create(
        customer=customer,
        topic=topic,
        promise=promise,
        team_id=promise.team_id if promise else customer.team_id,
        perceived=perceived,
        against_expectation=against_expectation,
        satisfaction=satisfaction,
        expected=_felt_before(customer, topic, now),
        comment=comment.strip(),
        mode=mode,
        tier=customer.tier,
        answered_at=now,
    )
    note_past_change(moments=[now])
    happened = PerceptionRecorded(
        customer_id=customer.pk,
        perception_id=perception.pk,
        promise_id=promise.pk if promise else None,
    )
    events.publish(happened, actor=actor, at=now)
    note_activity(customer_id=customer.pk, at=now)
    return perception


def _require_on_scale(value: int | None, low: int, high: int) -> None:
    if value is not None and not low <= value <= high:
        raise PerceptionOutOfScale(value=value, low=low, high=high)


def _felt_before(customer: Customer, topic: Topic | None, now: datetime) -> int | None:
    """What the customer expected to feel on the topic, as last recorded before now."""
    if topic is None:
        return None
    earlier = Expectation.objects.filter(
        customer=customer, topic=topic, recorded_at__lt=now, withdrawn_at=None
    )
    return earlier.order_by("-recorded_at", "-pk").values_list("felt", flat=True).first()
