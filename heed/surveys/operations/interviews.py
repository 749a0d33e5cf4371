"""Calling: a line is taken by one interviewer, she asks, and what came of it is kept."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.accounts.queries import system_user
from heed.core import access, events
from heed.core.errors import DomainError
from heed.core.instants import require_in_range
from heed.customers.operations import decline_surveys
from heed.customers.queries import phone_numbers_of
from heed.surveys.events import CallAttempted, CallAttemptTakenBack
from heed.surveys.models import CallAttempt, Interview, Response, Survey
from heed.surveys.operations.call_lists import end_line
from heed.surveys.operations.dialled_numbers import mark_dialled, take_back_mark
from heed.surveys.operations.responses import begin_response, keep_page, submit_response
from heed.surveys.operations.surveys import require_open
from heed.surveys.queries.interviews import (
    CALLS,
    has_refused_softly,
    held_by,
    hours_for,
    response_of,
    to_call,
    unreached_since_contact,
)
from heed.surveys.queries.invitations import key_of
from heed.surveys.rules.call_outcomes import ending_after
from heed.surveys.rules.call_times import next_try

Outcome = CallAttempt.Outcome
TAKEN_BACK_WITHIN = timedelta(hours=1)


class LineHeld(DomainError):
    code = "interview.held"
    message = _("%(name)s is calling %(customer)s now. Take another line.")


class LineEnded(DomainError):
    code = "interview.ended"
    message = _("%(customer)s need not be called any more: %(ending)s.")


class NoNumberLeft(DomainError):
    code = "interview.no_number"
    message = _(
        "No number is known any more at which %(customer)s answers. "
        "Enter one on the customer's page, then call."
    )


class AnsweredMeanwhile(DomainError):
    code = "interview.answered"
    message = _("%(customer)s has answered by another way meanwhile and need not be called.")


class LineNotYours(DomainError):
    code = "interview.not_yours"
    message = _("You do not have %(customer)s before you any more. Open the line again to go on.")


class NothingAsked(DomainError):
    code = "interview.nothing_asked"
    message = _("Nothing has been asked yet. Begin with the questions, or choose another outcome.")


class NotHandedIn(DomainError):
    code = "interview.not_handed_in"
    message = _("A call is complete once the last page is handed in. Ask on to the end.")


class AppointmentMissing(DomainError):
    code = "interview.appointment_missing"
    message = _("Say when the customer wants to be called back.")
    status = 422


class AppointmentPassed(DomainError):
    code = "interview.appointment_passed"
    message = _("%(at)s has passed already. Choose a later time.")
    status = 422


class AppointmentTooFar(DomainError):
    code = "interview.appointment_too_far"
    message = _("%(at)s is too far ahead; calls are possible until %(until)s.")
    status = 422


class CannotBeTakenBack(DomainError):
    code = "interview.cannot_take_back"
    message = _("Only your own last entry of the last hour can be taken back, and no full answers.")


@transaction.atomic
def take_next_call(*, survey_id: int, actor: User, now: datetime) -> Interview | None:
    """Give this interviewer the next line for a while; None where nobody is to be called now.

    The line she has before her is given again. No two interviewers are given the same line: rows
    others are taking are passed over. Raises SurveyClosedAlready.
    """
    access.require(actor, "surveys.conduct")
    survey = Survey.objects.get(pk=survey_id)
    require_open(survey, now=now)
    interview = held_by(survey, actor=actor, now=now)
    if interview is None:
        rows = to_call(survey, actor=actor, now=now)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        interview = rows.first()
    return _hold(interview, actor, now) if interview else None


@transaction.atomic
def take_call(*, interview_id: int, actor: User, now: datetime) -> Interview:
    """Give this interviewer a line she chose herself, whatever the hour; others she had are free.

    Raises SurveyClosedAlready, LineHeld, LineEnded, AnsweredMeanwhile, NoNumberLeft.
    """
    access.require(actor, "surveys.conduct")
    interview = _open_line(interview_id, now)
    if not phone_numbers_of(interview.invitation.customer):
        raise NoNumberLeft(customer=interview.invitation.customer.name)
    is_anothers = interview.interviewer_id not in {None, actor.pk}
    if is_anothers and interview.held_until and interview.held_until > now:
        raise LineHeld(name=interview.interviewer, customer=interview.invitation.customer.name)
    others = Interview.objects.filter(interviewer=actor, held_until__gt=now)
    others.exclude(pk=interview.pk).update(held_until=None)
    return _hold(interview, actor, now)


@transaction.atomic
def release_call(*, interview_id: int, actor: User, now: datetime) -> None:
    """Put a line back without a call. Raises LineNotYours and what take_call raises."""
    interview = _held_line(interview_id, actor, now)
    interview.held_until = None
    interview.save(update_fields=["held_until"])


@transaction.atomic
def begin_interview(*, interview_id: int, language: str, actor: User, now: datetime) -> Response:
    """Begin to ask, or go on with what she answered before, also to another or by herself.

    Raises LineNotYours and what take_call raises.
    """
    interview = _held_line(interview_id, actor, now)
    _hold(interview, actor, now)
    return begin_response(
        survey=interview.survey,
        key=key_of(interview.invitation),
        mode=Response.Mode.TELEPHONE,
        language=language,
        invitation=interview.invitation,
        interviewer=actor,
        now=now,
    )


@transaction.atomic
def keep_said(
    *, interview_id: int, answers: Mapping[str, object], page: str, actor: User, now: datetime
) -> Response:
    """Keep what she said so far, valid or not, and hold the line on.

    Raises LineNotYours, what take_call and what keep_page raises.
    """
    interview = _held_line(interview_id, actor, now)
    _hold(interview, actor, now)
    response = _response_of(interview)
    return keep_page(response_id=response.pk, answers=answers, page=page, now=now)


@transaction.atomic
def complete_interview(*, interview_id: int, actor: User, now: datetime) -> Response:
    """Hand in the answers and end the line.

    Publishes CallAttempted, InterviewEnded, ResponseSubmitted. Raises LineNotYours,
    AnswersImpossible and what take_call raises.
    """
    interview = _held_line(interview_id, actor, now)
    response = submit_response(
        response_id=_response_of(interview).pk,
        invitation=interview.invitation,
        actor=actor,
        now=now,
    )
    _attempted(interview, Outcome.COMPLETE, "", None, actor, now)
    end_line(interview, Interview.Ending.COMPLETE, actor=actor, now=now)
    return response


@transaction.atomic
def record_attempt(
    *,
    interview_id: int,
    outcome: str,
    note: str = "",
    call_again_at: datetime | None = None,
    is_for_ever: bool = False,
    number_id: int | None = None,
    actor: User,
    now: datetime,
) -> CallAttempt:
    """Keep what came of a call, and decide when she is called again or that she is not.

    `call_again_at` is the appointment of CALL_BACK; it stays with this interviewer. With
    `is_for_ever` who refuses is asked in no survey any more. `number_id` is the contact point that
    was dialled: a wrong one is dialled no more, and she is called at her next number. Publishes
    CallAttempted, and InterviewEnded after the last call. Raises LineNotYours, NothingAsked,
    NotHandedIn, AppointmentMissing, AppointmentPassed, AppointmentTooFar and what take_call raises.
    """
    interview = _held_line(interview_id, actor, now)
    _require_possible(interview, outcome, call_again_at, now)
    is_second_refusal = has_refused_softly(interview)
    attempt = _attempted(interview, outcome, note, call_again_at, actor, now)
    if outcome == Outcome.CALL_BACK:
        return _due_again(interview, attempt, actor, is_appointment=True)
    customer = interview.invitation.customer
    hours = hours_for(customer)
    attempt.call_again_at = next_try(
        outcome,
        at=now,
        unreached=unreached_since_contact(interview),
        hours=hours,
        policy=CALLS,
        is_second_refusal=is_second_refusal,
    )
    if outcome == Outcome.WRONG_NUMBER and mark_dialled(
        interview, number_id=number_id, actor=actor, now=now
    ):
        attempt.call_again_at = hours.next_opening(now)
    closes_at = interview.survey.closes_at
    if attempt.call_again_at and (closes_at is None or attempt.call_again_at < closes_at):
        return _due_again(interview, attempt, None, is_appointment=False)
    attempt.call_again_at = None
    end_line(interview, ending_after(outcome), actor=actor, now=now)
    if outcome == Outcome.REFUSED and is_for_ever:
        decline_surveys(customer_id=customer.pk, actor=system_user(), now=now)
    return attempt


@transaction.atomic
def take_back_attempt(*, attempt_id: int, actor: User, now: datetime) -> Interview:
    """Undo a wrong outcome: the line is open and before the interviewer again.

    A refusal for ever, or that a number is wrong, is taken back with it. Publishes
    CallAttemptTakenBack. Raises CannotBeTakenBack, SurveyClosedAlready, LineHeld.
    """
    access.require(actor, "surveys.conduct")
    attempt = CallAttempt.objects.get(pk=attempt_id)
    interview = _locked(attempt.interview_id)
    require_open(interview.survey, now=now)
    last = interview.attempts.order_by("-at", "-pk").first()
    is_possible = (
        attempt == last
        and attempt.by_id == actor.pk
        and now - attempt.at <= TAKEN_BACK_WITHIN
        and attempt.outcome != Outcome.COMPLETE
        and interview.invitation.answered_at is None
        and interview.invitation.customer.erased_at is None
    )
    if not is_possible:
        raise CannotBeTakenBack
    if interview.held_until and interview.held_until > now and interview.interviewer != actor:
        raise LineHeld(name=interview.interviewer, customer=interview.invitation.customer.name)
    customer = interview.invitation.customer
    if customer.surveys_declined_at == attempt.at:
        decline_surveys(customer_id=customer.pk, is_declined=False, actor=system_user(), now=now)
    take_back_mark(attempt, actor=actor, now=now)
    attempt.delete()
    interview.attempts_made -= 1
    interview.ending, interview.ended_at = "", None
    interview.due_at, interview.is_appointment = now, False
    happened = CallAttemptTakenBack(
        customer_id=customer.pk,
        interview_id=interview.pk,
        survey_id=interview.survey_id,
        outcome=attempt.outcome,
    )
    events.publish(happened, actor=actor, at=now)
    return _hold(interview, actor, now)


def _require_possible(
    interview: Interview, outcome: str, call_again_at: datetime | None, now: datetime
) -> None:
    if outcome == Outcome.COMPLETE:
        raise NotHandedIn
    if outcome == Outcome.BROKEN_OFF and response_of(interview) is None:
        raise NothingAsked
    if outcome != Outcome.CALL_BACK:
        return
    if call_again_at is None:
        raise AppointmentMissing
    require_in_range(call_again_at)
    if call_again_at <= now:
        raise AppointmentPassed(at=_written(call_again_at))
    until = now + CALLS.farthest
    until = min(until, interview.survey.closes_at or until)
    if call_again_at >= until:
        raise AppointmentTooFar(at=_written(call_again_at), until=_written(until))


def _attempted(
    interview: Interview,
    outcome: str,
    note: str,
    call_again_at: datetime | None,
    actor: User,
    now: datetime,
) -> CallAttempt:
    """Write the attempt and count it; the caller saves the line."""
    attempt = CallAttempt.objects.create(
        interview=interview,
        at=now,
        by=actor,
        outcome=outcome,
        note=note.strip(),
        call_again_at=call_again_at,
    )
    interview.attempts_made += 1
    happened = CallAttempted(
        customer_id=interview.invitation.customer_id,
        interview_id=interview.pk,
        survey_id=interview.survey_id,
        outcome=outcome,
    )
    events.publish(happened, actor=actor, at=now)
    return attempt


def _due_again(
    interview: Interview, attempt: CallAttempt, interviewer: User | None, *, is_appointment: bool
) -> CallAttempt:
    attempt.save(update_fields=["call_again_at"])
    interview.due_at = attempt.call_again_at or attempt.at
    interview.is_appointment, interview.interviewer = is_appointment, interviewer
    interview.held_until = None
    interview.save()
    return attempt


def _hold(interview: Interview, actor: User, now: datetime) -> Interview:
    interview.interviewer, interview.held_until = actor, now + CALLS.lease
    interview.save()
    return interview


def _locked(interview_id: int) -> Interview:
    rows = Interview.objects.select_for_update(of=("self",))
    return rows.select_related(
        "survey", "interviewer", "invitation__survey", "invitation__customer__team"
    ).get(pk=interview_id)


def _open_line(interview_id: int, now: datetime) -> Interview:
    interview = _locked(interview_id)
    require_open(interview.survey, now=now)
    customer = interview.invitation.customer
    if interview.ending:
        raise LineEnded(customer=customer.name, ending=interview.get_ending_display())
    if interview.invitation.answered_at:
        raise AnsweredMeanwhile(customer=customer.name)
    if customer.erased_at or customer.surveys_declined_at:
        ending = Interview.Ending.NOT_ASKABLE if customer.erased_at else Interview.Ending.REFUSED
        raise LineEnded(customer=customer.name, ending=ending.label)
    return interview


def _held_line(interview_id: int, actor: User, now: datetime) -> Interview:
    """The line, as long as the interviewer holds it and it is open."""
    access.require(actor, "surveys.conduct")
    interview = _open_line(interview_id, now)
    if interview.interviewer_id != actor.pk or interview.held_until is None:
        raise LineNotYours(customer=interview.invitation.customer.name)
    return interview


def _response_of(interview: Interview) -> Response:
    response = response_of(interview)
    if response is None:
        raise NothingAsked
    return response


def _written(at: datetime) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT")
