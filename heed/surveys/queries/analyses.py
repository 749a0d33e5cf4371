"""Snapshots of analyses, and what they can be made of."""

from heed.surveys.analysing.choices import Choice
from heed.surveys.analysing.setups import Setup, setups_of
from heed.surveys.models import Analysis, Survey
from heed.surveys.queries.responses import complete_responses
from heed.surveys.queries.versions import asked_in


def analysis_of(survey: Survey, choice: Choice) -> Analysis | None:
    """The snapshot of a choice, ready or not; None where nobody asked for it."""
    return Analysis.objects.filter(survey=survey, digest=choice.digest).first()


def is_stale(analysis: Analysis, survey: Survey) -> bool:
    """Whether more was answered since it was made."""
    return analysis.made_at is None or analysis.responses != complete_count(survey)


def complete_count(survey: Survey) -> int:
    """How many responses are complete, those of robots too."""
    return complete_responses().filter(survey=survey).count()


def setups_for(survey: Survey, *, language: str) -> tuple[Setup, ...]:
    """The analyses a survey allows, with the ways of asking it has."""
    return setups_of(
        asked_in(survey.version),
        language=language,
        is_anonymous=survey.is_anonymous,
        modes=modes_of(survey),
    )


def modes_of(survey: Survey) -> list[str]:
    """The ways of asking by which complete responses came."""
    rows = complete_responses().filter(survey=survey)
    return sorted(rows.order_by().values_list("mode", flat=True).distinct())
