import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from heed.core.expressions.evaluation import is_met
from heed.core.expressions.exchange import json_of
from heed.core.expressions.parsing import parse_expression
from heed.measures.tiers import cut_points, tier_of
from heed.value.conditions import TierConditions
from heed.value.tiering import Conditions, met, percentiles, place

SPENDS = arrays.arrays(
    np.int64, st.integers(1, 60), elements=st.integers(-50, 50) | st.integers(-(10**12), 10**12)
)


def conditions(**given_ones) -> Conditions:
    return Conditions(**TierConditions(**given_ones).as_asked())


@given(spends=SPENDS)
def test_the_percentiles_place_customers_as_the_cut_points_do(spends):
    placed = place(conditions(), {"spend_percentile": percentiles(spends)}, [""] * spends.size)

    assert placed.tiers.tolist() == tier_of(spends, cut_points(spends)).tolist()
    assert not placed.is_held.any()


@pytest.mark.parametrize(
    "text",
    [
        "{spend} > 900 and {recency_days} <= 90",
        "900 <= {spend} or !({perceived} < 5)",
        "{perceived} empty or {perceived} <> 5",
        "{perceived} notempty and {perceived} = 5",
        "!({perceived} >= 5) and {spend} >= -3.5",
    ],
)
def test_all_customers_at_once_meet_what_each_of_them_meets(text):
    people = [
        {"spend": spend, "recency_days": days, "perceived": perceived}
        for spend in (-4.0, 900.0, 900.01)
        for days in (90.0, 91.0)
        for perceived in (None, 4.99, 5.0)
    ]
    columns = {name: np.array([one[name] for one in people], dtype=float) for name in people[0]}
    tree = parse_expression(text)

    found = met(json_of(tree), columns).tolist()

    assert found == [is_met(tree, one) for one in people]
    assert True in found
    assert False in found


def moves_in_a_year(margin: int) -> int:
    """How often 500 customers near the limits move in twelve valuations of noise of 4 percent."""
    noise = np.random.default_rng(7)
    habits = noise.choice([900.0, 400.0], 500)
    rule = conditions(high="{spend} >= 900", medium="{spend} >= 400", margin_percent=margin)
    tiers, moved = np.full(500, ""), -500  # the first placing is no move
    for _valuation in range(13):
        spends = habits * noise.uniform(0.96, 1.04, 500)
        placed = place(rule, {"spend": spends}, tiers.tolist())
        moved += int((placed.tiers != tiers).sum())
        tiers = placed.tiers
    return moved


def test_noise_around_a_limit_does_not_make_customers_flap():
    without, with_margin = moves_in_a_year(0), moves_in_a_year(10)

    assert without > 2500
    assert with_margin < 270  # those who began below rise once, and stay


def test_who_falls_below_the_margin_leaves():
    rule = conditions(high="{spend} >= 900", medium="{spend} >= 400", margin_percent=10)
    spends = np.array([900.0, 810.0, 809.99, 810.0, 360.0, 359.0])
    before = ["high", "high", "high", "medium", "high", "medium"]

    placed = place(rule, {"spend": spends}, before)

    assert placed.tiers.tolist() == ["high", "high", "medium", "medium", "medium", "low"]
    assert placed.is_held.tolist() == [False, True, False, False, True, False]
