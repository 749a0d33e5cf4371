import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from heed.measures.estimates import Flag
from heed.measures.gaps import Zone
from heed.measures.zone_of_tolerance import careful_persons, zone_of_tolerance

nan = float("nan")
triples = st.lists(st.tuples(*[st.integers(1, 9)] * 3), min_size=2, max_size=30)
# Seventeen libraries, LibQUAL+ 2002 and 2003, "Willingness to help users": minimum, desired and
# perceived, as printed at lehigh.edu/~inulg/LibQUAL02-04.htm with the means of both gaps.
LIBRARIES = (
    (5.70, 7.72, 6.92),
    (5.88, 7.92, 7.09),
    (6.11, 8.03, 7.31),
    (5.64, 7.60, 6.83),
    (6.06, 7.73, 7.22),
    (6.58, 7.99, 7.54),
    (6.11, 8.00, 7.01),
    (6.22, 7.92, 7.11),
    (6.54, 8.08, 7.38),
    (6.32, 7.85, 7.10),
    (6.26, 8.08, 6.92),
    (6.81, 8.17, 7.42),
    (6.70, 8.13, 7.19),
    (6.04, 7.88, 6.40),
    (5.87, 7.89, 6.23),
    (6.81, 7.90, 6.85),
    (6.30, 7.88, 6.27),
)


def test_published_libqual_means_are_reproduced():
    minimum, desired, perceived = np.array(LIBRARIES).T

    found = zone_of_tolerance(perceived, minimum, desired)

    means = (found.adequate.value, found.desired.value, found.perceived.value)
    assert means == pytest.approx((6.23, 7.93, 6.99), abs=0.0051)
    assert found.adequacy.value == pytest.approx(0.76, abs=0.0051)
    assert found.superiority.value == pytest.approx(-0.94, abs=0.0051)
    assert found.zones[Zone.BELOW].value == pytest.approx(1 / 17)


@settings(max_examples=40)
@given(triples)
def test_the_parts_of_the_zone_add_up(answers):
    perceived, adequate, desired = np.array(answers, dtype=float).T

    found = zone_of_tolerance(perceived, adequate, desired)

    consistent = int(np.sum(desired >= adequate))
    assert found.width.n == consistent
    assert found.inconsistent.value == pytest.approx(1 - consistent / len(answers))
    assert found.adequacy.value - found.superiority.value == pytest.approx(
        found.width.value, nan_ok=True
    )
    total = sum(share.value for share in found.zones.values())
    assert total == pytest.approx(1 if consistent else nan, nan_ok=True)


@settings(max_examples=25)
@given(triples)
def test_turning_the_direction_changes_nothing(answers):
    perceived, adequate, desired = np.array(answers, dtype=float).T

    more = zone_of_tolerance(perceived, adequate, desired)
    less = zone_of_tolerance(-perceived, -adequate, -desired, more_is_better=False)

    assert less.adequacy.value == pytest.approx(more.adequacy.value, nan_ok=True)
    assert less.position.value == pytest.approx(more.position.value, nan_ok=True)
    assert less.zones[Zone.BELOW].n == more.zones[Zone.BELOW].n


def test_the_position_lies_between_adequate_and_desired():
    found = zone_of_tolerance([5, 4, 8], [4, 4, 6], [8, 8, 8])

    assert found.position.value == pytest.approx((0.25 + 0 + 1) / 3)
    assert found.position_of_means.value == pytest.approx(3 / 10)


def test_a_zone_without_width_has_no_position():
    found = zone_of_tolerance([5, 6, 6], [4, 5, 7], [8, 5, 7])

    assert (found.position.value, found.position.n) == (0.25, 1)
    assert found.position_of_means.n == 3
    assert not zone_of_tolerance([5, 6], [5, 5], [5, 5]).position_of_means.has_value


def test_the_interval_of_the_position_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(2)
    adequate = rng.uniform(3, 5, (150, 60))
    desired = adequate + rng.uniform(1, 4, (150, 60))
    perceived = rng.normal(5.25, 1, (150, 60))

    found = [zone_of_tolerance(*each) for each in zip(perceived, adequate, desired, strict=True)]

    truth = (5.25 - 4) / 2.5
    hits = sum(
        each.position_of_means.lower <= truth <= each.position_of_means.upper for each in found
    )
    assert 136 <= hits <= 149


def test_mixed_up_columns_are_counted_and_left_out():
    found = zone_of_tolerance([5, 5, 5, nan], [4, 8, 4, 4], [7, 3, 7, 7])

    assert (found.inconsistent.value, found.inconsistent.n) == (pytest.approx(1 / 3), 3)
    assert Flag.INCONSISTENT in found.inconsistent.flags
    assert (found.adequate.value, found.zones[Zone.WITHIN].n) == (4, 2)


def test_the_gaps_have_the_paired_interval():
    rng = np.random.default_rng(1)
    perceived, adequate = rng.integers(4, 10, 50), rng.integers(2, 6, 50)

    found = zone_of_tolerance(perceived, adequate, np.full(50, 9)).adequacy

    half = stats.t.ppf(0.975, 49) * stats.sem(perceived - adequate)
    assert found.upper - found.value == pytest.approx(half)


def test_nobody_answering_leaves_nothing():
    found = zone_of_tolerance([nan], [4], [5])

    assert found.adequacy.n == 0
    assert not found.position_of_means.has_value


@pytest.mark.parametrize(
    ("inconsistent", "blank", "is_kept"),
    [
        pytest.param(9, 0, True, id="nine slips"),
        pytest.param(10, 0, False, id="ten slips"),
        pytest.param(0, 11, True, id="eleven blanks"),
        pytest.param(0, 12, False, id="twelve blanks"),
    ],
)
def test_persons_without_care_are_told_apart(inconsistent, blank, is_kept):
    adequate, desired, perceived = np.full(22, 4.0), np.full(22, 8.0), np.full(22, 6.0)
    adequate[:inconsistent] = 9
    perceived[22 - blank :] = nan

    assert careful_persons([perceived], [adequate], [desired]).tolist() == [is_kept]


def test_columns_of_different_length_are_refused():
    with pytest.raises(ValueError, match="as many perceived as adequate and desired"):
        zone_of_tolerance([5], [4, 4], [7])
    with pytest.raises(ValueError, match="three tables"):
        careful_persons([[5]], [[4, 4]], [[7]])
