from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.measures.tiers import CutPoints, Tier, cut_points, tier_of

spends = st.lists(st.integers(-(10**9), 10**12), min_size=1, max_size=80)
few_spends = st.lists(st.integers(-2, 4), min_size=1, max_size=40)


def test_cut_points_match_a_published_quantile():
    # R: quantile(c(10, 20, 30, 40, 50), c(.8, .5)), type 7 of Hyndman & Fan (1996): 42 and 30.
    assert cut_points([50, 10, 40, 20, 30]) == CutPoints(high_from=42, medium_from=30)


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=200))
def test_cut_points_are_numpys_quantiles_rounded_up(values):
    found = cut_points(values)

    exact = np.quantile(np.array(values), [0.8, 0.5])
    assert found.high_from == ceil(round(exact[0], 4))
    assert found.medium_from == ceil(round(exact[1], 4))


@given(spends | few_spends)
def test_equal_spend_is_never_split_and_more_is_never_lower(values):
    rank = {Tier.LOW: 0, Tier.MEDIUM: 1, Tier.HIGH: 2}
    ordered = sorted(values)

    ranks = [rank[Tier(tier)] for tier in tier_of(ordered, cut_points(values))]

    assert ranks == sorted(ranks)
    assert len(set(zip(ordered, ranks, strict=True))) == len(set(ordered))


@given(spends, st.randoms())
def test_the_order_of_customers_does_not_matter(values, random):
    shuffled = random.sample(values, len(values))

    assert cut_points(shuffled) == cut_points(values)


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=80, unique=True))
def test_without_ties_a_fifth_is_high_and_half_is_medium_or_high(values):
    tiers = tier_of(values, cut_points(values)).tolist()

    above_median = len(values) - ceil((len(values) - 1) * 0.5)
    assert tiers.count("high") + tiers.count("medium") == above_median
    assert len(values) / 5 <= tiers.count("high") < len(values) / 5 + 1


def test_all_who_share_the_spend_at_the_cut_belong_to_the_higher_tier():
    values = [100] * 5 + [900] * 5

    assert tier_of(values, cut_points(values)).tolist() == ["low"] * 5 + ["high"] * 5


def test_where_all_spend_the_same_all_are_high():
    assert set(tier_of([500] * 4, cut_points([500] * 4)).tolist()) == {"high"}


@pytest.mark.parametrize(
    ("values", "tiers"),
    [
        pytest.param([0] * 9 + [5], ["low"] * 9 + ["high"], id="most spent nothing"),
        pytest.param([0, 0], ["low", "low"], id="all spent nothing"),
        pytest.param([-300, -5], ["low", "low"], id="all returned more than they bought"),
    ],
)
def test_whoever_spent_nothing_is_low(values, tiers):
    assert tier_of(values, cut_points(values)).tolist() == tiers


def test_kept_cut_points_place_customers_who_come_later():
    cuts = CutPoints(high_from=820, medium_from=550)

    assert tier_of([820, 819, 550, 549], cuts).tolist() == ["high", "medium", "medium", "low"]
    assert tier_of([], cuts).tolist() == []


def test_cut_points_are_plain_whole_numbers():
    found = cut_points(np.array([1, 5, 9]))

    assert (type(found.high_from), type(found.medium_from)) == (int, int)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        pytest.param([], "at least one customer", id="no customer"),
        pytest.param([12.5], "whole minor units", id="broken minor units"),
        pytest.param([float("nan")], "whole minor units", id="nan"),
    ],
)
def test_spend_that_cannot_be_ranked_is_refused(values, message):
    with pytest.raises(ValueError, match=message):
        cut_points(values)


def test_percentiles_out_of_order_are_refused():
    with pytest.raises(ValueError, match="medium_percentile <= high_percentile"):
        cut_points([1, 2], high_percentile=50, medium_percentile=80)


@pytest.mark.parametrize(("high", "medium"), [(5, 6), (5, 0)], ids=["out of order", "below 1"])
def test_cut_points_that_make_no_sense_are_refused(high, medium):
    with pytest.raises(ValueError, match="Expected cut points of at least 1"):
        CutPoints(high_from=high, medium_from=medium)
