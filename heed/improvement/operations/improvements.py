from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access, events
from heed.core.errors import DomainError
from heed.expectations.models import Topic
from heed.expectations.queries.standards import today
from heed.improvement.events import ImprovementChanged, ImprovementNoted, ImprovementOpened
from heed.improvement.models import Improvement, ImprovementNote
from heed.improvement.queries.effects import comparison_of, figure_now, kept
from heed.improvement.queries.figures import Figure, figure_named
from heed.improvement.queries.reviews import review_of
from heed.improvement.rules.effects import FEWEST_CASES
from heed.improvement.rules.places import is_inside

SETTLING_DAYS, WINDOW_DAYS = 14, 90
MOST_SETTLING, LEAST_WINDOW, MOST_WINDOW = 365, 7, 365


class TitleMissing(DomainError):
    code = "improvement.title_missing"
    message = _("Say what is to be improved, such as “Same-day delivery in town”.")


class ImprovementDueInPast(DomainError):
    code = "improvement.due_in_past"
    message = _("%(day)s is over already. Choose today or a later day for it to be done.")


class FigureUnknown(DomainError):
    code = "improvement.figure_unknown"
    message = _("There is no figure “%(figure)s”. Choose one of the list.")


class AimMissing(DomainError):
    code = "improvement.aim_missing"
    message = _("Say where “%(figure)s” is expected to go, so that the effect can be judged.")


class AimWithoutFigure(DomainError):
    code = "improvement.aim_without_figure"
    message = _("Choose the figure that is expected to move, or leave the expected effect out.")


class AimBackwards(DomainError):
    code = "improvement.aim_backwards"
    message = _(
        "From %(first)s to %(last)s is not better for “%(figure)s”. Expect it to move the other "
        "way, or choose another figure."
    )


class AimBeyondScale(DomainError):
    code = "improvement.aim_beyond_scale"
    message = _("“%(figure)s” lies between %(low)s and %(high)s; %(last)s cannot be reached.")


class ComparisonImpossible(DomainError):
    code = "improvement.comparison_impossible"
    message = _("“%(figure)s” cannot be compared so. Choose a tier first, or another topic.")


class PlaceOutside(DomainError):
    code = "improvement.place_outside"
    message = _("“%(place)s” is no address inside Heed. It begins with /, such as /ledger/.")


class DaysOutOfRange(DomainError):
    code = "improvement.days_out_of_range"
    message = _("Choose 0 to 365 days to settle, and 7 to 365 days to measure.")


class ImprovementChangedMeanwhile(DomainError):
    code = "improvement.changed_meanwhile"
    message = _("Somebody else has changed “%(title)s” meanwhile. Load it again to see how.")


class ImprovementClosedAlready(DomainError):
    code = "improvement.closed_already"
    message = _("“%(title)s” is closed already, with this result: %(result)s")


