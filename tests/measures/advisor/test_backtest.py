import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.measures.advisor.backtest import Backtest, plain_promises
from heed.measures.advisor.history import History
from heed.measures.advisor.walking import Reason, Walk
from tests.measures.advisor import logs


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(logs.drifting, id="times four times as long in the end"),
        pytest.param(logs.heavy_tailed, id="heavy tail"),
        pytest.param(logs.switching, id="twice as long from one day on"),
        pytest.param(logs.closed_on_fridays, id="closed in batches on Fridays"),
        pytest.param(logs.small_groups, id="two hundred groups, quarters of an hour"),
        pytest.param(logs.some_never_end, id="one in fifty is never closed"),
        pytest.param(logs.often_at_once, id="most end as they begin"),
    ],
)
def test_promises_are_kept_as_often_as_asked_for_and_nowhere_much_less(make):
    test = Backtest(make(), 0.95)

    score = test.score()

    assert score.kept.value == pytest.approx(0.95, abs=0.025)
    assert min(tenth.kept.value for tenth in test.tenths()) >= 0.86
    assert score.kept.n > 0.9 * score.cases


@pytest.mark.parametrize("coverage", [0.8, 0.9])
def test_other_coverages_are_reached_too(coverage):
    score = Backtest(logs.drifting(), coverage).score()

    assert score.kept.value == pytest.approx(coverage, abs=0.03)


def test_knowing_the_group_makes_promises_cheaper_than_the_plain_quantile():
    score = Backtest(logs.small_groups(), 0.95).score()

    assert score.pinball < 0.9 * score.pinball_plain


def test_the_true_quantile_of_each_group_is_found():
    rng = np.random.default_rng(11)
    starts = logs.arrivals(rng, 3000)
    group = rng.integers(0, 2, 3000)
    took = rng.exponential(np.where(group == 1, 20.0, 4.0))

    walk = Walk(logs.history_of(starts, took, group=group), 0.95)
    walk.run(0)

    # 95 % of exponential durations end within 2.996 of their mean.
    late = np.arange(3000) >= 1500
    assert np.median(walk.promised[late & (group == 0)]) == pytest.approx(12.0, rel=0.15)
    assert np.median(walk.promised[late & (group == 1)]) == pytest.approx(59.9, rel=0.15)


@settings(max_examples=8)
@given(st.integers(120, 600), st.integers(0, 10_000))
def test_what_happens_later_changes_no_earlier_promise(cut, seed):
    rng = np.random.default_rng(seed)
    starts = logs.arrivals(rng, 700)
    ends = starts + logs.lognormal(rng, 700)
    topic = [str(each) for each in rng.integers(0, 3, 700)]
    now = starts[cut]
    other_starts = np.where(starts > now, now + 2 * (starts - now), starts)
    other_ends = np.where(ends > now, np.maximum(other_starts, now) + 500, ends)

    seen = Walk(History.of(starts, ends, {"topic": topic}), 0.95)
    seen.run(0)
    changed = Walk(History.of(other_starts, other_ends, {"topic": topic}), 0.95)
    changed.run(0)

    np.testing.assert_array_equal(seen.promised[: cut + 1], changed.promised[: cut + 1])


def test_an_open_case_past_its_promise_is_broken_and_one_not_yet_due_is_undecided():
    starts = np.arange(400.0)
    ends = starts + 2.0
    ends[[300, 399]] = np.nan

    score = Backtest(History.of(starts, ends), 0.95).score()

    assert (score.cases, score.undecided, score.kept.n) == (280, 1, 279)
    assert round(score.kept.value * 279) == 278


def test_three_days_of_openings_are_refused():
    rng = np.random.default_rng(12)
    starts = np.sort(rng.uniform(0, 57, 438))

    score = Backtest(History.of(starts, starts + rng.uniform(50, 1600, 438)), 0.95).score()

    assert score.kept.n == 0
    assert score.refused == {Reason.TOO_FEW_FINISHED: 307}


def test_a_group_whose_cases_stay_open_is_refused_and_the_others_are_not():
    rng = np.random.default_rng(13)
    starts = logs.arrivals(rng, 1500)
    stays_open = rng.random(1500) < 0.15
    took = np.where(stays_open & (rng.random(1500) < 0.6), np.inf, logs.lognormal(rng, 1500))
    history = logs.history_of(starts, took, group=stays_open)

    test = Backtest(history, 0.95)
    groups = test.groups(["group"])

    refused = test.score(groups["True",]).refused[Reason.TAIL_NOT_REACHED]
    assert refused > 0.9 * len(groups["True",])
    assert not test.score(groups["False",]).refused


def test_the_plain_promise_is_the_quantile_of_the_last_five_hundred_finished():
    starts = np.arange(700.0)
    history = History.of(starts, starts + 0.5 + (starts >= 150))

    plain = plain_promises(history, 0.5)

    assert np.isnan(plain[0])
    assert (plain[1], plain[300], plain[699]) == (0.5, 0.5, 1.5)
