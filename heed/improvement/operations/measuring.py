"""The figure of an improvement is read again, before and after, and what it says is kept."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access, events
from heed.core.errors import DomainError
from heed.improvement.events import ImprovementMeasured
from heed.improvement.models import Improvement, Measurement
from heed.improvement.queries.cases import Cases
from heed.improvement.queries.effects import Reading, effect_between, effect_of, figures_kept
from heed.improvement.queries.figures import figure_named
from heed.improvement.rules.effects import (
    FEWEST_CASES,
    UNSAID,
    Windows,
    next_review,
    verdict_of,
    windows,
)


class NothingToMeasure(DomainError):
    code = "improvement.nothing_to_measure"
    message = _("“%(title)s” names no figure that can be read from the rows. Change it first.")


class NotInForce(DomainError):
    code = "improvement.not_in_force"
    message = _("“%(title)s” is not in force yet. Move it to “Taking effect” first.")


class NotSettledYet(DomainError):
    code = "improvement.not_settled"
    message = _("“%(title)s” has not settled yet; there is nothing after it to measure.")


class NotCountedByHand(DomainError):
    code = "improvement.not_by_hand"
    message = _("“%(figure)s” is read from the rows; it cannot be counted by hand.")


class CountsImpossible(DomainError):
    code = "improvement.counts_impossible"
    message = _(
        "%(some)s of %(n)s is no share. Give how many of how many, at least %(fewest)s in all."
    )


@transaction.atomic
def measure_improvement(*, improvement_id: int, actor: User, now: datetime) -> Measurement:
    """Read the figure before and after, with the sight of who opened the improvement.

    Publishes ImprovementMeasured. Raises NothingToMeasure, NotInForce, NotSettledYet.
    """
    access.require(actor, "improvements.change")
    improvement = _in_force(improvement_id)
    figure = figure_named(improvement.figure)
    if figure is None or figure.is_by_hand or improvement.effective_at is None:
        raise NothingToMeasure(title=improvement.title)
    spans = windows(
        improvement.effective_at,
        settling_days=improvement.settling_days,
        window_days=improvement.window_days,
        now=now,
    )
    if spans is None:
        raise NotSettledYet(title=improvement.title)
    reading = effect_of(improvement, figure, improvement.opened_by, spans)
    improvement.next_review_at = next_review(
        improvement.effective_at,
        settling_days=improvement.settling_days,
        window_days=improvement.window_days,
        now=now,
    )
    improvement.save(update_fields=["next_review_at"])
    return _kept(improvement, reading, spans=spans, actor=actor, now=now)


@transaction.atomic
def review_improvement(*, improvement_id: int, actor: User, now: datetime) -> Measurement | None:
    """Measure what has its review by now; a figure that is gone is not asked for again.

    Does nothing where somebody else has measured, moved or closed it meanwhile.
    """
    access.require(actor, "improvements.change")
    improvement = Improvement.objects.select_for_update().get(pk=improvement_id)
    if improvement.next_review_at is None or improvement.next_review_at > now:
        return None
    if figure_named(improvement.figure) is None:
        improvement.next_review_at = None
        improvement.save(update_fields=["next_review_at"])
        return None
    return measure_improvement(improvement_id=improvement_id, actor=actor, now=now)


@transaction.atomic
def count_by_hand(
    *,
    improvement_id: int,
    before: tuple[int, int],
    after: tuple[int, int],
    actor: User,
    now: datetime,
) -> Measurement:
    """Keep a share counted by hand: how many of how many, before and after.

    Publishes ImprovementMeasured. Raises NotInForce, NotCountedByHand, CountsImpossible.
    """
    access.require(actor, "improvements.change")
    improvement = _in_force(improvement_id)
    figure = figure_named(improvement.figure, improvement.figure_name)
    if figure is None:
        raise NothingToMeasure(title=improvement.title)
    if not figure.is_by_hand:
        raise NotCountedByHand(figure=figure.name)
    reading = Reading(
        effect_between(figure, _counted(before), _counted(after)), before[1], after[1]
    )
    return _kept(improvement, reading, is_by_hand=True, actor=actor, now=now)


def _in_force(improvement_id: int) -> Improvement:
    rows = Improvement.objects.select_for_update(of=("self",)).select_related("opened_by")
    improvement = rows.get(pk=improvement_id)
    if improvement.state != Improvement.State.MEASURING:
        raise NotInForce(title=improvement.title)
    return improvement


def _counted(given: tuple[int, int]) -> Cases:
    some, n = given
    if not 0 <= some <= n or n < FEWEST_CASES:
        raise CountsImpossible(some=some, n=n, fewest=FEWEST_CASES)
    return Cases({1.0: some, 0.0: n - some})


def _kept(
    improvement: Improvement,
    reading: Reading,
    *,
    actor: User,
    now: datetime,
    spans: Windows | None = None,
    is_by_hand: bool = False,
) -> Measurement:
    verdict, figures = UNSAID, {}
    if reading.effect:
        figures = dict(figures_kept(reading.effect))
        verdict = verdict_of(
            reading.effect.direction.value,
            lower=reading.effect.effect.lower,
            upper=reading.effect.effect.upper,
            expected=improvement.expected_change,
        )
    measurement = Measurement.objects.create(
        improvement=improvement,
        measured_at=now,
        is_last=bool(spans and spans.is_full),
        is_by_hand=is_by_hand,
        verdict=verdict,
        before_n=reading.before_n,
        after_n=reading.after_n,
        figures=figures,
        **_spanned(spans),
    )
    happened = ImprovementMeasured(
        improvement_id=improvement.pk, measurement_id=measurement.pk, verdict=verdict
    )
    events.publish(happened, actor=actor, at=now)
    return measurement


def _spanned(spans: Windows | None) -> dict[str, Any]:
    if spans is None:
        return {}
    return {
        "before_since": spans.before_since,
        "before_until": spans.before_until,
        "after_since": spans.after_since,
        "after_until": spans.after_until,
    }
