"""Promises are made, and change hands."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import Team, User
from heed.accounts.queries import SERVING_ROLES, absence_of, organisation
from heed.conversations.models import Conversation, Message
from heed.core import access, events
from heed.core.business_hours import BusinessHours
from heed.core.calendars import business_hours
from heed.core.errors import DomainError
from heed.core.instants import require_in_range
from heed.customers.models import Customer
from heed.customers.operations import note_activity, require_present
from heed.expectations import rules
from heed.expectations.events import PromiseHandedOver, PromiseMade
from heed.expectations.models import Promise, Topic
from heed.expectations.operations.expectations import require_own_conversation
from heed.expectations.operations.topics import require_in_use, require_possible
from heed.expectations.queries.owners import covered_until
from heed.expectations.queries.promises import (
    contradicted_by,
    is_same,
    promises_on_the_matter,
)

USUAL_GRACE_BUSINESS_DAYS = 3


class DueTimePast(DomainError):
    code = "promise.due_time_past"
    message = _("%(due_at)s has passed. A promise needs a due time in the future.")


class WordingMissing(DomainError):
    code = "promise.wording_missing"
    message = _("Say what we promise, in the words the customer heard.")


class OwnerUnable(DomainError):
    code = "promise.owner_unable"
    message = _(
        "%(owner)s cannot see to a promise: only an agent, a manager or an administrator who may "
        "sign in can. Choose somebody of %(team)s."
    )


class OwnerAway(DomainError):
    """Somebody who is away cannot see to what is due meanwhile."""

    code = "promise.owner_away"
    message = _(
        "%(owner)s is away until %(until)s, and nobody stands in. Give the promise to somebody "
        "who is there, or promise a time after %(covered_until)s."
    )


class OwnerAwayWithStandIn(OwnerAway):
    message = _(
        "%(owner)s is away until %(until)s. Give the promise to %(stand_in)s, who stands in, or "
        "promise a time after %(covered_until)s."
    )


class PromiseContradicted(DomainError):
    """Another promise on the same matter is open, with another due time or another value."""

    code = "promise.contradicted"
    message = _(
        "“%(wording)s” (promise %(promise_id)s) is still open, due %(due_at)s%(value)s. "
        "Renegotiate that one, or say that this is another matter (is_separate)."
    )


class PromiseAlreadyClosed(DomainError):
    code = "promise.already_closed"
    message = _("This promise was closed on %(closed_at)s and can no longer be changed.")


def said(at: datetime) -> str:
    """The instant as refusals say it, in the reader's language and time zone."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


@transaction.atomic
def record_promise(
    *,
    customer: Customer,
    wording: str,
    due_at: datetime,
    actor: User,
    now: datetime,
    topic: Topic | None = None,
    value: Decimal | None = None,
    owner: User | None = None,
    conversation: Conversation | None = None,
    message: Message | None = None,
    is_separate: bool = False,
) -> Promise:
    """Enter what we promised the customer, by when, and who sees to it.

    The same promise again, still open, gives the one that stands. `is_separate` says that it is
    another matter than what is open on the same topic and conversation. Publishes PromiseMade.
    Raises WordingMissing, DueTimePast, ConversationOfAnother, CustomerGone, OwnerUnable,
    OwnerAway, PromiseContradicted, InstantOutOfRange.
    """
    access.require(actor, "promises.record")
    if not wording.strip():
        raise WordingMissing
    require_in_range(due_at)
    if due_at <= now:
        raise DueTimePast(due_at=said(due_at))
    require_own_conversation(customer, conversation)
    require_in_use(topic)
    require_possible(topic, value)
    customer = require_present(customer)
    owner = owner or actor
    require_able(owner, customer.team)
    require_there(owner, due_at=due_at, now=now)
    promise = Promise(
        customer=customer,
        conversation=conversation,
        message=message,
        topic=topic,
        wording=wording.strip(),
        value=value,
        owner=owner,
        made_by=actor,
        made_at=now,
        due_at=due_at,
    )
    known = None if is_separate else _standing_already(promise)
    return known or enter(promise, actor=actor, now=now)


