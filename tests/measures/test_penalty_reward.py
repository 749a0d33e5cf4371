import numpy as np
import pytest
from scipy import stats

from heed.measures.estimates import Flag
from heed.measures.impact_asymmetry import Impact
from heed.measures.penalty_reward import Factor, penalty_reward
from tests.measures.kiosk import needs_kiosk, satisfaction
from tests.measures.kiosk_map import importance_and_satisfaction

ENDS = {"low_up_to": 2, "high_from": 5}
PENALTIES, REWARDS = np.array([-1.2, -0.2, -0.6]), np.array([0.2, 1.0, 0.6])


def simulated(n: int, seed: int = 7) -> tuple[np.ndarray, np.ndarray]:
    """Return answers from 1 to 6 on three attributes and the satisfaction they cause."""
    random = np.random.default_rng(seed)
    answers = random.integers(1, 7, size=(n, 3)).astype(float)
    overall = 5 + (answers <= 2) @ PENALTIES + (answers >= 5) @ REWARDS
    return answers, overall + random.normal(scale=1 + 0.1 * answers[:, 0], size=n)


def test_known_penalties_and_rewards_are_recovered():
    found = penalty_reward(*simulated(3000), **ENDS).attributes

    for at, each in enumerate(found):
        assert each.penalty.lower < PENALTIES[at] < each.penalty.upper
        assert each.reward.lower < REWARDS[at] < each.reward.upper
    assert [each.factor for each in found] == [
        Factor.BASIC,
        Factor.EXCITEMENT,
        Factor.PERFORMANCE,
    ]
    assert [each.impact for each in found] == [
        Impact.FRUSTRATOR,
        Impact.DELIGHTER,
        Impact.HYBRID,
    ]


def test_coefficients_errors_and_test_are_those_of_hc3_by_hand():
    answers, overall = simulated(90)
    design = np.column_stack(
        [np.ones(90), *(side for at in range(3) for side in ends_of(answers[:, at]))]
    )
    bread = np.linalg.inv(design.T @ design)
    coefficients = bread @ design.T @ overall
    hats = np.diag(design @ bread @ design.T)
    residuals = (overall - design @ coefficients) / (1 - hats)
    covariance = bread @ (design * residuals[:, np.newaxis] ** 2).T @ design @ bread
    sum_error = np.sqrt(covariance[1, 1] + covariance[2, 2] + 2 * covariance[1, 2])

    found = penalty_reward(answers, overall, **ENDS).attributes[0]

    half = stats.t.ppf(0.975, 83) * np.sqrt(covariance[1, 1])
    assert found.penalty.value == pytest.approx(coefficients[1])
    assert found.penalty.upper - found.penalty.value == pytest.approx(half)
    assert found.reward.value == pytest.approx(coefficients[2])
    t = (coefficients[1] + coefficients[2]) / sum_error
    assert found.is_equal.f == pytest.approx(t**2)
    assert found.is_equal.p == pytest.approx(2 * stats.t.sf(abs(t), 83))


def test_potentials_and_asymmetry_follow_from_penalty_and_reward():
    found = penalty_reward(*simulated(500), **ENDS).attributes[0]

    size = -found.penalty.value + found.reward.value
    assert found.range_of_impact == pytest.approx(size)
    assert found.satisfying == pytest.approx(found.reward.value / size)
    assert found.satisfying + found.dissatisfying == pytest.approx(1)
    assert found.asymmetry.value == pytest.approx(found.satisfying - found.dissatisfying)
    assert -1 <= found.asymmetry.lower <= found.asymmetry.value <= found.asymmetry.upper <= 1


def test_equal_sizes_are_rejected_in_five_of_a_hundred_samples():
    rejected = [
        penalty_reward(*simulated(150, seed), resamples=100, **ENDS).attributes[2].is_equal.p < 0.05
        for seed in range(120)
    ]

    assert 0 < np.mean(rejected) < 0.11


