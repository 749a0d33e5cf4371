"""What is promised for every day, week or month, and each time of it."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.conversations.models import Conversation, Message
from heed.core import access
from heed.core.calendars import business_hours
from heed.core.errors import DomainError
from heed.core.instants import require_in_range
from heed.customers.models import Customer
from heed.customers.operations import CustomerGone, require_present
from heed.expectations.models import Promise, StandingPromise, Topic
from heed.expectations.operations.expectations import require_own_conversation
from heed.expectations.operations.standing import (
    enter_from,
    enter_standing,
    hours_of,
    locked_standing,
    write_end,
)
from heed.expectations.queries.standing import last_occurrence_on
from heed.expectations.rhythm import LAST_DAY, Rhythm, first_occurrence, occurrence_after

DAYS_OF = {"day": (), "week": range(7), "month": range(1, LAST_DAY + 1)}


class RhythmUnclear(DomainError):
    code = "standing.rhythm_unclear"
    message = _(
        "%(rhythm)s on day %(day)s is no rhythm. Choose every business day, a weekday from 0 "
        "(Monday) to 6, or a day of the month from 1 to 31 (31 is always the last)."
    )


class EndTooEarly(DomainError):
    code = "standing.end_too_early"
    message = _(
        "The first time would be on %(first_on)s, after the end on %(ends_on)s. "
        "Give a later end, or make one promise."
    )


@transaction.atomic
def promise_repeatedly(
    *,
    customer: Customer,
    wording: str,
    rhythm: Rhythm,
    actor: User,
    now: datetime,
    ends_on: date | None = None,
    topic: Topic | None = None,
    value: Decimal | None = None,
    owner: User | None = None,
    conversation: Conversation | None = None,
    message: Message | None = None,
) -> StandingPromise:
    """Promise something for every day, week or month, until an end or until it is ended.

    The worker makes each occurrence ahead. Publishes StandingPromiseMade. Raises WordingMissing,
    RhythmUnclear, EndTooEarly, OwnerUnable, CustomerGone, ConversationOfAnother,
    InstantOutOfRange.
    """
    access.require(actor, "promises.record")
    _require_rhythm(rhythm)
    require_in_range(ends_on)
    require_own_conversation(customer, conversation)
    customer = require_present(customer)
    team = conversation.team if conversation and conversation.team_id else customer.team
    hours = business_hours(team.calendar_id if team else None)
    first = first_occurrence(rhythm, now, hours)
    if ends_on and first.day > ends_on:
        raise EndTooEarly(first_on=first.day, ends_on=ends_on)
    standing = StandingPromise(
        kind=StandingPromise.Kind.REPEATING,
        customer=customer,
        conversation=conversation,
        message=message,
        topic=topic,
        team=team,
        wording=wording,
        value=value,
        rhythm=rhythm.every,
        rhythm_day=rhythm.day,
        rhythm_time=rhythm.at,
        next_due_at=now,
        ends_on=ends_on,
        owner=owner or actor,
    )
    enter_standing(standing, actor=actor, now=now)
    make_next_occurrence(standing_id=standing.pk, actor=actor, now=now)
    return locked_standing(standing.pk)


def _require_rhythm(rhythm: Rhythm) -> None:
    days = DAYS_OF.get(rhythm.every)
    if days is None or (days and rhythm.day not in days):
        raise RhythmUnclear(rhythm=rhythm.every, day="—" if rhythm.day is None else rhythm.day)


@transaction.atomic
def make_next_occurrence(*, standing_id: int, actor: User, now: datetime) -> Promise | None:
    """Make the next occurrence of a repeating promise once the one before is due.

    Each is made exactly once, also those that a stopped worker missed: we owed them all the same.
    Returns None where none is to be made now; for an erased customer it ends.
    Publishes PromiseMade or StandingPromiseEnded.
    """
    standing = locked_standing(standing_id)
    before = standing.next_due_at
    if standing.ended_at or standing.customer is None or before is None or before > now:
        return None
    try:
        customer = require_present(standing.customer)
    except CustomerGone:
        write_end(standing, because="", actor=actor, now=now)
        return None
    hours = hours_of(standing, customer)
    rhythm = Rhythm(standing.rhythm, standing.rhythm_day, standing.rhythm_time)
    last_on = last_occurrence_on(standing)
    found = (
        occurrence_after(rhythm, last_on, hours)
        if last_on
        else first_occurrence(rhythm, standing.made_at, hours)
    )
    if _is_over(standing, found.day):
        write_end(standing, because="", actor=actor, now=now)
        return None
    promise = Promise(
        standing=standing,
        occurrence=found.day.isoformat(),
        customer=customer,
        conversation=standing.conversation,
        due_at=found.due_at,
        made_at=now if found.due_at > now else before,
    )
    standing.next_due_at = found.due_at
    standing.save(update_fields=["next_due_at"])
    return enter_from(promise, standing, actor=actor, now=now)


def _is_over(standing: StandingPromise, day: date) -> bool:
    return standing.ends_on is not None and day > standing.ends_on
