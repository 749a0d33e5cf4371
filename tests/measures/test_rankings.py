import csv
import subprocess
import sys
from pathlib import Path

import choix
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.measures.choices import best_worst_choices, pair_choices, ranking_choices
from heed.measures.rankings import worths
from tests.measures.fruit import FRUIT, NAMES, answers, needs_fruit

BASEBALL = Path(__file__).parents[3] / "shared/data/measure/paired_comparison"
rankings_of_five = st.lists(st.permutations(list(range(5))), min_size=1, max_size=6)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def ranked_by(rng: np.random.Generator, utilities: np.ndarray) -> list[int]:
    """Return a ranking drawn from the model: Gumbel noise on each utility."""
    return list(np.argsort(-(utilities + rng.gumbel(size=utilities.size))))


def error_against(found, item: int, base: int) -> float:
    c = found.covariance
    return float(np.sqrt(c[item, item] + c[base, base] - 2 * c[item, base]))


@pytest.mark.skipif(not BASEBALL.is_dir(), reason=f"The games are not in {BASEBALL}.")
def test_worths_from_pairs_match_the_published_table():
    # Agresti (2002), Categorical Data Analysis, table 10.10; errors from R's BradleyTerry2.
    games = [
        game
        for row in rows(BASEBALL / "baseball.csv")
        for game in (
            pair_choices(row["home.team"], row["away.team"]) * int(row["home.wins"])
            + pair_choices(row["away.team"], row["home.team"]) * int(row["away.wins"])
        )
    ]
    reference = [row for row in rows(BASEBALL / "baseball_BT_reference.csv") if row["model"] == "1"]
    teams = ["Baltimore", *(row[""].removeprefix("team") for row in reference)]

    found = worths(teams, games, prior_spread=None)

    assert found.utilities[1:] - found.utilities[0] == pytest.approx(
        [float(row["Estimate"]) for row in reference], abs=1e-7
    )
    assert [error_against(found, item, 0) for item in range(1, 7)] == pytest.approx(
        # R stops one step before the errors settle.
        [float(row["Std. Error"]) for row in reference],
        abs=1e-6,
    )


@needs_fruit
def test_worths_from_best_worst_tasks_match_the_published_ones():
    # The sequential model of R's survival::clogit: coefficients, errors, logLik -1520.370107.
    reference = rows(FRUIT / "fruit_clogit_sequential_reference.csv")
    choices = [
        choice
        for _, offered, best, worst in answers()
        for choice in best_worst_choices(offered, best=best, worst=worst)
    ]

    found = worths(NAMES, choices, prior_spread=None)

    assert found.log_likelihood == pytest.approx(-1520.370107, abs=1e-6)
    assert found.utilities[:6] - found.utilities[6] == pytest.approx(
        [float(row["coef"]) for row in reference], abs=1e-7
    )
    assert [error_against(found, item, 6) for item in range(6)] == pytest.approx(
        [float(row["se(coef)"]) for row in reference], abs=1e-7
    )


@needs_fruit
def test_places_of_real_tasks_are_tied_where_intervals_meet():
    choices = [
        choice
        for person, offered, best, worst in answers()
        for choice in best_worst_choices(offered, best=best, worst=worst, judge=person)
    ]

    found = worths(NAMES, choices)

    assert found.is_clustered
    assert found.judges == 100
    assert [worth.item for worth in found.ranked[:2]] == ["Apple", "Orange"]
    assert [(worth.best_place, worth.worst_place) for worth in found.ranked] == [
        *((1, 1), (2, 2), (3, 6), (3, 6), (3, 6), (3, 6), (7, 7)),
    ]
    assert [worth.is_tied_with_next for worth in found.ranked] == [
        *(False, False, True, True, True, False, False),
    ]


@pytest.mark.parametrize("spread", [0.5, 1.5, 4.0])
@pytest.mark.parametrize("number", [1, 2, 7])
def test_worths_from_rankings_equal_choix(number, spread):
    rng = np.random.default_rng(number)
    rankings = [[int(item) for item in rng.permutation(5)] for _ in range(number)]
    # choix 0.4.1 with the same normal prior; it takes alpha times the sum of squares, so the
    # variance is 1 / (2 alpha), whatever its documentation says.
    expected = choix.opt_rankings(5, rankings, alpha=spread**-2 / 2, tol=1e-9)

    found = worths(
        range(5),
        [choice for ranking in rankings for choice in ranking_choices(ranking)],
        prior_spread=spread,
    )

    np.testing.assert_allclose(found.utilities, expected - expected.mean(), atol=2e-5)


def test_worths_from_first_places_equal_choix():
    # choix 0.4.1: one winner, the losers unordered.
    picks = [(0, [1, 2, 3]), (1, [0, 2]), (2, [0, 1, 3]), (3, [0, 1]), (0, [2, 3])]
    choices = [
        choice
        for winner, losers in picks
        for choice in ranking_choices([winner], offered=[winner, *losers])
    ]

    found = worths(range(4), choices, prior_spread=None)

    expected = choix.ilsr_top1(4, picks, tol=1e-12)
    np.testing.assert_allclose(found.utilities, expected - expected.mean(), atol=1e-6)


