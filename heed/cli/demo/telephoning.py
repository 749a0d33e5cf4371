"""Customers are called: some at once, some after the third try, some want to be called back."""

from datetime import datetime, timedelta
from random import Random

from heed.accounts.models import User
from heed.cli.demo.stage import Stage
from heed.customers.models import Customer
from heed.surveys.answering.made_up import made_up_answers
from heed.surveys.format.questions import Comment
from heed.surveys.models import CallAttempt, Interview, Survey
from heed.surveys.operations.call_lists import put_on_list
from heed.surveys.operations.interviews import (
    begin_interview,
    complete_interview,
    keep_said,
    record_attempt,
    take_call,
)
from heed.surveys.queries.interviews import hours_for
from heed.surveys.queries.responses import sitting_of

OUTCOME = CallAttempt.Outcome
DECIDED, LEFT_TO_CALL = 80, 12
BEGAN_DAYS = 9
MINUTES_AGO = (22, 9, -45)  # when appointments are due
CHANCES = (
    (OUTCOME.NO_ANSWER, 38),
    (OUTCOME.VOICEMAIL, 12),
    (OUTCOME.BUSY, 7),
    (OUTCOME.COMPLETE, 26),
    (OUTCOME.REFUSED, 5),
    (OUTCOME.REFUSED_SOFTLY, 3),
    (OUTCOME.BROKEN_OFF, 3),
    (OUTCOME.WRONG_NUMBER, 2),
    (OUTCOME.UNABLE, 2),
)
NOTES = {
    "zh-hans": ("她在开会，请晚点再打。", "孩子接的电话。", ""),
    "en": ("In a meeting, please later.", "Her son answered.", ""),
}


def call_customers(stage: Stage) -> None:
    """Put customers of the agent's desk on the list of the newest survey after an episode."""
    running = Survey.objects.filter(closed_at=None, kind=Survey.Kind.TRANSACTIONAL)
    survey = running.filter(is_anonymous=False).order_by("-opened_at").first()
    if survey is None:
        return
    began = stage.ago(BEGAN_DAYS)
    put_on_list(
        survey_id=survey.pk,
        customer_ids=_unasked(stage),
        actor=stage.manager,
        now=began,
    )
    lines = list(Interview.objects.filter(survey=survey).order_by("pk"))
    for number, line in enumerate(lines[len(MINUTES_AGO) : -LEFT_TO_CALL]):
        _call(stage, line, _interviewer(stage, number), stage.chance("call", line.pk))
    for minutes, line in zip(MINUTES_AGO, lines, strict=False):
        _agree(stage, line, stage.now - timedelta(minutes=minutes))


def _unasked(stage: Stage) -> list[int]:
    """Customers the agent may see who were asked nothing of late, with a number or without."""
    asked = stage.now - timedelta(days=60)
    rows = Customer.objects.filter(
        team__in=stage.agent.teams.all(), erased_at=None, surveys_declined_at=None
    )
    rows = rows.exclude(invitations__created_at__gt=asked).order_by("-last_activity_at", "pk")
    return list(rows.values_list("pk", flat=True)[:DECIDED])


def _interviewer(stage: Stage, number: int) -> User:
    agents = [user for user in stage.staff.values() if user.role == "agent"]
    return agents[number % min(len(agents), 3)]


def _call(stage: Stage, line: Interview, interviewer: User, chance: Random) -> None:
    """Call until something is said, or until the next try lies ahead."""
    hours = hours_for(line.invitation.customer)
    due: datetime | None = line.due_at + timedelta(minutes=chance.randint(5, 500))
    while due and (at := hours.next_opening(due)) < stage.now - timedelta(hours=2):
        outcome = chance.choices(*zip(*CHANCES, strict=True))[0]
        again = _try(line, interviewer, outcome, at, chance)
        due = again + timedelta(minutes=chance.randint(2, 50)) if again else None


def _try(
    line: Interview, interviewer: User, outcome: str, at: datetime, chance: Random
) -> datetime | None:
    """One call; when the next is due, None where there is none."""
    take_call(interview_id=line.pk, actor=interviewer, now=at)
    if outcome in {OUTCOME.COMPLETE, OUTCOME.BROKEN_OFF}:
        later = _ask(line, interviewer, at, chance, is_whole=outcome == OUTCOME.COMPLETE)
        if outcome == OUTCOME.COMPLETE:
            complete_interview(interview_id=line.pk, actor=interviewer, now=later)
            return None
        at = later
    language = line.invitation.customer.language
    attempt = record_attempt(
        interview_id=line.pk,
        outcome=outcome,
        note=chance.choice(NOTES.get(language, NOTES["en"])) if outcome == OUTCOME.BUSY else "",
        actor=interviewer,
        now=at,
    )
    return attempt.call_again_at


def _ask(
    line: Interview, interviewer: User, at: datetime, chance: Random, *, is_whole: bool
) -> datetime:
    response = begin_interview(
        interview_id=line.pk,
        language=line.invitation.customer.language,
        actor=interviewer,
        now=at,
    )
    sitting = sitting_of(response)
    made = made_up_answers(sitting)
    words = {each.name for each in sitting.questionnaire.questions if isinstance(each, Comment)}
    names = [name for name in made if name not in words]
    said = names if is_whole else names[:1]
    later = at + timedelta(seconds=chance.randint(90, 400))
    answers = {name: made[name] for name in said}
    keep_said(interview_id=line.pk, answers=answers, page="", actor=interviewer, now=later)
    return later


def _agree(stage: Stage, line: Interview, at: datetime) -> None:
    """She asked the agent yesterday to be called back at this time."""
    yesterday = max(stage.ago(1), line.due_at)
    take_call(interview_id=line.pk, actor=stage.agent, now=yesterday)
    record_attempt(
        interview_id=line.pk,
        outcome=OUTCOME.CALL_BACK,
        call_again_at=at,
        note=NOTES.get(line.invitation.customer.language, NOTES["en"])[0],
        actor=stage.agent,
        now=yesterday,
    )
