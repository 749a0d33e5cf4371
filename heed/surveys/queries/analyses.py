"""Snapshots of analyses, and what they can be made of."""

from heed.surveys.analysing.choices import Choice
from heed.surveys.analysing.setups import Setup, setups_of
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.reading import questionnaire_from
from heed.surveys.models import Response, Survey
from heed.surveys.models.analyses import Analysis


def analysis_of(survey: Survey, choice: Choice) -> Analysis | None:
    """The snapshot of a choice, ready or not; None where nobody asked for it."""
    return Analysis.objects.filter(survey=survey, digest=choice.digest).first()


def is_stale(analysis: Analysis, survey: Survey) -> bool:
    """Whether more was answered since it was made."""
    return analysis.made_at is None or analysis.responses != complete_responses(survey)


def complete_responses(survey: Survey) -> int:
    """How many responses are complete, those of robots too."""
    return Response.objects.filter(survey=survey, ending=Response.Ending.COMPLETE).count()


def analysed_questionnaire(survey: Survey) -> Questionnaire:
    return questionnaire_from(survey.version.definition)


def setups_for(survey: Survey, *, language: str) -> tuple[Setup, ...]:
    """The analyses a survey allows, with the ways of asking it has."""
    return setups_of(
        analysed_questionnaire(survey),
        language=language,
        is_anonymous=survey.is_anonymous,
        modes=modes_of(survey),
    )


def modes_of(survey: Survey) -> list[str]:
    """The ways of asking by which complete responses came."""
    rows = Response.objects.filter(survey=survey, ending=Response.Ending.COMPLETE)
    return sorted(rows.order_by().values_list("mode", flat=True).distinct())
