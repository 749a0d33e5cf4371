import json
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.measures.advisor.advice import Advice, fit_advice
from heed.measures.advisor.answers import Advised, Refusal
from heed.measures.advisor.walking import Reason
from tests.measures.advisor import logs


@pytest.fixture(scope="module")
def told() -> dict:
    rng = np.random.default_rng(21)
    starts = logs.arrivals(rng, 2000)
    topic = rng.integers(0, 2, 2000)
    took = rng.exponential(np.where(topic == 1, 20.0, 4.0))
    return {
        "starts": starts,
        "ends": starts + took,
        "categories": {"topic": [str(each) for each in topic]},
        "numbers": {"hour": np.floor(starts % 24)},
        "now": float(starts[-1]),
    }


@pytest.fixture(scope="module")
def advice(told) -> Advice:
    return fit_advice(**told)


def test_the_true_quantile_is_advised_with_the_coverage_of_its_own_past(advice):
    found = advice.quantile({"topic": "1", "hour": 9}, coverage=0.9)

    assert isinstance(found, Advised)
    assert found.hours == pytest.approx(20 * np.log(10), rel=0.2)
    assert found.achieved == pytest.approx(0.9, abs=0.03)
    assert found.achieved_lower < found.achieved < found.achieved_upper
    assert found.ground.cases == 2000
    assert 900 < found.ground.alike < 1100


def test_the_chance_of_being_in_time_falls_as_time_passes(advice):
    case = {"topic": "1"}

    fresh = advice.probability_kept(case, hours=20)
    waiting = advice.probability_kept(case, hours=20, elapsed=10)

    assert fresh == pytest.approx(1 - np.exp(-1), abs=0.06)
    assert waiting == pytest.approx(1 - np.exp(-0.5), abs=0.08)
    assert advice.probability_kept(case, hours=20, elapsed=20) == 0.0


@given(st.floats(0.5, 0.97), st.sampled_from(["0", "1", "unheard of"]))
def test_what_is_advised_is_kept_with_the_probability_asked_for(advice, coverage, topic):
    found = advice.quantile({"topic": topic}, coverage=coverage)

    chance = advice.probability_kept({"topic": topic}, hours=found.hours)
    assert chance == pytest.approx(coverage, abs=0.02)


@given(st.floats(0.5, 0.97), st.floats(0.5, 0.97))
def test_more_certainty_never_takes_less_time(advice, one, other):
    low, high = sorted([one, other])

    asked = [advice.quantile({"topic": "0"}, coverage=each).hours for each in (low, high)]

    assert asked[0] <= asked[1]


def test_advice_read_back_from_text_says_the_same(advice):
    text = advice.to_json()

    again = Advice.from_json(text).quantile({"topic": "1"}, coverage=0.95)

    assert len(text) < 100_000
    assert again.hours == pytest.approx(advice.quantile({"topic": "1"}).hours, rel=1e-3)


def test_advice_of_another_version_is_not_read(advice):
    text = json.dumps(json.loads(advice.to_json()) | {"version": 0})

    with pytest.raises(ValueError, match="version 1; fit it again"):
        Advice.from_json(text)


def test_an_answer_takes_no_time(advice):
    began = perf_counter()
    for _ in range(200):
        advice.quantile({"topic": "1", "hour": 9})

    assert (
        perf_counter() - began
    ) / 200 < 0.01  # 0.5 ms measured; the margin is for a busy machine


def test_what_came_after_now_is_not_looked_at(told):
    now = float(told["starts"][1000])
    known = {name: told[name][:1001] for name in ("starts", "ends")}
    columns = {
        kind: {name: each[:1001] for name, each in told[kind].items()}
        for kind in ("categories", "numbers")
    }

    whole, part = fit_advice(**told | {"now": now}), fit_advice(**known, **columns, now=now)

    assert whole.to_json() == part.to_json()


def test_too_few_finished_cases_are_refused_with_the_number_needed():
    found = fit_advice(range(40), [each + 1.0 for each in range(40)], now=50.0).quantile({})

    assert isinstance(found, Refusal)
    assert (found.reason, found.needed, found.ground.finished) == (Reason.TOO_FEW_FINISHED, 59, 40)


def test_no_case_at_all_is_refused_too():
    advice = fit_advice([], [], now=0.0)

    assert advice.quantile({}).reason == Reason.TOO_FEW_FINISHED
    assert advice.probability_kept({}, hours=1) is None


def test_cases_of_three_days_tell_nothing_of_a_promise_of_weeks():
    rng = np.random.default_rng(22)
    starts = np.sort(rng.uniform(0, 57, 438))

    found = fit_advice(starts, starts + rng.uniform(50, 1600, 438), now=6000.0).quantile({})

    assert found.reason == Reason.SPAN_TOO_SHORT
    assert found.hours > found.ground.span_hours


def test_where_one_in_seven_stays_open_no_time_is_enough():
    rng = np.random.default_rng(23)
    starts = logs.arrivals(rng, 800)
    ends = np.where(rng.random(800) < 0.15, np.nan, starts + rng.exponential(5, 800))

    found = fit_advice(starts, ends, now=float(starts[-1])).quantile({})

    assert found.reason == Reason.TAIL_NOT_REACHED
    assert found.reached == pytest.approx(0.85, abs=0.06)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({"ends": [0.0, 1.0]}, "ends at or after", id="ends before starts"),
        pytest.param({"starts": [1.0, np.nan]}, "a start for every case", id="no start"),
        pytest.param({"numbers": {"backlog": [1, 2]}}, "the advisor's own", id="name taken"),
    ],
)
def test_what_is_no_history_is_refused(changed, said):
    given_ = {"starts": [1.0, 2.0], "ends": [3.0, 4.0], "now": 5.0} | changed

    with pytest.raises(ValueError, match=said):
        fit_advice(**given_)
