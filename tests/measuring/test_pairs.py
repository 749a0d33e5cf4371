import csv

import pytest

from tests.measures.test_paired_comparisons import BASEBALL, needs_baseball
from tests.measuring.readings import said, table_of

PAIRS = ("left,right,won", "a,b,a", "b,a,left", "a,b,2", "a,c,c", "c,a,second", "b,c,tie", "b,c,")
COLUMNS = ("--first", "left", "--second", "right", "--won", "won")


@needs_baseball
def test_games_give_the_published_home_advantage(measure, written):
    with (BASEBALL / "baseball.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    lines = [
        f"{row['home.team']},{row['away.team']},{won}"
        for row in rows
        for won in ["first"] * int(row["home.wins"]) + ["second"] * int(row["away.wins"])
    ]

    result = measure.json(
        "pairs",
        written("left,right,won", *lines),
        *COLUMNS,
        *("--order-effect", "--reference", "Baltimore"),
    )["result"]

    assert result["order_effect"]["value"] == pytest.approx(0.3023, abs=5e-5)
    assert result["deviance"] == pytest.approx(38.643, abs=5e-4)
    assert (result["degrees"], result["pairs"]) == (35, 273)
    detroit = next(item for item in result["items"] if item["name"] == "Detroit")
    assert detroit["utility"]["value"] == pytest.approx(1.475357, abs=5e-7)


def test_answers_are_items_places_or_ties(measure, written):
    result = measure.json("pairs", written(*PAIRS), *COLUMNS)["result"]

    assert (result["pairs"], result["left_out"]) == (6, 1)
    assert result["tie_weight"]["value"] > 0
    assert result["order_effect"] is None
    assert sum(item["worth"]["value"] for item in result["items"]) == pytest.approx(1)


def test_everything_found_is_said(measure, written):
    code, out, _err = measure("pairs", written(*PAIRS), *COLUMNS, "--order-effect")

    assert code == 0
    assert "What is shown first gains" in out
    assert "Weight of a tie" in out
    assert "Rows left out: 1." in out


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        pytest.param(("a,a,a", ",b,b"), "no pair of two different items", id="no pair"),
        pytest.param(("a,b,a", "a,b,a"), "never won against the rest", id="without bounds"),
    ],
)
def test_pairs_without_worths_are_refused(measure, written, lines, refusal):
    code, _out, err = measure("pairs", written("left,right,won", *lines), *COLUMNS)

    assert code == 1
    assert refusal in err


def test_the_most_and_the_least_preferred_are_said():
    table = table_of(
        "f,s,w",
        [("x,y,x", 30), ("y,z,y", 12), ("x,z,x", 20), ("z,x,z", 6), ("y,x,y", 5), ("z,y,z", 3)],
    )

    sentences = said(table, "pairs --first f --second s --won w")

    assert sentences == [
        "“x” matters most with 70% of all preference (plausibly between 55% and 82%), “z” "
        "least with 11% (plausibly between 5% and 22%).",
        "This rests on 76 pairs.",
    ]
