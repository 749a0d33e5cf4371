from datetime import date

import pytest

from heed.surveys.analysing.choices import Filters, Weight
from heed.surveys.analysing.privacy import (
    NamesNobody,
    OneFilterOnly,
    TooFewAnswers,
    WholeMonthsOnly,
    require_anonymous_choice,
    require_enough,
    require_no_rest,
)

MARCH = {"since": date(2026, 3, 1), "until": date(2026, 4, 1)}


@pytest.mark.parametrize(
    "filters",
    [Filters(), Filters(modes=("mail",)), Filters(languages=("en",)), Filters(**MARCH)],
    ids=["all", "a mode", "a language", "a month"],
)
def test_an_anonymous_survey_can_be_looked_at_by_one_thing(filters):
    require_anonymous_choice(filters, Weight.NONE)


@pytest.mark.parametrize(
    ("filters", "weight", "refusal"),
    [
        (Filters(tiers=("high",)), Weight.NONE, NamesNobody),
        (Filters(stages=("client",)), Weight.NONE, NamesNobody),
        (Filters(), Weight.CUSTOMERS, NamesNobody),
        (Filters(modes=("mail",), languages=("en",)), Weight.NONE, OneFilterOnly),
        (Filters(modes=("mail", "link")), Weight.NONE, OneFilterOnly),
        (Filters(languages=("en",), **MARCH), Weight.NONE, OneFilterOnly),
        (Filters(since=date(2026, 3, 1)), Weight.NONE, WholeMonthsOnly),
        (Filters(since=date(2026, 3, 2), until=date(2026, 4, 1)), Weight.NONE, WholeMonthsOnly),
        (Filters(since=date(2026, 2, 1), until=date(2026, 4, 1)), Weight.NONE, WholeMonthsOnly),
    ],
    ids=[
        *("tier", "stage", "weight", "two things", "two modes", "language and month"),
        *("no end", "not the first", "two months"),
    ],
)
def test_what_could_find_somebody_out_is_refused(filters, weight, refusal):
    with pytest.raises(refusal):
        require_anonymous_choice(filters, weight)


@pytest.mark.parametrize(
    ("chosen", "everybody"), [(4, 40), (0, 40), (36, 40)], ids=["few", "nobody", "all but few"]
)
def test_few_answers_on_either_side_are_not_shown(chosen, everybody):
    with pytest.raises(TooFewAnswers, match="at least 5"):
        require_enough(chosen, everybody)


def test_all_answers_and_enough_on_both_sides_are_shown():
    require_enough(40, 40)
    require_enough(5, 10)


def test_what_is_left_when_large_parts_are_taken_off_is_nobody_or_enough():
    require_no_rest([20, 10])
    require_no_rest([20, 3, 3])

    with pytest.raises(TooFewAnswers):
        require_no_rest([20, 10, 3])
