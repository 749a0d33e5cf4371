import pytest

from tests.measuring.readings import said, table_of

ANSWERS = ("a,b,c", "10,8,6", "7,9,5", "4,4,8", "8,,9")


def test_three_answers_make_an_index(measure, written):
    found = measure.json("acsi", written(*ANSWERS), "--answer", "a", "b", "c")["result"]

    index = 100 * (29 / 4 + 21 / 3 + 28 / 4 - 3) / 27
    assert (found["index"]["value"], found["index"]["n"]) == (pytest.approx(index), 4)
    assert [each["index"]["n"] for each in found["questions"]] == [4, 3, 4]
    assert sum(each["weight"] for each in found["questions"]) == pytest.approx(1)


def test_given_weights_are_used(measure, written):
    found = measure.json(
        "acsi", written(*ANSWERS), "--answer", "a", "b", "c", "--item-weights", "2", "1", "1"
    )["result"]

    index = 100 * ((29 / 4 - 1) * 0.5 + (7 - 1) * 0.25 + (7 - 1) * 0.25) / 9
    assert found["index"]["value"] == pytest.approx(index)
    assert found["questions"][0]["weight"] == 0.5


def test_a_weight_too_few_is_refused(measure, written):
    code, out, err = measure(
        "acsi", written(*ANSWERS), "--answer", "a", "b", "c", "--item-weights", "2", "1"
    )

    assert code == 1
    assert "Expected 3 item weights" in out + err


def test_people_read_each_question_and_the_whole(measure, written):
    _code, out, _err = measure("acsi", written(*ANSWERS), "--answer", "a", "b", "c")

    assert "Satisfaction index" in out
    assert "33.3%" in out


def test_the_index_is_said_in_a_sentence():
    table = table_of("a,b,c", [("10,9,8", 20), ("5,5,6", 20)])

    sentences = said(table, "acsi --answer a b c")

    assert sentences == [
        "From 0 to 100 the satisfaction of 40 people stands at 68.5 (plausibly between "
        "61.9 and 75.1).",
    ]


def test_one_question_is_not_called_an_index():
    table = table_of("a", [("10", 20), ("5", 20)])

    sentences = said(table, "acsi --answer a")

    assert sentences == [
        "From 0 to 100 the answers of 40 people stand at 72.2 (plausibly between 63.2 and "
        "81.2). One question alone makes no index.",
    ]
