import pytest

from heed.measures.shares import share_estimate
from tests.measuring.readings import said, table_of


@pytest.mark.parametrize(
    ("options", "counted"),
    [
        pytest.param(("--at-least", "6"), 2, id="from"),
        pytest.param(("--at-most", "5"), 2, id="up to"),
        pytest.param(("--at-least", "5", "--at-most", "6"), 2, id="between"),
    ],
)
def test_a_share_has_wilsons_interval(measure, written, options, counted):
    found = measure.json(
        "share", written("p,e", "5,4", "6,4", "7,5", "4,5", "NA,5"), "--of", "p", *options
    )

    (item,) = found["result"]["items"]
    expected = share_estimate(counted, 4)
    assert (item["share"]["value"], item["share"]["n"]) == (counted / 4, 4)
    assert item["share"]["lower"] == pytest.approx(expected.lower, abs=1e-9)
    assert item["share"]["upper"] == pytest.approx(expected.upper, abs=1e-9)


def test_bounds_between_which_no_answer_lies_are_not_understood(measure, written):
    path = written("p", "5", "6")

    code, out, err = measure("share", path, "--of", "p", "--at-least", "6", "--at-most", "3")

    assert (code, out) == (2, "")
    assert "--at-least" in err


def test_words_count_as_they_are_written(measure, written):
    path = written("outcome", "kept", "Kept", "late", "broken", "", "守约")

    found = measure.json("share", path, "--of", "outcome", "--counts", "kept", "守约")

    (item,) = found["result"]["items"]
    assert (item["share"]["value"], item["share"]["n"]) == (0.6, 5)


def test_words_that_mean_no_number_are_answers_among_words(measure, written):
    path = written("outcome", "refused", "none", "reached", "N/A", "unknown")

    found = measure.json(
        "share", path, "--of", "outcome", "--counts", "refused", "--missing", "unknown"
    )

    (item,) = found["result"]["items"]
    assert (item["share"]["value"], item["share"]["n"]) == (pytest.approx(1 / 3), 3)
    assert found["missing"] == {"outcome": {"not_applicable": 1, "skipped": 1}}


def test_weights_move_the_share(measure, written):
    path = written("p,w", "7,3", "1,1", ",5")

    found = measure.json("share", path, "--of", "p", "--at-least", "6", "--weight", "w")

    (item,) = found["result"]["items"]
    assert (item["share"]["value"], item["share"]["effective_n"]) == (0.75, 1.6)


def test_the_largest_and_the_smallest_share_are_said():
    table = table_of("a,b", [("5,1", 40), ("1,1", 10), ("1,5", 5)])

    sentences = said(table, "share --of a b --at-least 4")

    assert sentences == [
        "“a”: of 55 answers 73% count (plausibly between 60% and 83%).",
        "“b”: of 55 answers 9% count (plausibly between 4% and 20%).",
    ]
