"""Putting customers on the call list of a survey, and taking them off where nobody need call."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access, events
from heed.core.errors import DomainError
from heed.customers.models import Customer
from heed.customers.queries import phone_numbers_of
from heed.surveys.events import InterviewEnded, InterviewListed, SurveyInvitationSkipped
from heed.surveys.format.questions import Files
from heed.surveys.models import CallAttempt, Interview, Invitation, Survey
from heed.surveys.operations.survey_invitations import require_share
from heed.surveys.operations.surveys import require_open
from heed.surveys.queries.call_plans import customer_ids_to_list
from heed.surveys.queries.contacts import claims_above, contact_policy, person_of
from heed.surveys.queries.interviews import Places, hours_for
from heed.surveys.queries.versions import asked_in
from heed.surveys.rules.contact_policy import Claim, ContactPolicy, Send, Skip, decide, reach_of
from heed.surveys.rules.seeds import draw_of
from heed.surveys.rules.skips import Reason


class SurveyIsAnonymous(DomainError):
    code = "call_list.anonymous"
    message = _(
        "“%(survey)s” is anonymous: a call list would lead from the answers to the customers. "
        "Ask by the open link, or open a survey that is not anonymous."
    )


class FileIsNeeded(DomainError):
    code = "call_list.file_needed"
    message = _(
        "“%(question)s” needs a file, which nobody can give on the telephone. "
        "Make the question optional and open the survey anew."
    )


def require_callable(survey: Survey, *, now: datetime) -> None:
    """Raise SurveyClosedAlready, SurveyIsAnonymous or FileIsNeeded where nobody can be called."""
    require_open(survey, now=now)
    if survey.is_anonymous:
        raise SurveyIsAnonymous(survey=survey.name)
    for question in asked_in(survey.version).questions:
        if isinstance(question, Files) and question.is_required:
            title = question.title.in_language(get_language() or "en")
            raise FileIsNeeded(question=title or question.name)


def list_customers(
    *,
    survey_id: int,
    tiers: Sequence[str] = (),
    stages: Sequence[str] = (),
    share: float = 1.0,
    with_unanswered: bool = False,
    actor: User,
    now: datetime,
) -> list[Invitation]:
    """Put a share of these customers on the call list, each within the contact policy.

    At most MOST_AT_ONCE are decided upon at a time; those who were decided upon before are left
    out, those who were skipped are tried again. With `with_unanswered` who was written to for this
    survey and has not answered is called as well, which is a reminder and so does not count again.
    Publishes and raises what put_on_list does.
    """
    access.require(actor, "surveys.open")
    survey = Survey.objects.get(pk=survey_id)
    chosen = customer_ids_to_list(
        survey, actor=actor, tiers=tiers, stages=stages, with_unanswered=with_unanswered, now=now
    )
    return put_on_list(survey_id=survey_id, customer_ids=chosen, share=share, actor=actor, now=now)


def put_on_list(
    *,
    survey_id: int,
    customer_ids: Sequence[int],
    share: float = 1.0,
    actor: User,
    now: datetime,
) -> list[Invitation]:
    """Decide upon each of these customers in a transaction of her own; skips are kept too.

    Publishes InterviewListed or SurveyInvitationSkipped for each. Raises SurveyClosedAlready,
    ShareImpossible, SurveyIsAnonymous, FileIsNeeded.
    """
    access.require(actor, "surveys.open")
    survey = Survey.objects.select_related("version").get(pk=survey_id)
    require_share(share)
    require_callable(survey, now=now)
    listing = _Listing(survey, share, actor, now)
    done = [listing.decide_on(pk) for pk in customer_ids]
    return [each for each in done if each]


class _Listing:
    """One order to list, with what is the same for all its customers."""

    def __init__(self, survey: Survey, share: float, actor: User, now: datetime) -> None:
        self.survey, self.share, self.actor, self.now = survey, share, actor, now
        self.policy: ContactPolicy = contact_policy()
        self.claims: list[Claim] = claims_above(survey.priority, now=now)
        self.places: Places = {}

    @transaction.atomic
    def decide_on(self, customer_id: int) -> Invitation | None:
        locked = Customer.objects.select_for_update(of=("self",)).select_related("team")
        customer = locked.get(pk=customer_id)
        before = Invitation.objects.filter(survey=self.survey, customer=customer).first()
        if customer.erased_at or (before and Interview.objects.filter(invitation=before).exists()):
            return None
        numbers = phone_numbers_of(customer)
        if before and not before.skipped:
            return self._remind(before, customer, numbers)
        decision = self._decision(customer, numbers)
        invitation = before or Invitation(survey=self.survey, customer=customer)
        invitation.channel, invitation.created_at = Invitation.Channel.TELEPHONE, self.now
        if isinstance(decision, Skip):
            return self._skip(invitation, decision)
        invitation.skipped, invitation.skipped_until = "", None
        invitation.probability = decision.probability
        invitation.reached = reach_of("phone", numbers[0])
        invitation.expires_at = self.survey.closes_at
        invitation.save()
        self._list(invitation, customer)
        return invitation

    def _decision(self, customer: Customer, numbers: list[str]) -> Send | Skip:
        person = person_of(customer, "", now=self.now, claims=self.claims)
        person = replace(person, is_reachable=bool(numbers))
        draw = draw_of(self.survey.pk, customer.pk)
        decision = decide(self.policy, person, now=self.now, share=self.share, draw=draw)
        if isinstance(decision, Skip) and decision.reason == Reason.NO_ADDRESS:
            return Skip(Reason.NO_NUMBER)
        return decision

    def _remind(
        self, invitation: Invitation, customer: Customer, numbers: list[str]
    ) -> Invitation | None:
        """Call who was written to; what she answered so far is gone on with."""
        if invitation.answered_at or customer.surveys_declined_at or not numbers:
            return None
        self._list(invitation, customer)
        return invitation

    def _skip(self, invitation: Invitation, skip: Skip) -> Invitation:
        is_news = invitation.skipped != skip.reason
        invitation.skipped, invitation.skipped_until = skip.reason, skip.until
        invitation.save()
        if is_news:
            happened = SurveyInvitationSkipped(
                customer_id=invitation.customer_id,
                invitation_id=invitation.pk,
                survey_id=self.survey.pk,
                reason=skip.reason,
            )
            events.publish(happened, actor=self.actor, at=self.now)
        return invitation

    def _list(self, invitation: Invitation, customer: Customer) -> None:
        hours = hours_for(customer, self.places)
        interview = Interview.objects.create(
            survey=self.survey, invitation=invitation, due_at=hours.next_opening(self.now)
        )
        happened = InterviewListed(
            customer_id=customer.pk, interview_id=interview.pk, survey_id=self.survey.pk
        )
        events.publish(happened, actor=self.actor, at=self.now)


def end_line(interview: Interview, ending: str, *, actor: User, now: datetime) -> None:
    """End a line, which the caller holds locked. Publishes InterviewEnded."""
    interview.ending, interview.ended_at = ending, now
    interview.held_until, interview.is_appointment = None, False
    interview.save()
    happened = InterviewEnded(
        customer_id=interview.invitation.customer_id,
        interview_id=interview.pk,
        survey_id=interview.survey_id,
        ending=ending,
    )
    events.publish(happened, actor=actor, at=now)


@transaction.atomic
def end_answered_line(*, response_id: int, actor: User, now: datetime) -> Interview | None:
    """Take who has answered by another way off the list; None where she is on none."""
    invitation = Invitation.objects.filter(response=response_id).first()
    if invitation is None or invitation.answered_at is None:
        return None
    for interview in _open_lines().filter(invitation=invitation):
        end_line(interview, Interview.Ending.COMPLETE, actor=actor, now=now)
        return interview
    return None


@transaction.atomic
def end_declined_lines(*, customer_id: int, actor: User, now: datetime) -> int:
    """Take who does not want to be asked any more off all lists; how many lines ended."""
    customer = Customer.objects.get(pk=customer_id)
    if customer.surveys_declined_at is None:
        return 0
    lines = list(_open_lines().filter(invitation__customer=customer))
    for interview in lines:
        end_line(interview, Interview.Ending.REFUSED, actor=actor, now=now)
    return len(lines)


@transaction.atomic
def forget_calls_of(*, customer_id: int, actor: User, now: datetime) -> None:
    """Take an erased customer off all lists and out of the notes; safe to run twice.

    That calls were made, when, by whom and with what outcome stays, for the rates.
    """
    for interview in _open_lines().filter(invitation__customer=customer_id):
        end_line(interview, Interview.Ending.NOT_ASKABLE, actor=actor, now=now)
    noted = CallAttempt.objects.filter(interview__invitation__customer=customer_id)
    noted.exclude(note="").update(note="")


def _open_lines() -> QuerySet[Interview]:
    rows = Interview.objects.filter(ending="").select_for_update(of=("self",))
    return rows.select_related("invitation", "survey")
