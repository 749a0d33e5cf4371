import numpy as np
import pytest

from heed.measures.estimates import Flag
from heed.measures.importance_performance import Crosshairs, Quadrant, importance_performance
from tests.measures.kiosk import needs_kiosk
from tests.measures.kiosk_map import importance_and_satisfaction, map_reference

SCALE = {"lowest": 1, "highest": 7}
NOT_KNOWN = float("nan")


@needs_kiosk
def test_the_kiosks_means_and_crosshairs_are_rs():
    # kiosk_gap_ipa_R_reference.csv: 24 items, 15 digits; grand means 5.896263 and 4.917741.
    importance, satisfaction = importance_and_satisfaction()

    found = importance_performance(satisfaction, importance, **SCALE)

    np.testing.assert_allclose(
        [(item.importance.value, item.performance.value) for item in found.items],
        [(float(row["importance"]), float(row["satisfaction"])) for row in map_reference()],
        rtol=1e-13,
    )
    assert (found.importance_cross, found.performance_cross) == pytest.approx(
        (5.896263, 4.917741), abs=5e-7
    )
    assert {item.performance.n for item in found.items} == {found.n} == {194}


@needs_kiosk
def test_the_kiosks_index_and_quadrants_follow_from_rs_means():
    importance, satisfaction = importance_and_satisfaction()
    valued, felt = (
        np.array([float(row[name]) for row in map_reference()])
        for name in ("importance", "satisfaction")
    )

    found = importance_performance(satisfaction, importance, **SCALE)

    assert found.index.value == pytest.approx((valued * felt).sum() / (7 * valued.sum()))
    assert [item.quadrant == Quadrant.CONCENTRATE for item in found.items] == [
        important and not good
        for important, good in zip(valued >= valued.mean(), felt >= felt.mean(), strict=True)
    ]


@needs_kiosk
def test_an_item_near_the_cross_is_undecided_and_one_far_from_it_is_not():
    importance, satisfaction = importance_and_satisfaction()

    items = importance_performance(satisfaction, importance, **SCALE).items

    near, far = items[6], items[15]  # Satisfaction 4.90 and 4.59 against 4.92.
    assert (near.quadrant, near.flags) == (Quadrant.CONCENTRATE, (Flag.UNDECIDED,))
    assert 0.4 < near.probabilities[Quadrant.CONCENTRATE] < 0.7
    assert (far.quadrant, far.flags) == (Quadrant.CONCENTRATE, ())
    assert all(sum(item.probabilities.values()) == pytest.approx(1) for item in items)


def test_the_probability_of_a_quadrant_is_that_of_the_normal_law():
    # The mean of the first item lies one standard error above the midpoint.
    random = np.random.default_rng(8)
    answers = random.normal(size=(400, 2))
    answers = (answers - answers.mean(axis=0)) / answers.std(axis=0) * 0.6
    answers += [4 + 0.6 / 20, 4.5]
    importance = np.tile([6.0, 6.0], (400, 1))

    found = importance_performance(
        answers, importance, crosshairs=Crosshairs.MIDPOINT, resamples=4000, **SCALE
    )

    assert found.items[0].probabilities[Quadrant.KEEP_UP] == pytest.approx(0.841, abs=0.02)
    assert found.items[0].flags == (Flag.UNDECIDED,)
    assert found.items[1].probabilities[Quadrant.KEEP_UP] == 1


def test_priority_is_importance_minus_performance_on_a_scale_from_0_to_1():
    found = importance_performance([[2, 6], [3, 7]], [[7, 6], [6, 7]], **SCALE)

    assert [item.priority.value for item in found.items] == pytest.approx([4 / 6, 0])
    assert all(item.priority.lower <= item.priority.upper for item in found.items)


def test_weights_count_as_so_many_people():
    answers, valued = [[2, 6], [6, 3]], [[7, 6], [6, 7]]

    weighted = importance_performance(answers, valued, weights=[3, 1], **SCALE)
    repeated = importance_performance(
        [answers[0]] * 3 + [answers[1]], [valued[0]] * 3 + [valued[1]], **SCALE
    )

    assert [item.performance.value for item in weighted.items] == [3, 5.25]
    assert weighted.index.value == pytest.approx(repeated.index.value)
    assert weighted.index.effective_n == pytest.approx(1.6)


def test_derived_importance_is_taken_as_given_and_has_no_interval():
    found = importance_performance([[2, 6], [3, 7]], [0.3, 0.1], **SCALE)

    assert not found.is_stated
    assert [item.importance.value for item in found.items] == [0.3, 0.1]
    assert not found.items[0].importance.has_interval
    assert found.importance_cross == pytest.approx(0.2)


def test_the_same_seed_gives_the_same_figures():
    random = np.random.default_rng(2)
    answers, valued = random.integers(1, 8, size=(2, 40, 3))

    first, again, other = (
        importance_performance(answers, valued, seed=seed, **SCALE) for seed in (1, 1, 2)
    )

    assert first == again
    assert first != other


@pytest.mark.parametrize(
    ("answers", "valued", "more", "message"),
    [
        pytest.param([[8]], [[1]], {}, "answers from 1 to 7, got 8.0", id="off the scale"),
        pytest.param([[1, 2]], [[1]], {}, r"shapes \(1, 2\) and \(1, 1\)", id="shapes"),
        pytest.param([[1, NOT_KNOWN]], [[1, 1]], {}, "none on '2'", id="no answer"),
        pytest.param([[1]], [-1], {}, "derived importance of at least 0", id="negative"),
        pytest.param([[1]], [1], {"crosshairs": "midpoint"}, "got midpoint", id="no midpoint"),
        pytest.param([[1]], [[0]], {"lowest": 0}, "got only zeros", id="no importance"),
        pytest.param(
            np.diag([5.0] * 4) + np.where(np.eye(4), 0, np.nan),
            [1] * 4,
            {},
            "enough persons answered",
            id="one answer an item",
        ),
        pytest.param([[1]], [[1]], {"names": []}, "1 names, got 0", id="names"),
        pytest.param([[1]], [[1]], {"resamples": 9}, "at least 100", id="samples"),
        pytest.param([[1]], [[1]], {"lowest": 7}, "below the highest, got 7 and 7", id="scale"),
        pytest.param([[1]], [[1]], {"confidence": 0}, "confidence strictly", id="confidence"),
    ],
)
def test_what_cannot_be_mapped_is_refused(answers, valued, more, message):
    with pytest.raises(ValueError, match=message):
        importance_performance(answers, valued, **{**SCALE, **more})


def test_one_person_places_nothing_with_any_probability():
    found = importance_performance([[2, 6]], [[7, 6]], lowest=1, highest=7, resamples=100)

    item = found.items[0]
    assert (item.quadrant, item.performance.n) == (Quadrant.CONCENTRATE, 1)
    assert np.isnan(list(item.probabilities.values())).all()
    assert not item.priority.has_interval
    assert not found.index.has_interval
    assert item.flags == (Flag.UNDECIDED, Flag.FEW_CASES)
