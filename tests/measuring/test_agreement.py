import pytest

from tests.measures.published_ratings import JUDGES, diagnoses, observers
from tests.measuring.readings import said, table_of

FEW = ("--draws", "100")


@pytest.fixture
def four_observers(written):
    rows = [",".join("" if each is None else str(each) for each in row) for row in observers()]
    return written("a,b,c,d", *rows)


@pytest.mark.parametrize(
    ("level", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_the_observers_of_krippendorff_give_the_published_alphas(
    measure, four_observers, level, expected
):
    asked = ("--raters", "a", "b", "c", "d", "--level", level)

    found = measure.json("agreement", four_observers, *asked, *FEW)["result"]

    assert round(found["krippendorff"]["value"], 3) == expected
    assert found["krippendorff"]["n"] == 11
    assert [(two["first"], two["second"]) for two in found["pairs"][:2]] == [("a", "b"), ("a", "c")]
    # Ratings are missing, so that Fleiss does not apply.
    assert found["fleiss"] is None


def test_the_diagnoses_of_fleiss_give_his_kappa(measure, written):
    words = ("depression", "personality", "schizophrenia", "neurosis", "other")
    rows = [",".join(words[place] for place in row) for row in diagnoses()]
    path = written("r1,r2,r3,r4,r5,r6", *rows)

    found = measure.json("agreement", path, "--raters", "r*", *FEW)["result"]

    assert found["fleiss"]["value"] == pytest.approx(0.4302445, abs=6e-8)
    assert found["plain"]["value"] == pytest.approx(0.5556, abs=5e-5)
    assert len(found["pairs"]) == 15


def test_the_judges_of_shrout_and_fleiss_give_the_published_correlations(measure, written):
    path = written("j1,j2,j3,j4", *[",".join(map(str, row)) for row in JUDGES])

    asked = ("--raters", "j*", "--level", "interval")
    found = measure.json("agreement", path, *asked, *FEW)["result"]["intraclass"]

    single = [found[f"single_{kind}"]["value"] for kind in ("one_way", "random", "fixed")]
    assert [round(value, 2) for value in single] == [0.17, 0.29, 0.71]


def test_words_are_in_the_order_given(measure, written):
    path = written("a,b", *["low,low", "mid,mid", "high,high", "mid,high"] * 8)
    asked = ("--raters", "a", "b", "--level", "ordinal", "--categories", "low", "mid", "high")

    found = measure.json("agreement", path, *asked, *FEW)["result"]

    # A quarter of the cases disagree by half the scale; chance would give .4375 of it.
    assert found["pairs"][0]["kappa"]["value"] == pytest.approx(1 - 0.125 / 0.4375)


def test_people_see_all_raters_and_each_pair(measure, four_observers):
    code, out, err = measure("agreement", four_observers, "--raters", "a", "b", "c", "d", *FEW)

    assert (code, err) == (0, "")
    assert "Krippendorff's alpha" in out
    assert "c – d" in out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param(("--raters", "a"), "at least two columns", id="one rater"),
        pytest.param(
            ("--raters", "a", "b", "--level", "interval", "--categories", "1", "2"),
            "Leave out --categories",
            id="categories of numbers",
        ),
    ],
)
def test_options_that_do_not_go_together_are_misuse(measure, four_observers, options, message):
    code, out, err = measure("agreement", four_observers, *options)

    assert (code, out) == (2, "")
    assert message in err


def test_a_rating_that_is_no_category_is_refused(measure, written):
    path = written("a,b", "low,high", "low,higher", "high,high")

    code, out, err = measure("agreement", path, "--raters", "a", "b", "--categories", "low", "high")

    assert (code, out) == (1, "")
    assert "higher" in err


def test_reliable_raters_are_said_to_be_so():
    table = table_of("x,y", [("a,a", 20), ("b,b", 20), ("a,b", 1)])

    sentences = said(table, "agreement --raters x y --draws 100")

    assert sentences == [
        "On 41 cases the raters agree well enough to be relied upon: 0.95 of 1 (plausibly "
        "between 0.81 and 1.00).",
    ]


def test_raters_that_agree_by_chance_are_said_to():
    table = table_of("x,y", [("a,a", 10), ("b,b", 10), ("a,b", 10), ("b,a", 10)])

    sentences = said(table, "agreement --raters x y --draws 100")

    assert sentences == [
        "On 40 cases it cannot be told whether the raters agree more than by chance: 0.01 "
        "of 1 (plausibly between −0.29 and 0.33).",
    ]


def test_cases_that_stand_for_several_count_as_often(measure, written):
    rows = ["a,a,3", "a,b,1", "b,b,2", "c,b,1", "c,c,2"]
    repeated = [row[:3] for row in rows * 6 for _time in range(int(row[-1]))]
    asked = ("--raters", "x", "y", *FEW)

    path = written("x,y,w", *rows * 6)
    found = measure.json("agreement", path, *asked, "--weight", "w")["result"]
    plain = measure.json("agreement", written("x,y", *repeated), *asked)["result"]

    for name in ("krippendorff", "plain", "fleiss"):
        assert found[name]["value"] == pytest.approx(plain[name]["value"])
    assert found["pairs"][0]["kappa"]["value"] == pytest.approx(plain["pairs"][0]["kappa"]["value"])
    assert (found["plain"]["n"], round(found["plain"]["effective_n"])) == (30, 26)