def test_known_worths_are_recovered():
    rng = np.random.default_rng(3)
    true = np.array([1.2, 0.5, 0.0, -0.4, -1.3])
    choices = [
        choice
        for judge in range(2000)
        for choice in ranking_choices(ranked_by(rng, true), judge=judge)
    ]

    found = worths(range(5), choices, prior_spread=None)

    # Three and a half standard errors.
    assert np.max(np.abs(found.utilities - true) / np.sqrt(np.diag(found.covariance))) < 3.5
    assert [worth.item for worth in found.ranked] == [0, 1, 2, 3, 4]
    assert found.chance_above(0, 4).value == pytest.approx(1 / (1 + np.exp(-2.5)), abs=0.02)


@pytest.mark.parametrize("judges", [1, 5])
def test_intervals_of_few_rankings_cover_as_often_as_they_say(judges):
    rng = np.random.default_rng(11)

    def is_covered() -> bool:
        true = rng.normal(0, 1.5, 4)
        choices = [
            choice for _ in range(judges) for choice in ranking_choices(ranked_by(rng, true))
        ]
        worth = worths(range(4), choices).of(0)
        return worth.lower <= np.exp(true[0]) / np.exp(true).sum() <= worth.upper

    covered = np.mean([is_covered() for _ in range(1000)])

    # The interval is made from a curvature: with so few answers it covers 92 to 94 of 100.
    assert 0.91 < covered < 0.97


def test_errors_of_judges_who_repeat_themselves_are_not_taken_for_many():
    rng = np.random.default_rng(5)
    people = [ranked_by(rng, np.array([0.4, 0.0, -0.4])) for _ in range(60)]
    repeated = [
        choice
        for judge, ranking in enumerate(people)
        for choice in ranking_choices(ranking, judge=judge) * 4
    ]

    told_apart = worths(range(3), repeated, prior_spread=None)
    taken_for_many = worths(
        range(3), [choice._replace(judge=None) for choice in repeated], prior_spread=None
    )

    ratio = told_apart.ranked[0].standard_error / taken_for_many.ranked[0].standard_error
    assert ratio == pytest.approx(2, abs=0.25)


def test_judges_who_all_agree_do_not_make_the_errors_vanish():
    agreed = [choice for judge in range(30) for choice in ranking_choices("abc", judge=judge)]

    told_apart = worths("abc", agreed)
    taken_for_many = worths("abc", [choice._replace(judge=None) for choice in agreed])

    assert told_apart.is_clustered
    np.testing.assert_allclose(told_apart.covariance, taken_for_many.covariance, atol=1e-12)


@given(st.permutations(list("abcde")))
def test_one_ranking_gives_finite_worths_in_its_order(ranking):
    found = worths("abcde", ranking_choices(ranking))

    assert [worth.item for worth in found.ranked] == list(ranking)
    assert sum(worth.worth for worth in found.ranked) == pytest.approx(1)
    assert min(worth.lower for worth in found.ranked) > 0.001
    assert all(worth.lower < worth.worth < worth.upper for worth in found.ranked)


@given(rankings_of_five, st.permutations(list(range(5))))
def test_worths_do_not_depend_on_the_order_of_items(rankings, order):
    choices = [choice for ranking in rankings for choice in ranking_choices(ranking)]

    one, other = worths(range(5), choices), worths(order, choices)

    assert [one.of(item).worth for item in range(5)] == pytest.approx(
        [other.of(item).worth for item in range(5)], abs=1e-9
    )


def test_best_and_worst_mirror_each_other():
    liked = best_worst_choices("abc", best="a", worst="c")[0]

    found = worths("abc", [liked, liked._replace(is_best=False)])

    assert found.of("a").utility == pytest.approx(0, abs=1e-9)


def test_without_an_answer_all_are_equal_and_tied():
    found = worths(["price", "speed", "warmth"], [])

    assert [worth.worth for worth in found.ranked] == pytest.approx([1 / 3] * 3)
    assert [worth.item for worth in found.ranked] == ["price", "speed", "warmth"]
    assert [worth.worst_place for worth in found.ranked] == [3, 3, 3]


def test_chances_of_a_pair_add_up():
    found = worths("abc", ranking_choices("abc"))

    one, other = found.chance_above("a", "c"), found.chance_above("c", "a")

    assert one.value + other.value == pytest.approx(1)
    assert one.lower + other.upper == pytest.approx(1)
    assert one.n == 2


def test_worths_without_bounds_are_refused():
    with pytest.raises(ValueError, match=r"without a prior \['b', 'c'\] have no bounds"):
        worths("abc", ranking_choices("abc") + pair_choices("c", "b"), prior_spread=None)


@pytest.mark.parametrize("spread", [0, -1, float("nan")])
def test_a_prior_without_spread_is_refused(spread):
    with pytest.raises(ValueError, match="Expected a prior spread above 0 or None"):
        worths("ab", [], prior_spread=spread)


def test_choices_among_other_items_are_refused():
    with pytest.raises(ValueError, match="Expected only items out of"):
        worths("ab", ranking_choices("abc"))


def test_items_given_twice_are_refused():
    with pytest.raises(ValueError, match="each item once in the list of items, got 'a'"):
        worths("aba", [])


def test_the_measures_of_pages_load_no_heavy_library():
    names = ["choice_designs", "disappointment", "drift", "effects", "gap_cost", "rankings"]
    load = "".join(f"import heed.measures.{name}; " for name in [*names, "steering"])
    ask = "import sys; print({'scipy', 'choix', 'pandas', 'django'} & set(sys.modules))"

    found = subprocess.run(
        [sys.executable, "-c", load + ask], capture_output=True, text=True, check=True
    )

    assert found.stdout == "set()\n"
