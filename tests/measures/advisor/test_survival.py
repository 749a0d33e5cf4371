import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from heed.measures.advisor.survival import kaplan_meier


def test_kaplan_meier_matches_the_published_table():
    # Freireich et al. (1963), 6-mercaptopurine; Cox and Oakes (1984), table 1.1 and page 49.
    weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    is_over = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]

    curve = kaplan_meier(weeks, is_over)

    np.testing.assert_array_equal(curve.times, [6, 7, 10, 13, 16, 22, 23])
    np.testing.assert_allclose(
        1 - curve.shares, [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], atol=5e-4
    )


@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=60))
def test_without_open_cases_it_is_the_share_at_or_below(durations):
    curve = kaplan_meier(durations, [True] * len(durations))

    expected = [np.mean(np.array(durations) <= time) for time in curve.times]
    np.testing.assert_allclose(curve.shares, expected, atol=1e-9)


@given(st.lists(st.tuples(st.floats(0, 100), st.booleans()), min_size=1, max_size=60))
def test_a_weight_of_two_counts_as_two_cases(cases):
    durations, is_finished = zip(*cases, strict=True)

    weighted = kaplan_meier(durations, is_finished, [2.0] * len(cases))
    repeated = kaplan_meier(durations * 2, is_finished * 2)

    np.testing.assert_allclose(weighted.shares, repeated.shares, atol=1e-9)


def test_a_level_never_reached_is_infinite():
    curve = kaplan_meier([1, 2, 3], [True, False, False])

    assert (curve.quantile(0.3), curve.quantile(0.95)) == (1.0, float("inf"))
