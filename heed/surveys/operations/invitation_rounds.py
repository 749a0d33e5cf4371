"""Orders to invite many customers, worked off by the worker a batch at a time."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access, events
from heed.core.errors import DomainError
from heed.surveys.events import (
    InvitationRoundAdvanced,
    InvitationRoundFinished,
    InvitationRoundOrdered,
    InvitationRoundStopped,
)
from heed.surveys.models import InvitationRound, Survey
from heed.surveys.operations.survey_invitations import invite_customers, require_share
from heed.surveys.operations.surveys import SurveyClosedAlready, require_open
from heed.surveys.queries.inviting import customers_chosen, still_to_decide
from heed.surveys.queries.rounds import rounds_going_on

BATCH = 100


class NobodyToInvite(DomainError):
    code = "survey.nobody_to_invite"
    message = _("Everybody chosen has been decided upon before. Choose other tiers or stages.")


class RoundGoingOn(DomainError):
    code = "survey.round_going_on"
    message = _(
        "Customers are being invited to this survey already, since %(ordered_at)s. Wait until all "
        "are decided upon, or stop it first."
    )


class RoundEnded(DomainError):
    code = "survey.round_ended"
    message = _("These invitations ended on %(ended_at)s; there is nothing left to stop.")


@transaction.atomic
def order_round(
    *,
    survey_id: int,
    tiers: Sequence[str] = (),
    stages: Sequence[str] = (),
    share: float = 1.0,
    actor: User,
    now: datetime,
) -> InvitationRound:
    """Order that a share of these customers is asked by mail; no tier or stage means all.

    Publishes InvitationRoundOrdered. Raises SurveyClosedAlready, ShareImpossible, RoundGoingOn,
    NobodyToInvite.
    """
    access.require(actor, "surveys.open")
    require_share(share)
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=survey_id)
    require_open(survey, now=now)
    before = rounds_going_on([survey_id]).first()
    if before:
        raise RoundGoingOn(ordered_at=date_format(before.ordered_at, "DATETIME_FORMAT"))
    chosen = customers_chosen(actor, tiers=tiers, stages=stages)
    total = still_to_decide(survey, chosen).count()
    if not total:
        raise NobodyToInvite
    order = InvitationRound.objects.create(
        survey=survey,
        tiers=list(tiers),
        stages=list(stages),
        share=share,
        total=total,
        ordered_by=actor,
        ordered_at=now,
    )
    happened = InvitationRoundOrdered(round_id=order.pk, survey_id=survey_id, total=total)
    events.publish(happened, actor=actor, at=now)
    return order


@transaction.atomic
def advance_round(*, round_id: int, now: datetime) -> InvitationRound:
    """Decide upon the next customers of a round, in the order of their ids.

    What was decided and how far the round has come are written in one transaction, so that a
    worker that dies leaves either both or neither. Publishes InvitationRoundAdvanced while there
    are more, InvitationRoundFinished after the last, and what invite_customers publishes.
    """
    order = _locked(round_id)
    if order.stopped_at or order.finished_at:
        return order
    try:
        require_open(order.survey, now=now)
    except SurveyClosedAlready:
        return _stopped(order, order.ordered_by, now)
    batch = _next_batch(order)
    invited = invite_customers(
        survey_id=order.survey_id,
        customer_ids=batch,
        share=order.share,
        actor=order.ordered_by,
        now=now,
    )
    order.decided += len(batch)
    order.asked += sum(not each.skipped for each in invited)
    order.last_customer_id = batch[-1] if batch else order.last_customer_id
    return _went_on(order, now, is_last=len(batch) < BATCH)


@transaction.atomic
def stop_round(*, round_id: int, actor: User, now: datetime) -> InvitationRound:
    """Ask nobody more; who was asked stays asked.

    Publishes InvitationRoundStopped. Raises RoundEnded.
    """
    access.require(actor, "surveys.open")
    order = _locked(round_id)
    ended_at = order.stopped_at or order.finished_at
    if ended_at:
        raise RoundEnded(ended_at=date_format(ended_at, "DATETIME_FORMAT"))
    return _stopped(order, actor, now)


def _next_batch(order: InvitationRound) -> list[int]:
    chosen = customers_chosen(order.ordered_by, tiers=order.tiers, stages=order.stages)
    rest = still_to_decide(order.survey, chosen).filter(pk__gt=order.last_customer_id)
    return list(rest.values_list("pk", flat=True)[:BATCH])


def _went_on(order: InvitationRound, now: datetime, *, is_last: bool) -> InvitationRound:
    order.finished_at = now if is_last else None
    order.save(update_fields=["decided", "asked", "last_customer_id", "finished_at"])
    happened: InvitationRoundAdvanced | InvitationRoundFinished
    if is_last:
        happened = InvitationRoundFinished(
            round_id=order.pk, survey_id=order.survey_id, asked=order.asked
        )
    else:
        happened = InvitationRoundAdvanced(
            round_id=order.pk, survey_id=order.survey_id, decided=order.decided
        )
    events.publish(happened, actor=order.ordered_by, at=now)
    return order


def _stopped(order: InvitationRound, actor: User, now: datetime) -> InvitationRound:
    order.stopped_at = now
    order.save(update_fields=["stopped_at"])
    happened = InvitationRoundStopped(
        round_id=order.pk, survey_id=order.survey_id, asked=order.asked
    )
    events.publish(happened, actor=actor, at=now)
    return order


def _locked(round_id: int) -> InvitationRound:
    rows = InvitationRound.objects.select_for_update(of=("self",))
    return rows.select_related("survey", "ordered_by").get(pk=round_id)
