"""Standing promises: what a promise is made from when its condition, day or case comes."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import Team, User
from heed.conversations.models import Conversation, Message
from heed.core import access, events
from heed.core.business_hours import BusinessHours
from heed.core.calendars import business_hours
from heed.core.errors import DomainError
from heed.customers.models import Customer
from heed.customers.operations import require_present
from heed.expectations.events import StandingPromiseEnded, StandingPromiseMade
from heed.expectations.models import Promise, StandingPromise, Topic
from heed.expectations.operations.expectations import require_own_conversation
from heed.expectations.operations.promises import WordingMissing, enter, require_able, said
from heed.expectations.queries.owners import who_sees_to

MOST_WITHIN = 1000


class ConditionMissing(DomainError):
    code = "standing.condition_missing"
    message = _("Say on which condition we promise it, such as: if the part arrives.")


class TimeMissing(DomainError):
    code = "standing.time_missing"
    message = _(
        "“Within %(within)s” is no time. Say within how many hours or days, from 1 to %(most)s."
    )


class StandingEnded(DomainError):
    code = "standing.ended"
    message = _("This standing promise ended on %(ended_at)s. Make a new one.")


class ReasonMissing(DomainError):
    code = "standing.reason_missing"
    message = _("Say why it ends; whoever asks later will want to know.")


@transaction.atomic
def promise_on_condition(
    *,
    customer: Customer,
    condition: str,
    wording: str,
    within: int,
    within_unit: str,
    actor: User,
    now: datetime,
    topic: Topic | None = None,
    value: Decimal | None = None,
    owner: User | None = None,
    conversation: Conversation | None = None,
    message: Message | None = None,
) -> StandingPromise:
    """Promise something for the case that something else happens.

    Publishes StandingPromiseMade. Raises WordingMissing, ConditionMissing, TimeMissing,
    OwnerUnable, CustomerGone, ConversationOfAnother.
    """
    access.require(actor, "promises.record")
    if not condition.strip():
        raise ConditionMissing
    _require_time(within)
    require_own_conversation(customer, conversation)
    customer = require_present(customer)
    standing = StandingPromise(
        kind=StandingPromise.Kind.CONDITIONAL,
        customer=customer,
        conversation=conversation,
        message=message,
        topic=topic,
        team=conversation.team if conversation and conversation.team_id else customer.team,
        condition=condition.strip(),
        wording=wording,
        value=value,
        within=within,
        within_unit=within_unit,
        owner=owner or actor,
    )
    return enter_standing(standing, actor=actor, now=now)


@transaction.atomic
def guarantee(
    *,
    wording: str,
    within: int,
    within_unit: str,
    actor: User,
    now: datetime,
    wording_zh: str = "",
    condition: str = "",
    trigger: str = StandingPromise.Trigger.BY_HAND,
    topic: Topic | None = None,
    tier: str = "",
    team: Team | None = None,
    owner: User | None = None,
) -> StandingPromise:
    """Promise something to everybody in public, or to a tier: each case makes a promise.

    Publishes StandingPromiseMade. Raises WordingMissing, ConditionMissing (where a person says
    what a case is), TimeMissing, OwnerUnable.
    """
    access.require(actor, "guarantees.change")
    _require_time(within)
    if trigger == StandingPromise.Trigger.BY_HAND and not condition.strip():
        raise ConditionMissing
    standing = StandingPromise(
        kind=StandingPromise.Kind.GUARANTEE,
        wording=wording,
        wording_zh=wording_zh.strip(),
        condition=condition.strip(),
        trigger=trigger,
        topic=topic,
        tier=tier,
        team=team,
        within=within,
        within_unit=within_unit,
        owner=owner or actor,
    )
    return enter_standing(standing, actor=actor, now=now)


def _require_time(within: int) -> None:
    if not 1 <= within <= MOST_WITHIN:
        raise TimeMissing(within=within, most=MOST_WITHIN)


def enter_standing(standing: StandingPromise, *, actor: User, now: datetime) -> StandingPromise:
    """Store a standing promise; part of a larger operation. Publishes StandingPromiseMade."""
    if not standing.wording.strip():
        raise WordingMissing
    require_able(standing.owner, standing.team)
    standing.wording = standing.wording.strip()
    standing.made_by, standing.made_at = actor, now
    standing.save(force_insert=True)
    happened = StandingPromiseMade(
        customer_id=standing.customer_id, standing_id=standing.pk, kind=standing.kind
    )
    events.publish(happened, actor=actor, at=now)
    return standing


def locked_standing(standing_id: int) -> StandingPromise:
    """The standing promise, locked until the transaction ends; part of a larger operation."""
    rows = StandingPromise.objects.select_for_update(of=("self",))
    related = ("customer__team", "customer__named_agent", "conversation", "topic", "team", "owner")
    return rows.select_related(*related).get(pk=standing_id)


def require_lasting(standing: StandingPromise) -> None:
    """Raise StandingEnded where it has ended."""
    if standing.ended_at:
        raise StandingEnded(ended_at=said(standing.ended_at))


@transaction.atomic
def end_standing(*, standing_id: int, because: str, actor: User, now: datetime) -> StandingPromise:
    """Let nothing more be made from it; what it has made stays owed.

    Publishes StandingPromiseEnded. Raises StandingEnded, ReasonMissing.
    """
    standing = locked_standing(standing_id)
    is_public = standing.kind == StandingPromise.Kind.GUARANTEE
    access.require(actor, "guarantees.change" if is_public else "promises.close")
    require_lasting(standing)
    if not because.strip():
        raise ReasonMissing
    return write_end(standing, because=because.strip(), actor=actor, now=now)


def write_end(
    standing: StandingPromise, *, because: str, actor: User, now: datetime
) -> StandingPromise:
    """Mark a locked standing promise as ended; part of a larger operation."""
    standing.ended_at, standing.ended_by, standing.ended_because = now, actor, because
    standing.save(update_fields=["ended_at", "ended_by", "ended_because"])
    happened = StandingPromiseEnded(
        customer_id=standing.customer_id, standing_id=standing.pk, kind=standing.kind
    )
    events.publish(happened, actor=actor, at=now)
    return standing


def hours_of(
    standing: StandingPromise,
    customer: Customer | None = None,
    conversation: Conversation | None = None,
) -> BusinessHours:
    """The business hours in which its times are reckoned."""
    of_conversation = conversation.team if conversation else None
    team = standing.team or of_conversation or (customer.team if customer else None)
    return business_hours(team.calendar_id if team else None)


def enter_from(
    promise: Promise, standing: StandingPromise, *, actor: User, now: datetime
) -> Promise:
    """Store a promise made from a standing one; part of a larger operation.

    Fills in what comes from the standing promise, and who is there to see to it.
    """
    customer = promise.customer
    is_chinese = customer.language.startswith("zh") and standing.wording_zh
    promise.wording = standing.wording_zh if is_chinese else standing.wording
    promise.topic, promise.value, promise.made_by = standing.topic, standing.value, actor
    assignee = promise.conversation.assignee if promise.conversation else None
    is_public = standing.kind == StandingPromise.Kind.GUARANTEE
    nearest = (assignee or customer.named_agent) if is_public else None
    team = promise.conversation.team if promise.conversation else None
    promise.owner = who_sees_to(
        nearest or standing.owner, customer=customer, team=team or customer.team, at=now
    )
    return enter(promise, actor=actor, now=now)