def require_able(owner: User, team: Team | None) -> None:
    """Raise OwnerUnable where the person does not serve customers, or no longer."""
    if not (owner.is_active and owner.role in SERVING_ROLES):
        raise OwnerUnable(owner=owner.name, team=team.name if team else organisation().name)


def require_there(owner: User, *, due_at: datetime, now: datetime) -> None:
    """Raise OwnerAway where the person is away now and the promise is due meanwhile."""
    absence = absence_of(owner, at=now)
    if absence is None or due_at > (until := covered_until(absence)):
        return
    said_of = {
        "owner": owner.name,
        "until": said(absence.until),
        "covered_until": said(until),
    }
    if absence.stand_in:
        raise OwnerAwayWithStandIn(stand_in=absence.stand_in.name, **said_of)
    raise OwnerAway(**said_of)


def _standing_already(promise: Promise) -> Promise | None:
    """The same promise where it is open already. Raises PromiseContradicted."""
    other = contradicted_by(promise)
    if other:
        raise PromiseContradicted(
            wording=other.wording,
            promise_id=other.pk,
            due_at=said(other.due_at),
            value=_value_said(other),
        )
    return next((each for each in promises_on_the_matter(promise) if is_same(promise, each)), None)


def escalation_of(since: datetime, hours: BusinessHours) -> datetime:
    """When an undelivered promise goes to a manager: so many business hours after `since`."""
    return hours.add(since, timedelta(hours=organisation().escalation_business_hours))


def _value_said(promise: Promise) -> str:
    if promise.value is None:
        return ""
    unit = promise.topic.unit_name if promise.topic else ""
    return f" ({promise.value.normalize():f} {unit})".replace(" )", ")")


def enter(promise: Promise, *, actor: User, now: datetime) -> Promise:
    """Store a promise with the times reckoned for it; part of a larger operation.

    Publishes PromiseMade.
    """
    conversation, customer, topic = promise.conversation, promise.customer, promise.topic
    team = conversation.team if conversation and conversation.team_id else customer.team
    hours = business_hours(team.calendar_id if team else None)
    grace = topic.grace_business_days if topic else USUAL_GRACE_BUSINESS_DAYS
    promise.team = team
    promise.tier = customer.tier
    promise.remind_at = rules.reminder_of(promise.made_at, promise.due_at, hours)
    promise.breaks_at = rules.breaking_of(promise.due_at, grace, hours)
    promise.escalates_at = escalation_of(promise.due_at, hours)
    promise.save(force_insert=True)
    happened = PromiseMade(customer_id=customer.pk, promise_id=promise.pk)
    events.publish(happened, actor=actor, at=now)
    note_activity(customer_id=customer.pk, at=now)
    return promise


def locked(promise_id: int) -> Promise:
    """The promise, locked until the transaction ends; part of a larger operation."""
    rows = Promise.objects.select_for_update(of=("self",)).select_related(
        "topic", "customer", "team"
    )
    return rows.get(pk=promise_id)


def require_open(promise: Promise) -> None:
    """Raise PromiseAlreadyClosed where the promise has an outcome."""
    if promise.closed_at:
        raise PromiseAlreadyClosed(closed_at=said(promise.closed_at))


@transaction.atomic
def hand_over_promise(*, promise_id: int, owner: User, actor: User, now: datetime) -> Promise:
    """Let somebody else see to an open promise, who is reminded anew.

    Where it is overdue already, the new owner has the same time as ever until managers are told.
    Publishes PromiseHandedOver. Raises PromiseAlreadyClosed, OwnerUnable, OwnerAway.
    """
    access.require(actor, "promises.record")
    promise = locked(promise_id)
    require_open(promise)
    require_able(owner, promise.team)
    if promise.owner_id == owner.pk:
        return promise
    require_there(owner, due_at=promise.due_at, now=now)
    happened = PromiseHandedOver(
        customer_id=promise.customer_id,
        promise_id=promise.pk,
        owner_id=owner.pk,
        from_id=promise.owner_id,
    )
    promise.owner = owner
    promise.reminded_at = None
    hours = business_hours(promise.team.calendar_id if promise.team else None)
    promise.escalates_at = escalation_of(max(promise.due_at, now), hours)
    promise.save(update_fields=["owner", "reminded_at", "escalates_at"])
    events.publish(happened, actor=actor, at=now)
    return promise
