import csv

import pytest

from heed.measures.choices import (
    Choice,
    best_worst_choices,
    best_worst_counts,
    pair_choices,
    ranking_choices,
)
from tests.measures.fruit import FRUIT, NAMES, needs_fruit, tasks


def test_a_full_ranking_is_one_choice_less_than_places():
    found = ranking_choices(["speed", "price", "warmth"], judge=7)

    assert found == [
        Choice("speed", ("speed", "price", "warmth"), judge=7),
        Choice("price", ("price", "warmth"), judge=7),
    ]


def test_what_was_offered_and_not_ranked_counts_as_below():
    found = ranking_choices(["speed", "price"], offered=["warmth", "price", "speed", "choice"])

    assert [choice.chosen for choice in found] == ["speed", "price"]
    assert found[1].offered == ("price", "warmth", "choice")


def test_a_pair_is_one_choice():
    assert pair_choices("speed", "price") == [Choice("speed", ("speed", "price"))]


def test_the_worst_of_two_is_no_choice():
    found = best_worst_choices(["speed", "price"], best="price", worst="speed")

    assert found == [Choice("price", ("speed", "price"))]


@pytest.mark.parametrize(
    ("ranking", "offered", "refusal"),
    [
        pytest.param(["a", "b", "a"], None, "each item once in the ranking, got 'a'", id="twice"),
        pytest.param(["a"], None, "a ranking of at least two items", id="one item"),
        pytest.param([], ["a", "b"], "a ranking of at least two items", id="nothing ranked"),
        pytest.param(
            ["c"], ["a", "b"], r"only offered items in the ranking, got \['c'\]", id="new"
        ),
    ],
)
def test_what_is_no_ranking_is_refused(ranking, offered, refusal):
    with pytest.raises(ValueError, match=refusal):
        ranking_choices(ranking, offered=offered)


@pytest.mark.parametrize(
    ("best", "worst"),
    [
        pytest.param("a", "a", id="the same"),
        pytest.param("d", "a", id="best not offered"),
        pytest.param("a", "d", id="worst not offered"),
    ],
)
def test_an_impossible_answer_to_a_task_is_refused(best, worst):
    with pytest.raises(ValueError, match="Expected a best and another, worst item"):
        best_worst_choices(["a", "b", "c"], best=best, worst=worst)


@needs_fruit
def test_counts_of_real_tasks_match_the_published_ones():
    # 100 persons, 7 fruits in 7 tasks; the reference is R's package support.BWS.
    with (FRUIT / "fruit_count_reference.csv").open(newline="") as file:
        reference = list(csv.DictReader(file))

    found = best_worst_counts(NAMES, tasks())

    assert [(count.best, count.worst) for count in found] == [
        (int(row["B"]), int(row["W"])) for row in reference
    ]
    assert [count.score for count in found] == pytest.approx(
        [float(row["stdBW"]) for row in reference]
    )
    assert {count.shown for count in found} == {400}


def test_counts_of_an_item_nobody_saw_have_no_score():
    found = best_worst_counts(["a", "b", "c"], [(["a", "b"], "a", "b")])

    assert [count.shown for count in found] == [1, 1, 0]
    assert found[2].score != found[2].score


def test_tasks_with_other_items_are_refused():
    with pytest.raises(ValueError, match=r"only items out of \['a', 'b'\], got \['c'\]"):
        best_worst_counts(["a", "b"], [(["a", "c"], "a", "c")])
