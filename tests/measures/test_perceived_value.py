import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from heed.measures.perceived_value import perceived_value

nan = float("nan")
rows = st.lists(st.tuples(*[st.integers(1, 7)] * 4), min_size=3, max_size=25)


def test_value_is_benefits_over_sacrifices_and_benefits_less_sacrifices():
    # Episode and relationship benefits; price and effort.
    found = perceived_value([[6, 4], [5, 5], [7, 6]], [[3, 1], [6, 4], [2, 3]])

    assert (found.benefits.value, found.sacrifices.value) == (11, pytest.approx(19 / 3))
    assert found.ratio.value == pytest.approx(33 / 19)
    assert found.net.value == pytest.approx(14 / 3)
    assert found.gaining.value == pytest.approx(2 / 3)


@settings(max_examples=30)
@given(rows)
def test_exchanging_the_sides_inverts_the_ratio_and_turns_the_net(answers):
    table = np.array(answers, dtype=float)

    here, there = (
        perceived_value(table[:, :2], table[:, 2:]),
        perceived_value(table[:, 2:], table[:, :2]),
    )

    assert here.ratio.value == pytest.approx(1 / there.ratio.value)
    assert here.typical_ratio.value == pytest.approx(1 / there.typical_ratio.value)
    assert here.net.value == pytest.approx(-there.net.value)


@settings(max_examples=30)
@given(rows)
def test_where_the_scale_begins_moves_the_ratio_but_not_the_net(answers):
    table = np.array(answers, dtype=float)

    here = perceived_value(table[:, :2], table[:, 2:])
    shifted = perceived_value(table[:, :2] + 10, table[:, 2:] + 10)

    assert shifted.net.value == pytest.approx(here.net.value)
    assert abs(shifted.ratio.value - 1) <= abs(here.ratio.value - 1) + 1e-9


def test_a_typical_ratio_put_in_is_found_again():
    rng = np.random.default_rng(4)
    given_up = np.exp(rng.normal(1, 0.3, 2000))
    got = given_up * np.exp(rng.normal(np.log(1.4), 0.5, 2000))

    found = perceived_value(got[:, None], given_up[:, None]).typical_ratio

    half = stats.t.ppf(0.975, 1999) * stats.sem(np.log(got / given_up))
    assert found.value == pytest.approx(1.4, abs=0.05)
    assert found.upper / found.value == pytest.approx(np.exp(half))


def test_weights_say_how_much_each_item_counts():
    found = perceived_value([[6, 2]], [[4]], benefit_weights=[0.5, 1.5], sacrifice_weights=[2])

    assert (found.benefits.value, found.sacrifices.value) == (6, 8)


def test_an_unanswered_item_leaves_the_person_out():
    found = perceived_value([[6, nan], [4, 4]], [[3], [2]])

    assert (found.net.value, found.net.n, found.gaining.n) == (6, 1, 1)


@pytest.mark.parametrize(
    ("benefits", "sacrifices", "options", "message"),
    [
        pytest.param([[5], [6]], [[4]], {}, "the same persons", id="persons"),
        pytest.param([[-1]], [[4]], {}, "benefits of at least 0", id="negative"),
        pytest.param([5], [[4]], {}, "a table of benefits", id="no table"),
        pytest.param([[5]], [[4]], {"benefit_weights": [1, 1]}, "one weight", id="weights"),
    ],
)
def test_what_makes_no_sense_is_refused(benefits, sacrifices, options, message):
    with pytest.raises(ValueError, match=message):
        perceived_value(benefits, sacrifices, **options)
