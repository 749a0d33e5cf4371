from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.measures.choice_designs import best_worst_design, pairs_to_ask
from heed.measures.choices import pair_choices
from heed.measures.rankings import worths

SIZES = [(items, size) for items in range(3, 13) for size in range(3, 6) if size <= items]


def meetings(design: tuple[tuple[int, ...], ...], items: int) -> list[int]:
    met = Counter(pair for task in design for pair in combinations(sorted(task), 2))
    return [met[pair] for pair in combinations(range(items), 2)]


def appearances(design: tuple[tuple[int, ...], ...], items: int) -> list[int]:
    shown = Counter(item for task in design for item in task)
    return [shown[item] for item in range(items)]


@pytest.mark.parametrize(
    ("items", "size", "tasks", "together"),
    [(7, 3, 7, 1), (7, 4, 7, 2), (6, 3, 10, 2), (9, 3, 12, 1), (9, 4, 18, 3), (11, 5, 11, 2)],
)
def test_designs_known_to_be_balanced_are_found(items, size, tasks, together):
    # Balanced incomplete block designs, Cochran & Cox (1957), Experimental Designs, table 11.3.
    design = best_worst_design(items, task_size=size, tasks=tasks)

    assert set(meetings(design, items)) == {together}


@pytest.mark.parametrize(("items", "size"), SIZES)
def test_every_design_is_near_balanced(items, size):
    design = best_worst_design(items, task_size=size, seed=4)

    shown, met = appearances(design, items), meetings(design, items)
    assert max(shown) - min(shown) <= 1
    assert max(met) - min(met) <= 2
    assert {len(set(task)) for task in design} == {size}


@pytest.mark.parametrize(("items", "size"), [(5, 3), (6, 4), (8, 4), (12, 5)])
def test_each_item_is_shown_three_times_or_more_rarely_by_one_task(items, size):
    shown = appearances(best_worst_design(items, task_size=size), items)

    assert min(shown) >= 3


def test_a_task_that_shows_everything_is_asked_once():
    assert len(best_worst_design(4, task_size=4)) == 1


def test_a_seed_gives_always_the_same_design():
    one = best_worst_design(8, seed=3)
    best_worst_design.cache_clear()

    assert best_worst_design(8, seed=3) == one
    assert best_worst_design(8, seed=4) != one


@pytest.mark.parametrize("items", [2, 3, 4, 5, 6])
def test_all_pairs_are_asked_up_to_six_items(items):
    pairs = pairs_to_ask(items)

    assert sorted(tuple(sorted(pair)) for pair in pairs) == list(combinations(range(items), 2))


@given(st.integers(7, 50), st.integers(0, 20), st.sampled_from([None, 2, 3, 5]))
def test_more_items_are_asked_in_as_many_pairs_each_and_tied_together(items, seed, each):
    pairs = pairs_to_ask(items, pairs_each=each, seed=seed)

    shown = appearances(pairs, items)
    left = Counter(pair[0] for pair in pairs)
    assert len({frozenset(pair) for pair in pairs}) == len(pairs)
    assert max(shown) == (each or 4)
    assert max(shown) - min(shown) <= 1
    assert max(left.values()) - min(left[item] for item in range(items)) <= 1
    # Both ways round, the likelihood has a maximum just where all items are tied together.
    both_ways = [choice for a, b in pairs for choice in pair_choices(a, b) + pair_choices(b, a)]
    assert worths(range(items), both_ways, prior_spread=None).n == 2 * len(pairs)


@pytest.mark.parametrize(
    ("items", "size", "tasks", "refusal"),
    [
        pytest.param(2, 3, None, "a number of items from 3 to 12, got 2", id="few items"),
        pytest.param(13, 3, None, "a number of items from 3 to 12, got 13", id="many items"),
        pytest.param(8, 2, None, "a number of task size from 3 to 5, got 2", id="small tasks"),
        pytest.param(4, 5, None, "a number of task size from 3 to 4, got 5", id="large tasks"),
        pytest.param(8, 4, 0, "a number of tasks from 1 to 60, got 0", id="no task"),
    ],
)
def test_designs_nobody_can_answer_are_refused(items, size, tasks, refusal):
    with pytest.raises(ValueError, match=refusal):
        best_worst_design(items, task_size=size, tasks=tasks)


@pytest.mark.parametrize(("items", "each"), [(1, None), (8, 1), (8, 8), (51, None)])
def test_pairs_nobody_can_ask_are_refused(items, each):
    with pytest.raises(ValueError, match="Expected a number of"):
        pairs_to_ask(items, pairs_each=each)
