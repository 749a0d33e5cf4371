import numpy as np
import pytest

from heed.measures.leaving.reasons import leaving_for
from heed.measures.leaving.survival import kaplan_meier


def _made(rng, n):
    """Leave at rate 1 for a price and at rate 2 for a friend; sight is lost at rate 1."""
    price, friend, sight = (rng.exponential(1 / rate, n) for rate in (1, 2, 1))
    durations = np.minimum(np.minimum(price, friend), sight)
    reasons = np.where(durations == price, "price", np.where(durations == friend, "friend", ""))
    return durations, list(reasons)


def test_all_reasons_and_the_stayers_sum_to_one():
    durations, reasons = _made(np.random.default_rng(1), 500)

    found = leaving_for(durations, reasons)

    stay = kaplan_meier(durations, [bool(each) for each in reasons])
    assert sum(each.shares for each in found) + stay.shares == pytest.approx(1)


def test_without_competition_it_is_the_complement_of_kaplan_meier():
    durations, reasons = _made(np.random.default_rng(2), 300)
    only = ["gone" if reason else "" for reason in reasons]

    found = leaving_for(durations, only)[0]

    stay = kaplan_meier(durations, [bool(each) for each in only])
    assert found.shares == pytest.approx(1 - stay.shares)
    early = stay.at_risk > 5
    risk, gone, shares = (each[early] for each in (stay.at_risk, stay.leaving, stay.shares))
    greenwood = shares**2 * np.cumsum(gone / risk / (risk - gone))
    assert found.variances[early] == pytest.approx(greenwood, rel=0.02)


def test_intervals_cover_the_truth_as_often_as_they_say():
    rng = np.random.default_rng(3)
    truth, covered = 2 / 3 * (1 - np.exp(-3 * 0.4)), 0
    for _round in range(400):
        found = leaving_for(*_made(rng, 250))[0].at(0.4)
        covered += found.lower <= truth <= found.upper

    assert covered / 400 == pytest.approx(0.95, abs=0.025)


def test_beyond_what_was_seen_nothing_is_told():
    found = leaving_for([1, 2, 3], ["price", "moved", ""])

    assert [each.reason for each in found] == ["moved", "price"]
    assert np.isnan(found[0].at(3.5).value)
    assert found[0].at(0.5).value == 0


def test_where_nobody_left_there_is_no_reason():
    assert leaving_for([1, 2], ["", None]) == ()
