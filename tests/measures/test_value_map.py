import numpy as np
import pytest

from heed.measures.estimates import Flag
from heed.measures.value_map import value_map, weighted_ratio

nan = float("nan")
ITEMS = {"quality": [0, 1], "price": [2], "item_weights": [60, 40, 1]}


def rated(n: int, seed: int, ours: tuple[float, ...], theirs: tuple[float, ...]) -> np.ndarray:
    rng = np.random.default_rng(seed)
    means = np.array([ours, theirs])
    person = rng.normal(0, 0.5, (n, 1, 1))
    return np.clip(means + person + rng.normal(0, 1, (n, 2, 3)), 1, 10)


def test_the_printed_quality_ratio_is_reproduced():
    # Yang (2005), Design for Six Sigma for Service, table 5.3: 232, from ratios as printed.
    assert 100 * weighted_ratio([40, 30, 10, 5, 15], [3, 2, 1.5, 1.4, 2], [1] * 5) == pytest.approx(
        232
    )


def test_the_printed_relative_price_is_reproduced():
    # Table 5.4 prints 118.7 for the score, as it rounds 9/7 and 9/8 on the way; exactly 118.4.
    score = 100 * weighted_ratio([60, 20, 10, 10], [9, 1, 9, 1], [7, 1, 8, 1])

    assert score == pytest.approx(118.392857, abs=1e-6)
    assert 1e4 / score == pytest.approx(84.46, abs=0.005)
    assert pytest.approx(84.2, abs=0.05) == 1e4 / 118.7


def test_equal_suppliers_stand_in_the_middle():
    found = value_map([[[5, 5, 5]] * 3] * 4, ["a", "b", "c"], **ITEMS)

    assert [place.quality.value for place in found] == pytest.approx([1, 1, 1])
    assert [place.value.value for place in found] == pytest.approx([1, 1, 1])
    assert [place.against_line.value for place in found] == pytest.approx([0, 0, 0])


def test_a_map_holds_the_places_of_the_arithmetic():
    ratings = np.array([[[8, 6, 4], [4, 6, 8]], [[6, 8, 6], [6, 4, 8]]], dtype=float)

    ours = value_map(ratings, ["we", "they"], **ITEMS, quality_share=0.6)[0]

    quality = weighted_ratio([60, 40], [7, 7], [5, 5])
    price = weighted_ratio([1], [5], [8])
    assert ours.quality.value == pytest.approx(quality)
    assert ours.price_score.value == pytest.approx(price)
    assert ours.relative_price.value == pytest.approx(1 / price)
    assert ours.value.value == pytest.approx(0.6 * quality + 0.4 * price)
    assert ours.against_line.value == pytest.approx(1 + 1.5 * (quality - 1) - 1 / price)
    assert ours.quality_difference.value == pytest.approx(2)
    assert ours.price_difference.value == pytest.approx(-3)


def test_a_supplier_is_held_against_the_mean_of_the_others():
    ratings = np.array([[[9, 9, 9], [6, 6, 6], [3, 3, 3]]] * 3, dtype=float)

    found = value_map(ratings, ["a", "b", "c"], **ITEMS)

    assert [place.quality.value for place in found] == pytest.approx([2, 1, 0.4])


def test_intervals_hold_the_truth_as_often_as_they_say():
    truth = value_map([[[7, 6, 5], [6, 6, 6]]] * 2, ["we", "they"], **ITEMS)[0]

    found = [
        value_map(rated(60, seed, (7, 6, 5), (6, 6, 6)), ["we", "they"], **ITEMS)[0]
        for seed in range(150)
    ]

    for name in ("quality", "relative_price", "value", "against_line"):
        true = getattr(truth, name).value
        hits = [getattr(each, name).lower <= true <= getattr(each, name).upper for each in found]
        assert 136 <= sum(hits) <= 149


def test_the_same_persons_rating_both_are_worth_more_than_two_groups():
    both = rated(100, 1, (7, 6, 5), (6, 6, 6))
    apart = np.full((200, 2, 3), nan)
    apart[:100, 0], apart[100:, 1] = both[:, 0], both[:, 1]

    together = value_map(both, ["we", "they"], **ITEMS)[0].quality
    separate = value_map(apart, ["we", "they"], **ITEMS)[0].quality

    assert together.value == pytest.approx(separate.value)
    assert (together.n, separate.n) == (100, 200)
    assert together.upper - together.lower < separate.upper - separate.lower


def test_a_place_close_to_the_line_is_undecided():
    found = value_map(rated(50, 2, (6, 6, 6), (6, 6, 6)), ["we", "they"], **ITEMS)

    assert [Flag.UNDECIDED in place.against_line.flags for place in found] == [True, True]


@pytest.mark.parametrize(
    ("ratings", "changed", "message"),
    [
        pytest.param([[[5, 5, 5]]], {}, "at least 2 suppliers", id="one supplier"),
        pytest.param([[[5, 5, 0], [5, 5, 5]]], {}, "ratings above 0", id="zero"),
        pytest.param([[[5, 5, 5]] * 2], {"price": [1]}, "in quality or in price", id="both"),
        pytest.param([[[5, 5, 5]] * 2], {"quality_share": 1}, "strictly between", id="share"),
        pytest.param([[[5, 5, 5]] * 2], {"item_weights": [0, 0, 1]}, "not all 0", id="weights"),
    ],
)
def test_what_makes_no_sense_is_refused(ratings, changed, message):
    with pytest.raises(ValueError, match=message):
        value_map(ratings, ["we", "they"][: len(ratings[0])], **ITEMS | changed)


def test_a_printed_table_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="a weight and two ratings each"):
        weighted_ratio([1], [1, 2], [1, 2])
    with pytest.raises(ValueError, match="ratings above 0"):
        weighted_ratio([1], [1], [0])
