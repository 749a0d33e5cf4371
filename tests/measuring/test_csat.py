import pytest

from heed.measures.scores import mean_score, top_box_share
from tests.measuring.readings import said, table_of


def test_the_two_highest_answers_of_five_count(measure, written):
    path = written("s,w", "5,1", "4,1", "3,1", "5,1", "NA,1")

    found = measure.json("csat", path, "--answer", "s")["result"]

    (question,) = found["questions"]
    expected = top_box_share([5, 4, 3, 5], lowest=1, highest=5, boxes=2)
    assert (question["top_boxes"]["value"], question["top_boxes"]["n"]) == (0.75, 4)
    assert question["top_boxes"]["lower"] == pytest.approx(expected.lower, abs=1e-9)
    assert question["mean"]["value"] == pytest.approx(4.25)
    assert (found["lowest"], found["highest"], found["boxes"]) == (1, 5, 2)


def test_the_scale_is_that_of_the_questionnaire(measure, written):
    path = written("a,b", *["7,2", "6,7", "5,1", "7,6"])

    found = measure.json(
        "csat", path, "--answer", "a", "b", "--lowest", "1", "--highest", "7", "--boxes", "1"
    )["result"]

    assert [each["top_boxes"]["value"] for each in found["questions"]] == [0.5, 0.25]


def test_answers_off_the_scale_are_left_out_and_shown(measure, written):
    path = written("s", "5", "4", "9", "4")

    found = measure.json("csat", path, "--answer", "s")

    assert found["result"]["questions"][0]["mean"]["n"] == 3
    assert found["strange"][0]["value"] == "9"


def test_weights_count_people(measure, written):
    path = written("s,w", "5,3", "2,1")

    found = measure.json("csat", path, "--answer", "s", "--weight", "w")["result"]

    expected = mean_score([5, 2], lowest=1, highest=5, weights=[3, 1])
    (question,) = found["questions"]
    assert question["top_boxes"]["value"] == 0.75
    assert question["mean"]["effective_n"] == pytest.approx(expected.effective_n)


def test_people_read_what_counts(measure, written):
    code, out, _err = measure("csat", written("s", "5", "4", "3", "5"), "--answer", "s")

    assert code == 0
    assert "75.0%" in out
    assert "Answers from 4 to 5 count, on a scale from 1." in out


def test_boxes_that_are_the_whole_scale_are_refused(measure, written):
    code, out, err = measure("csat", written("s", "5", "4"), "--answer", "s", "--boxes", "5")

    assert code == 1
    assert "Expected 1 to 4 top boxes" in out + err


def test_one_question_is_said_in_a_sentence():
    table = table_of("s", [("5", 30), ("4", 30), ("2", 20)])

    sentences = said(table, "csat --answer s")

    assert sentences == [
        "“s”: of 80 people 75% are satisfied, with 4 or more out of 5 (plausibly between "
        "65% and 83%).",
    ]


def test_the_most_and_the_least_satisfying_are_said_with_what_cannot_be_told_apart():
    table = table_of("s,t,u", [("5,2,5", 30), ("4,2,1", 30), ("2,4,4", 20)])

    sentences = said(table, "csat --answer s t u")

    assert sentences == [
        "“s”: of 80 people 75% are satisfied, with 4 or more out of 5 (plausibly between "
        "65% and 83%).",
        "“t”: of 80 people 25% are satisfied, with 4 or more out of 5 (plausibly between "
        "17% and 35%).",
        "Not told apart from “s”, as the intervals overlap: u.",
    ]
