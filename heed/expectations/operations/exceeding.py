from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.accounts.queries import organisation
from heed.core import access, events
from heed.core.errors import DomainError
from heed.customers.models import Customer
from heed.customers.operations import note_activity, require_present
from heed.expectations.events import ExceedingRecorded
from heed.expectations.models import Exceeding, Promise, Topic
from heed.expectations.operations.topics import require_in_use


class GiftMissing(DomainError):
    code = "exceeding.description_missing"
    message = _("Say what we gave beyond the promise, such as “delivered a day early by courier”.")


class CostNegative(DomainError):
    code = "exceeding.cost_negative"
    message = _("A cost of %(cost)s is not possible. Give 0 or more.")


class PromiseToAnother(DomainError):
    code = "exceeding.promise_to_another"
    message = _("The promise was made to another customer. Choose one of %(customer)s.")


class GivenInFuture(DomainError):
    code = "exceeding.given_in_future"
    message = _("This was not given yet. Record it once the customer has it.")


@transaction.atomic
def record_exceeding(
    *,
    customer: Customer,
    kind: str,
    description: str,
    actor: User,
    now: datetime,
    cost_minor: int = 0,
    topic: Topic | None = None,
    promise: Promise | None = None,
    given_at: datetime | None = None,
) -> Exceeding:
    """Enter what we gave a customer beyond what was promised, and what it cost us.

    Without a topic it is about that of the promise. Publishes ExceedingRecorded. Raises
    GiftMissing, CostNegative, PromiseToAnother, GivenInFuture, CustomerGone, TopicRetiredAlready.
    """
    access.require(actor, "exceedings.record")
    if not description.strip():
        raise GiftMissing
    if cost_minor < 0:
        raise CostNegative(cost=cost_minor)
    if promise and promise.customer_id != customer.pk:
        raise PromiseToAnother(customer=customer)
    if given_at and given_at > now:
        raise GivenInFuture
    require_in_use(topic)
    customer = require_present(customer)
    exceeding = Exceeding.objects.create(
        customer=customer,
        topic=topic or (promise.topic if promise else None),
        promise=promise,
        kind=kind,
        description=description.strip(),
        cost_minor=cost_minor,
        currency=organisation().currency,
        given_by=actor,
        given_at=given_at or now,
        tier=customer.tier,
    )
    happened = ExceedingRecorded(
        customer_id=customer.pk,
        exceeding_id=exceeding.pk,
        topic_id=exceeding.topic_id,
        promise_id=exceeding.promise_id,
    )
    events.publish(happened, actor=actor, at=now)
    note_activity(customer_id=customer.pk, at=now)
    return exceeding