def test_the_bootstrap_interval_holds_the_truth_in_nineteen_of_twenty_samples():
    truth = (0.2 - 1.2) / 1.4
    found = [
        penalty_reward(*simulated(300, seed), resamples=200, **ENDS).attributes[0].asymmetry
        for seed in range(50)
    ]

    assert 0.88 < np.mean([each.lower <= truth <= each.upper for each in found]) <= 1


def test_a_sign_against_its_name_is_flagged():
    answers, overall = simulated(500)

    found = penalty_reward(answers, -overall, **ENDS).attributes[0]

    assert Flag.SUPPRESSED in found.flags
    assert (found.range_of_impact, found.impact) == (0, None)


def test_persons_with_an_unknown_answer_are_left_out():
    answers, overall = simulated(100)
    answers[0, 1] = overall[5] = np.nan

    found = penalty_reward(answers, overall, **ENDS)

    assert found.n == 98
    assert {each.penalty.n for each in found.attributes} == {98}
    assert all(Flag.UNDECIDED in each.flags for each in found.attributes)
    assert Flag.FEW_CASES in found.attributes[1].flags


def test_many_attributes_are_summed_in_parts():
    random = np.random.default_rng(6)
    answers = random.integers(1, 7, size=(2000, 24))
    overall = (answers >= 5).sum(axis=1) - (answers <= 2).sum(axis=1) + random.normal(size=2000)

    found = penalty_reward(answers, overall, resamples=100, **ENDS)

    intervals = [each.asymmetry for each in found.attributes]
    assert found.resamples == 100
    assert np.mean([each.lower <= 0 <= each.upper for each in intervals]) > 0.8
    assert max(each.upper - each.lower for each in intervals) < 0.3


@needs_kiosk
def test_random_groups_of_many_persons_scatter_as_single_persons_do():
    answers, overall = simulated(5_001, seed=5)

    grouped = penalty_reward(answers, overall, resamples=400, **ENDS)
    single = penalty_reward(answers[:5_000], overall[:5_000], resamples=400, **ENDS)

    widths = [
        [each.asymmetry.upper - each.asymmetry.lower for each in found.attributes]
        for found in (grouped, single)
    ]
    assert widths[0] == pytest.approx(widths[1], rel=0.15)


def test_the_kiosks_fit_explains_what_least_squares_by_hand_explains():
    _, answers = importance_and_satisfaction()
    columns = [np.ones(194)]
    for at in range(6, 9):
        columns += [answers[:, at] <= 3, answers[:, at] >= 6]
    design, overall = np.column_stack(columns), satisfaction()
    _, unexplained, *_ = np.linalg.lstsq(design, overall, rcond=None)

    found = penalty_reward(answers[:, 6:9], overall, low_up_to=3, high_from=6)

    assert found.r_squared == pytest.approx(1 - unexplained[0] / (194 * overall.var()))
    assert found.n == 194


@pytest.mark.parametrize(
    ("more", "message"),
    [
        pytest.param({"low_up_to": 5}, "low answers below high", id="ends overlap"),
        pytest.param({"low_up_to": 0}, r"on '1', got \[0, ", id="no low answer"),
        pytest.param({"low_up_to": 4}, "low, middling and high answers on '1'", id="no middle"),
        pytest.param({"names": ["a"]}, "3 names, got 1", id="names"),
        pytest.param({"resamples": 99}, "at least 100 bootstrap samples", id="samples"),
        pytest.param({"confidence": 2}, "confidence strictly", id="confidence"),
    ],
)
def test_what_cannot_be_contrasted_is_refused(more, message):
    with pytest.raises(ValueError, match=message):
        penalty_reward(*simulated(60), **{**ENDS, **more})


def test_single_answers_at_the_ends_are_refused():
    random = np.random.default_rng(1)
    answers = np.full((30, 4), 3)
    answers[np.arange(4), np.arange(4)], answers[np.arange(4, 8), np.arange(4)] = 1, 6

    with pytest.raises(ValueError, match=r"several answers at each end.* of 1000 samples"):
        penalty_reward(answers, random.normal(size=30), **ENDS)


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match=r"shapes \(2, 1\) and \(3,\)"):
        penalty_reward([[1], [2]], [1, 2, 3], **ENDS)


def ends_of(answers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return answers <= 2, answers >= 5
