"""What people answered to a survey, question by question."""

from collections.abc import Sequence
from dataclasses import dataclass

from heed.surveys.analysing.choices import Filters, Weight
from heed.surveys.analysing.counting import Counting
from heed.surveys.analysing.privacy import FEWEST
from heed.surveys.analysing.results import Results
from heed.surveys.analysing.tallies import Tally, tallies_of
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.models import Survey
from heed.surveys.queries.chosen import (
    chosen_responses,
    narrowed_to_topic,
    require_choosable,
)

EVERYBODY = Filters()


@dataclass(frozen=True)
class Counted:
    """The responses to a survey, counted once for all languages."""

    n: int
    left_out: int
    tallies: Sequence[Tally]
    fewest: int

    def results(self, language: str) -> Results:
        counting = Counting(language, self.fewest)
        questions = tuple(counting.result(each) for each in self.tallies)
        return Results(self.n, self.left_out, questions)


def results_of(survey: Survey, questionnaire: Questionnaire, language: str) -> Results:
    """All complete responses to a survey, counted."""
    return counted(survey, questionnaire).results(language)


def counted(survey: Survey, questionnaire: Questionnaire, filters: Filters = EVERYBODY) -> Counted:
    """Those that the filters take, but not robots.

    Raises what stands in `analysing.privacy`.
    """
    if filters:
        require_choosable(survey, filters, Weight.NONE)
    tallies = tallies_of(narrowed_to_topic(survey, questionnaire, filters.topic))
    kept = left_out = 0
    for each in chosen_responses(survey, filters):
        if each.is_robot:
            left_out += 1
            continue
        kept += 1
        answers, states = each.cleaned or {}, each.states or {}
        for tally in tallies:
            tally.take(answers, states)
    return Counted(kept, left_out, tallies, FEWEST if survey.is_anonymous else 1)
