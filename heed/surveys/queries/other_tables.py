"""What else is measured of a survey: best–worst tasks, and what became of invitations."""

from collections.abc import Iterator

from heed.surveys.analysing.choices import Choice
from heed.surveys.analysing.commands import ANSWERS, INVITED, Setup
from heed.surveys.answering.quality import QualityFlag
from heed.surveys.format.own_questions import BestWorst
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Rating
from heed.surveys.models import Interview, Invitation, Response, Survey
from heed.surveys.queries.answer_tables import answer_table
from heed.surveys.queries.chosen import READ_AT_ONCE, chosen_rows, require_choosable

SECONDS_A_DAY = 86_400
ENDINGS = {
    Interview.Ending.REFUSED: "refusal",
    Interview.Ending.NOT_REACHED: "non_contact",
    Interview.Ending.NOT_ASKABLE: "other",
}


def table_of(
    survey: Survey,
    questionnaire: Questionnaire,
    choice: Choice,
    setup: Setup,
    *,
    is_whole: bool = True,
) -> Iterator[list[object]]:
    """The table an analysis is made of, the head first; the export gives the whole of it.

    Raises what stands in `analysing.privacy`.
    """
    if setup.file == ANSWERS:
        named_in = () if is_whole else setup.arguments
        return answer_table(survey, questionnaire, choice, named_in=named_in)
    if setup.file == INVITED:
        return invitation_table(survey, questionnaire, choice)
    question = questionnaire.question(setup.subject)
    if not isinstance(question, BestWorst):
        raise TypeError(f"Expected a best–worst question named {setup.subject!r}.")
    return task_table(survey, question, choice)


def task_table(survey: Survey, question: BestWorst, choice: Choice) -> Iterator[list[object]]:
    """One row for each set that somebody answered: what was shown, the best and the worst."""
    require_choosable(survey, choice.filters, choice.weight)
    return _tasks(survey, question, choice)


def _tasks(survey: Survey, question: BestWorst, choice: Choice) -> Iterator[list[object]]:
    width = max(map(len, question.sets), default=0)
    shown = [f"shown_{place}" for place in range(1, width + 1)]
    yield ["response", "task", *shown, "best", "worst"]
    sets = [[*each, *[""] * (width - len(each))] for each in question.sets]
    rows = chosen_rows(survey, choice.filters).values_list("flags", "cleaned")
    number = 0
    for flags, cleaned in rows.iterator(chunk_size=READ_AT_ONCE):
        if QualityFlag.ROBOT in (flags or []):
            continue
        number += 1
        given = (cleaned or {}).get(question.name)
        for task, things in enumerate(sets, start=1):
            picked = given.get(str(task)) if isinstance(given, dict) else None
            if picked:
                best, worst = picked.get("best", ""), picked.get("worst", "")
                yield [number, task, *things, best, worst]


def invitation_table(
    survey: Survey, questionnaire: Questionnaire, choice: Choice
) -> Iterator[list[object]]:
    """One row for each customer invited, and what became of it; those skipped were not asked.

    Only the filters of tier and stage count: who did not answer has no language, mode or day.
    """
    require_choosable(survey, choice.filters, choice.weight)
    return _invited(survey, questionnaire, choice)


def _invited(
    survey: Survey, questionnaire: Questionnaire, choice: Choice
) -> Iterator[list[object]]:
    ratings = [each.name for each in questionnaire.questions if isinstance(each, Rating)]
    yield ["invitation", "channel", "tier", "stage", "outcome", "days_to_answer", *ratings]
    rows = Invitation.objects.filter(survey=survey, skipped="").order_by("pk")
    if choice.filters.tiers:
        rows = rows.filter(customer__tier__in=choice.filters.tiers)
    if choice.filters.stages:
        rows = rows.filter(customer__stage__in=choice.filters.stages)
    found = rows.values_list(
        *("channel", "customer__tier", "customer__stage", "created_at"),
        *("customer__surveys_declined_at", "interview__ending"),
        *("response__ending", "response__submitted_at", "response__cleaned"),
    )
    for number, row in enumerate(found.iterator(chunk_size=READ_AT_ONCE), start=1):
        channel, tier, stage, created_at, declined_at, called, ending, submitted_at, cleaned = row
        is_refused = bool(declined_at and declined_at >= created_at)
        outcome = _outcome(ending, called, is_refused=is_refused)
        is_complete = outcome == "complete"
        days = (submitted_at - created_at).total_seconds() / SECONDS_A_DAY if is_complete else ""
        answers = (cleaned or {}) if is_complete else {}
        values = [answers.get(each, "") for each in ratings]
        yield [number, channel, tier, stage, outcome, _rounded(days), *values]


def _outcome(ending: str | None, called: str | None, *, is_refused: bool) -> str:
    """In the words of AAPOR; who began and broke off refused."""
    if ending == Response.Ending.COMPLETE:
        return "complete"
    if ending == Response.Ending.QUOTA_FULL:
        return "not_eligible"
    if called:
        return ENDINGS.get(Interview.Ending(called), "unknown")
    return "refusal" if is_refused or ending is not None else "unknown"


def _rounded(days: float | str) -> float | str:
    return round(days, 4) if isinstance(days, float) else days
