from uuid import uuid4

import pytest

from heed.measures.scores import weighted_mean_estimate
from heed.surveys.format.reading import questionnaire_from
from heed.surveys.models import Response
from heed.surveys.operations.telling import tell_full_group
from heed.surveys.queries.progress import progress_of
from heed.surveys.queries.results import results_of
from tests.moments import MINUTE, NOON
from tests.surveys.factories import make_questionnaire, make_survey

ASKED = {
    "pages": [
        {
            "name": "one",
            "elements": [
                {"type": "rating", "name": "nps", "rateMin": 0, "rateMax": 10, "heed_role": "nps"},
                {"type": "rating", "name": "csat", "rateMax": 5, "heed_role": "csat"},
                {"type": "rating", "name": "plain", "rateMax": 5},
                {"type": "checkbox", "name": "why", "choices": ["price", "staff", "place"]},
                {"type": "text", "name": "days", "inputType": "number"},
                {
                    "type": "heed:bestworst",
                    "name": "best",
                    "choices": ["a", "b", "c"],
                    "sets": [["a", "b", "c"], ["a", "b"]],
                },
                {"type": "comment", "name": "words"},
            ],
        },
        {"name": "two", "elements": [{"type": "boolean", "name": "again"}]},
    ]
}


def hand_in(survey, *answers, flags=(), **fields):
    Response.objects.bulk_create(
        Response(
            survey=survey,
            version=survey.version,
            key=uuid4(),
            mode="link",
            language="en",
            seed=1,
            cleaned=each,
            states=dict.fromkeys(each, "answered"),
            flags=list(flags),
            started_at=NOON,
            changed_at=NOON,
            **({"submitted_at": NOON + MINUTE, "ending": "complete"} | fields),
        )
        for each in answers
    )
    tell_full_group(survey, at=NOON + MINUTE)


@pytest.fixture
def put(manager):
    def open_one(**fields):
        held = make_questionnaire(actor=manager, definition=ASKED)
        return make_survey(actor=manager, questionnaire=held, **fields)

    return open_one


def results(survey):
    found = results_of(survey, questionnaire_from(ASKED), "en")
    return found, {each.name: each for each in found.questions}


def test_scores_of_a_role_carry_n_and_interval(put):
    survey = put()
    hand_in(survey, *({"nps": value} for value in (10, 10, 9, 8, 3)))
    hand_in(survey, *({"csat": value} for value in (5, 4, 3, 1)))

    found, by_name = results(survey)

    assert found.n == 9
    nps, csat = by_name["nps"].headline, by_name["csat"].headline
    assert (round(nps.estimate.value), nps.estimate.n) == (40, 5)
    assert nps.estimate.lower < 40 < nps.estimate.upper <= 100
    assert (csat.estimate.value, csat.estimate.n) == (0.5, 4)
    assert (round(csat.estimate.lower, 3), round(csat.estimate.upper, 3)) == (0.150, 0.850)


def test_choices_are_shares_of_the_people_and_a_plain_scale_has_a_mean(put):
    survey = put()
    hand_in(survey, {"why": ["price", "staff"], "plain": 2}, {"why": ["price"], "plain": 4})

    _found, by_name = results(survey)

    rows = {row.label: (row.count, row.estimate.value) for row in by_name["why"].tables[0].rows}
    assert rows == {"price": (2, 1.0), "staff": (1, 0.5), "place": (0, 0.0)}
    mean = by_name["plain"].tables[1].rows[0].estimate
    assert (mean.value, mean.n) == (3.0, 2)
    assert by_name["plain"].headline is None


def test_best_and_worst_are_shares_of_the_sets_in_which_a_thing_was_shown(put):
    survey = put()
    answer = {"1": {"best": "a", "worst": "c"}, "2": {"best": "a", "worst": "b"}}
    hand_in(survey, {"best": answer}, {"best": {"1": {"best": "b", "worst": "c"}}})

    _found, by_name = results(survey)

    best, worst = by_name["best"].tables
    assert [(row.count, row.estimate.n) for row in best.rows] == [(2, 3), (1, 3), (0, 2)]
    assert [(row.count, row.estimate.n) for row in worst.rows] == [(0, 3), (1, 3), (2, 2)]


