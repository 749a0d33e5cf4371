import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import f_oneway

from heed.measures.estimates import Flag
from heed.measures.interviewers import interviewer_effect

NAN = float("nan")


def asked(between: float, seed: int, interviewers: int = 40) -> tuple[np.ndarray, list[int]]:
    """Return answers of 5 to 14 people asked by each interviewer."""
    rng = np.random.default_rng(seed)
    who = np.repeat(np.arange(interviewers), rng.integers(5, 15, interviewers))
    values = rng.normal(0, between, interviewers)[who] + rng.normal(0, 1, len(who))
    return values, who.tolist()


def test_the_correlation_of_a_textbook_table():
    # Shrout and Fleiss (1979), table 2: six targets by four judges; ICC(1,1) is .17.
    targets = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]

    found = interviewer_effect(np.ravel(targets), np.repeat(range(6), 4).tolist())

    assert found.correlation.value == pytest.approx(0.17, abs=0.005)
    assert found.workload == 4
    assert found.design_effect == pytest.approx(1 + 3 * found.correlation.value)


def test_the_test_equals_scipy_with_unequal_workloads():
    values, who = asked(0.3, 1)
    groups = [values[np.array(who) == each] for each in sorted(set(who))]

    found = interviewer_effect(values, who)

    expected = f_oneway(*groups)
    assert (found.f, found.p) == pytest.approx((expected.statistic, expected.pvalue))


def test_a_known_correlation_is_recovered_and_covered():
    true = 0.25 / 1.25

    found = [interviewer_effect(*asked(0.5, seed)).correlation for seed in range(100)]

    assert np.mean([each.value for each in found]) == pytest.approx(true, abs=0.02)
    assert np.mean([each.lower <= true <= each.upper for each in found]) > 0.87


def test_who_asked_does_not_matter():
    values, who = asked(0.0, 3)

    found = interviewer_effect(values, who)

    assert found.correlation.lower < 0 < found.correlation.upper
    assert found.design_effect < 1.3
    assert found.effective_n == pytest.approx(found.answers / found.design_effect)


@settings(max_examples=20)
@given(st.floats(-100, 100), st.floats(0.1, 10), st.integers(0, 20))
def test_the_unit_of_the_answers_does_not_matter(shift, scale, seed):
    values, who = asked(0.4, seed, interviewers=8)

    one, other = interviewer_effect(values, who), interviewer_effect(shift + scale * values, who)

    assert other.correlation.value == pytest.approx(one.correlation.value, abs=1e-9)
    assert one.correlation.flags == (Flag.FEW_CASES,)


def test_answers_not_given_are_left_out():
    found = interviewer_effect([1, 2, NAN, 3, 5, 4, 4], list("aabbccc"))

    assert (found.answers, found.interviewers) == (6, 3)


@pytest.mark.parametrize(
    ("values", "who", "refusal"),
    [
        pytest.param([1, 2, 3], "ab", "an interviewer for each answer", id="length"),
        pytest.param([1, 2, 3], "aab", "at least 3 interviewers", id="two interviewers"),
        pytest.param([1, 2, 3], "abc", "one who asked two", id="one answer each"),
        pytest.param([2, 2, 2, 2], "abcc", "answers that differ", id="all equal"),
    ],
)
def test_what_shows_no_effect_is_refused(values, who, refusal):
    with pytest.raises(ValueError, match=refusal):
        interviewer_effect(values, list(who))
