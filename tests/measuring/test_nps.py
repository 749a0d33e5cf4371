import pytest

from tests.measures import nps_data
from tests.measuring.readings import said, table_of

ANSWERS = ("r,b,team", "10,8,x", "9,9,x", "8,6,y", "3,3,y", "9,7,x")


@nps_data.needs_nps
def test_the_scores_of_the_r_package_come_out_of_the_command(measure):
    found = measure.json(
        "nps",
        nps_data.NPS / "nps_testdata_1000.csv",
        *("--answer", "REC", "--method", "wald", "--by", "BU", "--compare", "BU"),
    )

    by_unit = {each["group"]["BU"]: each["result"]["score"] for each in found["by_group"]}
    for unit in ("Apples", "Oranges", "Bananas", "Berries"):
        reference = nps_data.reference(unit)
        assert by_unit[unit]["value"] == pytest.approx(reference["nps"])
        assert by_unit[unit]["lower"] == pytest.approx(reference["lo"])
    (difference,) = [
        each
        for each in found["result"]["differences"]
        if (each["one"], each["other"]) == ("Apples", "Oranges")
    ]
    assert difference["p"] == pytest.approx(0.36636505, abs=5e-9)
    assert difference["p_of_all"] == 1


def test_the_score_lies_between_minus_one_and_one_and_is_printed_hundredfold(measure, written):
    found = measure.json("nps", written(*ANSWERS), "--answer", "r")["result"]
    _code, out, _err = measure("nps", written(*ANSWERS), "--answer", "r")

    assert found["score"]["value"] == pytest.approx(0.4)
    assert found["score_times_100"] == pytest.approx(40)
    assert found["score"]["method"] == "adjusted_wald"
    assert found["mean"]["value"] == pytest.approx(7.8)
    assert "40.0" in out
    assert "registered marks" in out


def test_breaks_are_arguments(measure, written):
    options = ("--promoters-from", "8", "--detractors-to", "3")

    found = measure.json("nps", written(*ANSWERS), "--answer", "r", *options)["result"]

    assert (found["promoters"], found["detractors"]) == (pytest.approx(0.8), pytest.approx(0.2))


def test_the_same_persons_are_compared_with_before(measure, written):
    found = measure.json("nps", written(*ANSWERS), "--answer", "r", "--before", "b")["result"]

    # Moves: passive to promoter, none, detractor to passive, none, passive to promoter.
    change = found["change"]["difference"]
    assert (change["value"], change["n"]) == (pytest.approx(0.6), 5)


def test_groups_are_held_against_each_other(measure, written):
    found = measure.json("nps", written(*ANSWERS), "--answer", "r", "--compare", "team")["result"]

    (difference,) = found["differences"]
    assert (difference["one"], difference["other"]) == ("x", "y")
    assert difference["difference"]["value"] == pytest.approx(1.5)


def test_people_read_how_many_answers_it_takes(measure, written):
    options = ("--answer", "r", "--before", "b", "--compare", "team", "--half-width", "0.1")

    _code, out, _err = measure("nps", written(*ANSWERS), *options)

    # With three cases added: (3.75 / 8 + 1.75 / 8 - (2 / 8)²) (1.96 / .1)².
    assert "241 answers would give an interval of 10 points to each side." in out
    assert "now less before" in out
    assert "x less y" in out


def test_breaks_turned_round_are_refused(measure, written):
    options = ("--promoters-from", "6", "--detractors-to", "9")

    code, out, err = measure("nps", written(*ANSWERS), "--answer", "r", *options)

    assert code == 1
    assert "detractors to < promoters from" in out + err


def test_the_score_is_said_with_both_sides_and_its_interval():
    table = table_of("r", [("10", 124), ("8", 64), ("3", 26)])

    sentences = said(table, "nps --answer r")

    assert sentences == [
        "Of 214 people 58% would recommend us and 12% would rather not: NPS +46 "
        "(plausibly between +36 and +55).",
    ]


def test_few_answers_are_warned_of():
    table = table_of("r", [("10", 6), ("8", 4), ("3", 2)])

    sentences = said(table, "nps --answer r")

    assert sentences == [
        "Of 12 people 50% would recommend us and 17% would rather not: NPS +33 (plausibly "
        "between −11 and +65).",
        "These are few answers (12): take this as an indication, not as a finding.",
    ]


def test_groups_that_differ_are_named():
    table = table_of("r,t", [("10,a", 60), ("3,a", 5), ("10,b", 20), ("3,b", 40)])

    sentences = said(table, "nps --answer r --compare t")

    assert sentences == [
        "Of 125 people 64% would recommend us and 36% would rather not: NPS +28 "
        "(plausibly between +11 and +44).",
        "Groups that differ: a above b.",
    ]


def test_a_change_of_the_same_people_is_said():
    table = table_of("r,b", [("10,3", 30), ("3,3", 10), ("8,8", 10)])

    sentences = said(table, "nps --answer r --before b")

    assert sentences == [
        "Of 50 people 60% would recommend us and 20% would rather not: NPS +40 (plausibly "
        "between +16 and +59).",
        "The score of the same 50 people rose by 120 points (plausibly between +93 and +147).",
    ]


def test_the_chart_says_the_score_with_its_interval(measure, written, tmp_path):
    chart = tmp_path / "nps.svg"

    measure("nps", written(*ANSWERS), "--answer", "r", "--chart", str(chart))

    assert "NPS +40, plausibly between −30 and +80" in chart.read_text()
