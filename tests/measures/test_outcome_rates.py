import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.measures.outcome_rates import Outcome, outcome_rates

COUNTS = {
    "complete": 250,
    "partial": 20,
    "refusal": 60,
    "non_contact": 40,
    "other": 10,
    "unknown": 620,
    "not_eligible": 15,
}


def test_rates_take_the_formulas_of_aapor():
    # Standard definitions (2023): RR1 = I / (I + P + R + NC + O + UH + UO), RR2 with I + P above.
    found = outcome_rates(COUNTS)

    assert found.invited == 1000
    assert (found.rr1.value, found.rr2.value) == (0.25, 0.27)
    assert found.contact.value == 0.34
    assert found.cooperation.value == pytest.approx(270 / 340)
    assert found.refusal.value == 0.06
    assert found.rr1.lower < 0.25 < found.rr1.upper
    assert found.cooperation.n == 340


def test_outcomes_left_out_count_0():
    found = outcome_rates({Outcome.COMPLETE: 3, Outcome.UNKNOWN: 7})

    assert found.rr1.value == found.rr2.value == 0.3
    assert found.counts[Outcome.PARTIAL] == 0


def test_nobody_invited_has_no_rate():
    assert not outcome_rates({"not_eligible": 5}).rr1.has_value


@given(st.fixed_dictionaries({each.value: st.integers(0, 50) for each in Outcome}))
def test_partial_answers_never_lower_the_rate(counts):
    found = outcome_rates(counts)

    assert not found.rr2.value < found.rr1.value
    assert not found.contact.value < found.rr2.value


@pytest.mark.parametrize("counts", [{"complet": 3}, {"complete": -1}])
def test_other_codes_and_negative_counts_are_refused(counts):
    with pytest.raises(ValueError, match="Expected counts of at least 0 of the outcomes"):
        outcome_rates(counts)
