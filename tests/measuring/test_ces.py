import pytest

from tests.measuring.readings import said, table_of


def test_five_to_seven_count_as_easy(measure, written):
    path = written("ease", "7", "5", "4", "2", "6")

    found = measure.json("ces", path, "--answer", "ease")["result"]

    (question,) = found["questions"]
    assert question["top_boxes"]["value"] == pytest.approx(0.6)
    assert (question["mean"]["value"], question["mean"]["n"]) == (pytest.approx(4.8), 5)
    assert (found["lowest"], found["highest"], found["boxes"]) == (1, 7, 3)


def test_groups_are_measured_by_themselves(measure, written):
    path = written("ease,team", "7,a", "5,a", "2,b", "3,b")

    found = measure.json("ces", path, "--answer", "ease", "--by", "team")

    shares = {
        each["group"]["team"]: each["result"]["questions"][0]["top_boxes"]["value"]
        for each in found["by_group"]
    }
    assert shares == {"a": 1, "b": 0}


def test_a_chart_is_drawn(measure, written, tmp_path):
    chart = tmp_path / "ease.svg"

    code, _out, _err = measure(
        "ces", written("ease", "7", "5", "4"), "--answer", "ease", "--chart", str(chart)
    )

    assert code == 0
    assert "Customers for whom it was easy" in chart.read_text("utf-8")


def test_ease_is_said_in_a_sentence():
    table = table_of("e", [("7", 20), ("2", 20)])

    sentences = said(table, "ces --answer e")

    assert sentences == [
        "“e”: 50% of 40 people say it was made easy for them, with 5 or more out of 7 "
        "(plausibly between 35% and 65%).",
    ]