class NoteMissing(DomainError):
    code = "improvement.note_missing"
    message = _("Write something first; an empty note says nothing.")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What can be said of an improvement; all of it can be changed while it is open.

    `expected_from` counts only for a share counted by hand: else the figure of now is taken.
    """

    title: str
    topic: Topic | None = None
    reason: str = ""
    place: str = ""
    picked_of: int | None = None
    cause: str = ""
    action: str = ""
    owner: User | None = None
    due_on: date | None = None
    figure: str = ""
    figure_name: str = ""
    expected_from: float | None = None
    expected_to: float | None = None
    comparison: str = ""
    settling_days: int = SETTLING_DAYS
    window_days: int = WINDOW_DAYS


@transaction.atomic
def open_improvement(
    *,
    title: str,
    actor: User,
    now: datetime,
    topic: Topic | None = None,
    reason: str = "",
    owner: User | None = None,
    **further: Any,
) -> Improvement:
    """Set out to improve something; without an owner the actor sees to it.

    `further` are the other fields of `Plan`. The figure is read and kept as it is now. Publishes
    ImprovementOpened. Raises TitleMissing and what a plan may be refused for.
    """
    access.require(actor, "improvements.propose")
    plan = Plan(title=title, topic=topic, reason=reason, owner=owner, **further)
    values = _checked(plan, actor=actor, now=now)
    improvement = Improvement.objects.create(
        **values, owner=owner or actor, opened_by=actor, opened_at=now
    )
    happened = ImprovementOpened(
        improvement_id=improvement.pk, topic_id=topic.pk if topic else None
    )
    events.publish(happened, actor=actor, at=now)
    return improvement


@transaction.atomic
def change_improvement(
    *, improvement_id: int, changes: int, plan: Plan, actor: User, now: datetime
) -> Improvement:
    """Change what is said of an open improvement; `changes` is how often it was when it was read.

    Publishes ImprovementChanged with the names of what differs, or nothing. Raises
    ImprovementClosedAlready, ImprovementChangedMeanwhile and what a plan may be refused for.
    """
    access.require(actor, "improvements.change")
    improvement = Improvement.objects.select_for_update().get(pk=improvement_id)
    if improvement.closed_at:
        raise ImprovementClosedAlready(title=improvement.title, result=improvement.result)
    if improvement.changes != changes:
        raise ImprovementChangedMeanwhile(title=improvement.title)
    values = _checked(plan, actor=improvement.opened_by, now=now, former=improvement)
    values["owner"] = plan.owner or improvement.owner
    differing = [name for name, value in values.items() if getattr(improvement, name) != value]
    if not differing:
        return improvement
    for name in differing:
        setattr(improvement, name, values[name])
    improvement.changes += 1
    improvement.next_review_at = review_of(improvement, now=now)
    improvement.save(update_fields=[*differing, "changes", "next_review_at"])
    happened = ImprovementChanged(improvement_id=improvement.pk, fields=sorted(differing))
    events.publish(happened, actor=actor, at=now)
    return improvement


@transaction.atomic
def note_on_improvement(
    *, improvement_id: int, text: str, actor: User, now: datetime
) -> ImprovementNote:
    """Write a dated note, also on what is closed.

    Publishes ImprovementNoted. Raises NoteMissing.
    """
    access.require(actor, "improvements.propose")
    if not text.strip():
        raise NoteMissing
    improvement = Improvement.objects.select_for_update().get(pk=improvement_id)
    note = ImprovementNote.objects.create(
        improvement=improvement, text=text.strip(), written_by=actor, written_at=now
    )
    happened = ImprovementNoted(improvement_id=improvement.pk, note_id=note.pk)
    events.publish(happened, actor=actor, at=now)
    return note


def _checked(
    plan: Plan, *, actor: User, now: datetime, former: Improvement | None = None
) -> dict[str, Any]:
    """The values to keep of a plan, with the figure as it is now."""
    if not plan.title.strip():
        raise TitleMissing
    is_new_day = plan.due_on and (former is None or former.due_on != plan.due_on)
    if plan.due_on and is_new_day and plan.due_on < today(now):
        raise ImprovementDueInPast(day=plan.due_on)
    if plan.place and not is_inside(plan.place):
        raise PlaceOutside(place=plan.place)
    is_settling = 0 <= plan.settling_days <= MOST_SETTLING
    if not (is_settling and LEAST_WINDOW <= plan.window_days <= MOST_WINDOW):
        raise DaysOutOfRange
    return {
        "title": plan.title.strip(),
        "topic": plan.topic,
        "reason": plan.reason.strip(),
        "place": plan.place,
        "picked_of": plan.picked_of,
        "cause": plan.cause.strip(),
        "action": plan.action.strip(),
        "due_on": plan.due_on,
        "settling_days": plan.settling_days,
        "window_days": plan.window_days,
    } | _aimed(plan, actor=actor, now=now, former=former)


def _aimed(plan: Plan, *, actor: User, now: datetime, former: Improvement | None) -> dict[str, Any]:
    """The figure with where it stands and where it is to go."""
    if not plan.figure:
        if plan.expected_to is not None:
            raise AimWithoutFigure
        return {
            "figure": "", "figure_name": "", "comparison": "", "found": None,
            "expected_from": None, "expected_to": None,
        }  # fmt: skip
    figure = figure_named(plan.figure, plan.figure_name.strip())
    if figure is None:
        raise FigureUnknown(figure=plan.figure)
    if plan.expected_to is None:
        raise AimMissing(figure=figure.name)
    if plan.comparison and comparison_of(figure, plan.comparison) is None:
        raise ComparisonImpossible(figure=figure.name)
    if former and former.figure == plan.figure and not figure.is_by_hand:
        found, first = former.found, former.expected_from
    else:
        found, first = _found(figure, plan, actor=actor, now=now)
    _require_better(figure, first, plan.expected_to)
    return {
        "figure": plan.figure,
        "figure_name": plan.figure_name.strip() if figure.is_by_hand else "",
        "comparison": plan.comparison,
        "found": found,
        "expected_from": first,
        "expected_to": plan.expected_to,
    }


def _found(
    figure: Figure, plan: Plan, *, actor: User, now: datetime
) -> tuple[dict[str, float | int | None] | None, float | None]:
    """The figure over the window just past; None where six cases are not reached."""
    if figure.is_by_hand:
        return None, plan.expected_from
    since = now - timedelta(days=plan.window_days)
    estimate, _cases = figure_now(figure, actor, since=since, until=now)
    if estimate.n < FEWEST_CASES:
        return None, None
    return kept(estimate), estimate.value


def _require_better(figure: Figure, first: float | None, last: float) -> None:
    is_below = figure.low is not None and last < figure.low
    if is_below or (figure.high is not None and last > figure.high):
        raise AimBeyondScale(
            figure=figure.name,
            low=figure.say(figure.low),
            high=figure.say(figure.high),
            last=figure.say(last),
        )
    if first is not None and (last == first or (last > first) != figure.more_is_better):
        raise AimBackwards(figure=figure.name, first=figure.say(first), last=figure.say(last))