def test_what_robots_said_does_not_count_and_what_is_not_handed_in_neither(put):
    survey = put()
    hand_in(survey, {"plain": 5}, flags=["robot"])
    hand_in(survey, {"plain": 5}, submitted_at=None, ending="")
    hand_in(survey, {"plain": 1}, flags=["speeding"])

    found, by_name = results(survey)

    assert (found.n, found.left_out, by_name["plain"].n) == (1, 1, 1)


def test_small_cells_of_an_anonymous_survey_are_hidden_and_cannot_be_worked_out(put):
    survey = put(is_anonymous=True)
    said = [["price"]] * 9 + [["staff"]] * 6 + [["place"]] * 2
    hand_in(survey, *({"why": each} for each in said))

    _found, by_name = results(survey)

    rows = by_name["why"].tables[0].rows
    assert [row.is_hidden for row in rows] == [False, True, True]
    assert [row.count for row in rows] == [9, 0, 0]


def test_beside_a_mean_no_spread_with_small_cells_is_shown(put):
    survey = put(is_anonymous=True)
    hand_in(survey, *({"plain": value} for value in [5] * 9 + [4] * 6 + [1] * 2))

    _found, by_name = results(survey)

    assert by_name["plain"].is_spread_hidden
    assert [table.unit for table in by_name["plain"].tables] == ["points"]
    row = by_name["plain"].tables[0].rows[0]
    assert row.count == 17
    usual = weighted_mean_estimate([5] * 9 + [4] * 6 + [1] * 2)
    assert row.estimate.value == pytest.approx(usual.value)
    assert row.estimate.lower < usual.lower < usual.upper < row.estimate.upper


def test_the_interval_of_a_mean_tells_nothing_of_a_spread_that_is_hidden(put):
    told = []
    for said in ([5] * 11 + [3] * 2 + [1] * 2, [5] * 11 + [2] * 4):
        survey = put(is_anonymous=True)
        hand_in(survey, *({"plain": value} for value in said))
        told.append(results(survey)[1]["plain"].tables[0].rows[0].estimate)

    assert (told[0].value, told[0].n) == (4.2, 15)
    assert told[0] == told[1]


def test_fewer_than_five_answers_of_an_anonymous_survey_say_nothing(put):
    survey = put(is_anonymous=True)
    words = [{"words": f"word {number}", "days": 3} for number in range(4)]
    hand_in(survey, *words, {"plain": 5}, {"plain": 5})

    _found, by_name = results(survey)

    assert [by_name[name].is_hidden for name in ("words", "days")] == [True, True]
    assert (by_name["words"].texts, by_name["days"].tables, by_name["words"].n) == ((), (), 0)


def test_numbers_have_a_mean_and_words_stand_as_they_are(put):
    survey = put()
    hand_in(survey, {"days": 2, "words": "quick"}, {"days": 4.5, "words": "=1"})

    _found, by_name = results(survey)

    assert by_name["days"].tables[0].rows[0].estimate.value == 3.25
    assert set(by_name["words"].texts) == {"quick", "=1"}


def test_progress_says_who_came_how_far(put):
    survey = put()
    hand_in(survey, {"plain": 1}, {"plain": 2}, flags=["speeding"])
    hand_in(survey, {}, submitted_at=None, ending="", page="two")
    hand_in(survey, {}, submitted_at=None, ending="", page="")

    found = progress_of(survey, questionnaire_from(ASKED), "en")

    assert (found.begun, found.complete) == (4, 2)
    assert [(stop.name, stop.stopped) for stop in found.stops] == [("one", 1), ("two", 1)]
    assert found.flags == (("speeding", 2),)
