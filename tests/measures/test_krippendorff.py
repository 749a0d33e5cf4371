import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.measures.estimates import Flag
from heed.measures.krippendorff import Level, krippendorff_alpha
from tests.measures.published_ratings import observers

NOMINAL, ORDINAL, INTERVAL = Level


def by_pairs(ratings: np.ndarray, level: Level) -> float:
    """Alpha by its definition: the mean distance of pairs within cases and over all."""
    units = [[each for each in row if each is not None] for row in ratings]
    units = [unit for unit in units if len(unit) > 1]
    pooled = [each for unit in units for each in unit]
    ranks = {v: sum(x < v for x in pooled) + pooled.count(v) / 2 for v in pooled}
    distance = {
        NOMINAL: lambda a, b: float(a != b),
        ORDINAL: lambda a, b: (ranks[a] - ranks[b]) ** 2,
        INTERVAL: lambda a, b: (a - b) ** 2,
    }[level]
    observed = sum(
        sum(distance(a, b) for a in unit for b in unit) / (len(unit) - 1) for unit in units
    )
    expected = sum(distance(a, b) for a in pooled for b in pooled) / (len(pooled) - 1)
    return 1 - observed / expected


def rated(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    ratings = (rng.integers(1, 6, size=(15, 1)) + rng.integers(0, 2, size=(15, 3))).astype(object)
    ratings[rng.random((15, 3)) < 0.2] = None
    return ratings


@pytest.mark.parametrize(
    ("level", "expected"),
    # Krippendorff (2011), section D.
    [(NOMINAL, 0.743), (ORDINAL, 0.815), (INTERVAL, 0.849)],
)
def test_the_four_observers_give_the_published_alphas(level, expected):
    found = krippendorff_alpha(observers(), level=level)

    assert round(found.value, 3) == expected
    # The twelfth unit has one rating, which nothing can be compared with.
    assert (found.n, found.flags) == (11, (Flag.FEW_CASES,))
    assert found.lower < found.value < found.upper <= 1


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([NOMINAL, ORDINAL, INTERVAL]))
def test_it_is_what_the_definition_says(seed, level):
    found = krippendorff_alpha(rated(seed), level=level, resamples=0)

    assert found.value == pytest.approx(by_pairs(rated(seed), level))


@pytest.mark.parametrize("level", [NOMINAL, ORDINAL, INTERVAL])
def test_an_interval_is_made_of_alphas_of_the_cases_drawn(level):
    # Each sample, drawn case by case, must give an alpha within what all samples span.
    ratings, rng = rated(3), np.random.default_rng(1)
    samples = [by_pairs(ratings[rng.integers(15, size=15)], level) for _sample in range(300)]

    found = krippendorff_alpha(ratings, level=level, resamples=4000, seed=2)

    lower, upper = np.quantile(samples, [0.025, 0.975])
    assert found.lower == pytest.approx(lower, abs=0.12)
    assert found.upper == pytest.approx(upper, abs=0.06)


def test_only_the_order_matters_where_the_level_is_ordinal():
    ratings = rated(5)
    stretched = np.array(
        [[None if each is None else each**3 for each in row] for row in ratings], dtype=object
    )

    ordinal, interval = (
        [krippendorff_alpha(each, level=level, resamples=0).value for each in (ratings, stretched)]
        for level in (ORDINAL, INTERVAL)
    )

    assert ordinal[0] == pytest.approx(ordinal[1])
    assert interval[0] != pytest.approx(interval[1])


def test_independent_raters_agree_as_chance_does():
    ratings = np.random.default_rng(1).integers(5, size=(4000, 3))

    found = krippendorff_alpha(ratings, level=INTERVAL, resamples=100)

    assert found.value == pytest.approx(0, abs=0.03)
    assert found.lower < 0 < found.upper


def test_ratings_that_are_all_the_same_tell_nothing():
    found = krippendorff_alpha([["a", "a"]] * 40)

    assert not found.has_value
    assert found.flags == (Flag.NO_SPREAD,)


@pytest.mark.parametrize(
    ("ratings", "level", "message"),
    [
        pytest.param([[1, None], [None, 2]], NOMINAL, "at least two ratings", id="alone"),
        pytest.param([["a", "b"], ["a", "a"]], INTERVAL, "Expected numbers", id="words"),
    ],
)
def test_what_cannot_be_compared_is_refused(ratings, level, message):
    with pytest.raises(ValueError, match=message):
        krippendorff_alpha(ratings, level=level)
