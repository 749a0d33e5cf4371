"""Snapshots of analyses, and what they can be made of."""

from heed.surveys.analysing.choices import Choice
from heed.surveys.analysing.setups import Setup, setups_of
from heed.surveys.models import Analysis, Survey
from heed.surveys.queries.responses import told_responses
from heed.surveys.queries.versions import asked_in


def analysis_of(survey: Survey, choice: Choice) -> Analysis | None:
    """The snapshot of a choice, ready or not; None where nobody asked for it."""
    return Analysis.objects.filter(survey=survey, digest=choice.digest).first()


def is_stale(analysis: Analysis, survey: Survey) -> bool:
    """Whether more was answered since it was made."""
    return analysis.made_at is None or analysis.responses != told_count(survey)


def told_count(survey: Survey) -> int:
    """How many responses analyses rest on, those of robots too."""
    return told_responses(survey).count()


def setups_for(survey: Survey, *, language: str) -> tuple[Setup, ...]:
    """The analyses a survey allows, with the ways of asking it has."""
    return setups_of(
        asked_in(survey.version),
        language=language,
        is_anonymous=survey.is_anonymous,
        modes=modes_of(survey),
    )


def modes_of(survey: Survey) -> list[str]:
    """The ways of asking by which responses came."""
    rows = told_responses(survey)
    return sorted(rows.order_by().values_list("mode", flat=True).distinct())
