"""An improvement goes over the board: found, under way, taking effect, closed; and back."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.accounts.queries import organisation
from heed.core import access, events
from heed.core.errors import DomainError
from heed.core.wall_clock import first_instant
from heed.expectations.queries.standards import today
from heed.improvement.events import ImprovementClosed, ImprovementMoved, ImprovementReopened
from heed.improvement.models import Improvement, ImprovementNote
from heed.improvement.operations.improvements import ImprovementClosedAlready
from heed.improvement.queries.reviews import review_of

STEPS = (Improvement.State.FOUND, Improvement.State.UNDER_WAY, Improvement.State.MEASURING)


class ResultMissing(DomainError):
    code = "improvement.result_missing"
    message = _("Say what came of it, be it nothing; the next one learns from it.")


class ImprovementMovedMeanwhile(DomainError):
    code = "improvement.moved_meanwhile"
    message = _("“%(title)s” stands at “%(state)s” by now; somebody else has moved it.")


class DueDayMissing(DomainError):
    code = "improvement.due_missing"
    message = _("Say first by when “%(title)s” is done: change it and choose a day.")


class InForceInFuture(DomainError):
    code = "improvement.in_force_in_future"
    message = _("%(day)s is still to come. Move it once the action is in force.")


@transaction.atomic
def move_improvement(
    *,
    improvement_id: int,
    state: str,
    was: str,
    actor: User,
    now: datetime,
    effective_on: date | None = None,
) -> Improvement:
    """Put an open improvement into another open state; `was` is the one it was read in.

    Taking effect begins on `effective_on`, or today; moving back forgets that day. Publishes
    ImprovementMoved. Raises ImprovementClosedAlready, ImprovementMovedMeanwhile, DueDayMissing and
    InForceInFuture.
    """
    access.require(actor, "improvements.change")
    if state not in STEPS:
        raise ValueError(f"Expected one of {[str(each) for each in STEPS]}, got {state!r}.")
    improvement = Improvement.objects.select_for_update().get(pk=improvement_id)
    if improvement.closed_at:
        raise ImprovementClosedAlready(title=improvement.title, result=improvement.result)
    if improvement.state != was:
        raise ImprovementMovedMeanwhile(
            title=improvement.title, state=improvement.get_state_display()
        )
    if state != Improvement.State.FOUND and improvement.due_on is None:
        raise DueDayMissing(title=improvement.title)
    improvement.state = state
    improvement.effective_at = improvement.next_review_at = None
    if state == Improvement.State.MEASURING:
        _take_effect(improvement, effective_on or today(now), now=now)
    improvement.save(update_fields=["state", "effective_at", "next_review_at"])
    happened = ImprovementMoved(improvement_id=improvement.pk, former=was, state=state)
    events.publish(happened, actor=actor, at=now)
    return improvement


@transaction.atomic
def close_improvement(
    *, improvement_id: int, result: str, actor: User, now: datetime
) -> Improvement:
    """Close an improvement with what came of it; its state is what the last measurement says.

    Publishes ImprovementClosed. Raises ResultMissing, ImprovementClosedAlready.
    """
    access.require(actor, "improvements.change")
    improvement = Improvement.objects.select_for_update().get(pk=improvement_id)
    if improvement.closed_at:
        raise ImprovementClosedAlready(title=improvement.title, result=improvement.result)
    if not result.strip():
        raise ResultMissing
    last = improvement.measurements.order_by("-measured_at", "-pk").first()
    improvement.state = last.verdict if last else Improvement.State.UNSAID
    improvement.closed_at, improvement.closed_by = now, actor
    improvement.result = result.strip()
    improvement.next_review_at = None
    fields = ["state", "closed_at", "closed_by", "result", "next_review_at"]
    improvement.save(update_fields=fields)
    events.publish(ImprovementClosed(improvement_id=improvement.pk), actor=actor, at=now)
    return improvement


@transaction.atomic
def reopen_improvement(*, improvement_id: int, actor: User, now: datetime) -> Improvement:
    """Take back that an improvement was closed; its result stays in the history as a note.

    Publishes ImprovementReopened. Does nothing where it is open.
    """
    access.require(actor, "improvements.change")
    improvement = Improvement.objects.select_for_update().get(pk=improvement_id)
    if not improvement.closed_at:
        return improvement
    ImprovementNote.objects.create(
        improvement=improvement,
        text=improvement.result,
        is_former_result=True,
        written_by=improvement.closed_by or actor,
        written_at=improvement.closed_at,
    )
    improvement.closed_at = improvement.closed_by = None
    improvement.result = ""
    improvement.state = _state_before(improvement)
    improvement.next_review_at = review_of(improvement, now=now)
    fields = ["closed_at", "closed_by", "result", "state", "next_review_at"]
    improvement.save(update_fields=fields)
    events.publish(ImprovementReopened(improvement_id=improvement.pk), actor=actor, at=now)
    return improvement


def _take_effect(improvement: Improvement, day: date, *, now: datetime) -> None:
    if day > today(now):
        raise InForceInFuture(day=day)
    zone = ZoneInfo(organisation().time_zone)
    improvement.effective_at = first_instant(zone, day, time())
    improvement.next_review_at = review_of(improvement, now=now)


def _state_before(improvement: Improvement) -> str:
    """Where an improvement stood that is open again."""
    if improvement.effective_at:
        return Improvement.State.MEASURING
    return Improvement.State.UNDER_WAY if improvement.due_on else Improvement.State.FOUND
