import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.measures.paired_comparisons import Pair, Preferred, pair_worths

BASEBALL = Path(__file__).parents[3] / "shared/data/measure/paired_comparison"
needs_baseball = pytest.mark.skipif(not BASEBALL.is_dir(), reason=f"No games in {BASEBALL}.")

# Davidson (1970), table 2: six brands of pudding; how often the first, the second and neither of
# two brands was preferred.
PUDDINGS = """
1 2 19 22 16 | 1 3 16 19 12 | 2 3 19 19 10 | 1 4 18 23 13 | 2 4 23 19 9 | 3 4 19 20 15
1 5 13 19 18 | 2 5 16 20 12 | 3 5 16 15 17 | 4 5 17 14 16 | 1 6 18 21 12 | 2 6 22 20 12
3 6 13 18 10 | 4 6 14 19 18 | 5 6 11 21 12
"""


def puddings() -> list[Pair]:
    rows = [
        tuple(map(int, row.split()))
        for row in PUDDINGS.replace("\n", "|").split("|")
        if row.strip()
    ]
    return [
        pair
        for one, two, *times in rows
        for preferred in Preferred
        for pair in [Pair(one, two, preferred)] * times[preferred]
    ]


def games() -> list[Pair]:
    with (BASEBALL / "baseball.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        pair
        for row in rows
        for pair in (
            [Pair(row["home.team"], row["away.team"])] * int(row["home.wins"])
            + [Pair(row["home.team"], row["away.team"], Preferred.SECOND)] * int(row["away.wins"])
        )
    ]


@needs_baseball
@pytest.mark.parametrize(
    ("model", "has_order_effect", "deviance", "degrees"),
    [
        pytest.param("1", False, 44.053, 36, id="without home"),
        pytest.param("2", True, 38.643, 35, id="with home"),
    ],
)
def test_games_match_the_published_table(model, has_order_effect, deviance, degrees):
    # Agresti (2002), section 10.6; coefficients and errors from R's BradleyTerry2.
    with (BASEBALL / "baseball_BT_reference.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["model"] == model]
    teams = [row[""].removeprefix("team") for row in rows[:6]]

    found = pair_worths(["Baltimore", *teams], games(), has_order_effect=has_order_effect)

    effect = [found.order_effect.value] if found.order_effect else []
    assert [each.value for each in found.utilities[1:]] + effect == pytest.approx(
        [float(row["Estimate"]) for row in rows], abs=1e-7
    )
    # R stops one step before the errors settle.
    assert found.standard_errors[1:] == pytest.approx(
        [float(row["Std. Error"]) for row in rows[:6]], abs=1e-6
    )
    assert found.deviance == pytest.approx(deviance, abs=5e-4)
    assert found.degrees == degrees


@needs_baseball
def test_the_home_advantage_has_the_published_error():
    effect = pair_worths(
        sorted({pair.first for pair in games()}), games(), has_order_effect=True
    ).order_effect

    assert effect.value == pytest.approx(0.3023, abs=5e-5)
    assert (effect.upper - effect.value) / 1.959964 == pytest.approx(0.1309, abs=5e-5)


def test_ties_match_the_published_worths():
    # R's PlackettLuce on the same table, stopped after seven rounds: worths, and weight of ties.
    found = pair_worths(range(1, 7), puddings(), has_ties=True)

    assert [each.value for each in found.worths] == pytest.approx(
        [0.1388005, 0.1729985, 0.1617420, 0.1653930, 0.1586805, 0.2023855], abs=3e-5
    )
    assert found.tie_weight.value == pytest.approx(0.7468147, abs=1e-4)
    assert found.tie_weight.lower < 0.7468 < found.tie_weight.upper
    assert (found.n, found.degrees) == (745, 24)


def test_known_worths_order_and_ties_are_recovered():
    rng = np.random.default_rng(2)
    true, order, tie = np.array([0.0, 0.7, -0.5]), 0.4, 0.8
    pairs = []
    for _ in range(3000):
        one, two = (int(item) for item in rng.permutation(3)[:2])
        weights = np.exp([true[one] + order, true[two], np.log(tie) + (true[one] + true[two]) / 2])
        pairs.append(Pair(one, two, Preferred(int(rng.choice(3, p=weights / weights.sum())))))

    found = pair_worths(range(3), pairs, has_order_effect=True, has_ties=True)

    assert [each.value for each in found.utilities] == pytest.approx(true, abs=0.15)
    assert found.order_effect.lower < order < found.order_effect.upper
    assert found.tie_weight.lower < tie < found.tie_weight.upper


@settings(max_examples=20)
@given(st.permutations(list("abc")), st.booleans())
def test_worths_do_not_depend_on_items_order_or_reference(order, has_ties):
    pairs = [Pair(*pair) for pair in ("ab", "ab", "ba", "bc", "cb", "ca", "ac")]
    pairs += [Pair("a", "c", Preferred.NEITHER)] * has_ties

    one = pair_worths("abc", pairs, has_ties=has_ties)
    other = pair_worths(order, pairs, reference="b", has_ties=has_ties)

    assert [one.worths["abc".index(item)].value for item in order] == pytest.approx(
        [each.value for each in other.worths]
    )
    assert other.utilities[order.index("b")].value == 0
    assert one.deviance == pytest.approx(other.deviance)


@pytest.mark.parametrize(
    ("pairs", "asked", "refusal"),
    [
        pytest.param(
            [Pair(*pair) for pair in ("ab", "ac", "bc", "cb")],
            {},
            r"\['b', 'c'\] never won",
            id="without bounds",
        ),
        pytest.param([Pair("a", "a")], {}, "two different items", id="the same twice"),
        pytest.param([Pair("a", "x")], {}, "only items out of", id="unknown"),
        pytest.param([Pair("a", "b", Preferred.NEITHER)], {}, "set has_ties", id="tie"),
        pytest.param([], {"reference": "x"}, "only items out of", id="unknown reference"),
    ],
)
def test_pairs_that_give_no_worths_are_refused(pairs, asked, refusal):
    with pytest.raises(ValueError, match=refusal):
        pair_worths("abc", pairs, **asked)


def test_an_order_effect_without_bounds_is_refused():
    pairs = [Pair(*pair) for pair in ("ab", "ba", "bc", "cb", "ca", "ac")]

    with pytest.raises(ValueError, match="Expected"):
        pair_worths("abc", pairs, has_order_effect=True)
