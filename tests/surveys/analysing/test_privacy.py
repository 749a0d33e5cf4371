from datetime import date

import pytest

from heed.surveys.analysing.choices import Filters, Weight
from heed.surveys.analysing.privacy import NamesNobody, is_few, require_anonymous_choice

MARCH = {"since": date(2026, 3, 1), "until": date(2026, 4, 1)}


@pytest.mark.parametrize(
    "filters",
    [Filters(), Filters(topic="speed"), Filters(**MARCH), Filters(since=date(2026, 3, 1))],
    ids=["all", "a topic", "a month", "since a day"],
)
def test_an_anonymous_survey_is_looked_at_by_topic_and_time(filters):
    require_anonymous_choice(filters, Weight.NONE)


@pytest.mark.parametrize(
    ("filters", "weight"),
    [
        pytest.param(Filters(tiers=("high",)), Weight.NONE, id="a tier"),
        pytest.param(Filters(stages=("client",)), Weight.NONE, id="a stage"),
        pytest.param(Filters(modes=("mail",)), Weight.NONE, id="a way of asking"),
        pytest.param(Filters(languages=("en",)), Weight.NONE, id="a language"),
        pytest.param(Filters(), Weight.CUSTOMERS, id="weights"),
    ],
)
def test_what_could_find_somebody_out_is_refused(filters, weight):
    with pytest.raises(NamesNobody, match="looked at together"):
        require_anonymous_choice(filters, weight)


@pytest.mark.parametrize(
    ("many", "of", "expected"),
    [(0, 20, False), (1, 20, True), (4, 20, True), (5, 20, False), (16, 20, True), (20, 20, False)],
)
def test_one_to_four_people_on_either_side_are_few(many, of, expected):
    assert is_few(many, of) is expected
