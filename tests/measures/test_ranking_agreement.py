import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare, rankdata, spearmanr

from heed.measures.estimates import Flag
from heed.measures.ranking_agreement import mid_ranks, ranking_agreement

NAN = float("nan")


def test_the_test_matches_a_published_example():
    # Siegel (1956), Nonparametric statistics, chapter 7: three groups, four conditions.
    found = ranking_agreement("abcd", [[4, 2, 1, 3], [3, 2, 1, 4], [4, 1, 2, 3]])

    assert [each.mean_rank.value for each in found.items] == pytest.approx(
        [11 / 3, 5 / 3, 4 / 3, 10 / 3]
    )
    assert found.friedman == pytest.approx(7.4)
    assert found.degrees == 3
    assert found.concordance.value == pytest.approx(7.4 / 9)


@pytest.mark.parametrize("levels", [3, 100])
def test_the_test_equals_scipy_with_and_without_ties(levels):
    answers = np.random.default_rng(levels).integers(0, levels, (25, 5)).astype(float)

    found = ranking_agreement(range(5), answers)

    expected = friedmanchisquare(*answers.T)
    assert found.friedman == pytest.approx(expected.statistic)
    assert found.p == pytest.approx(expected.pvalue)


def test_the_mean_correlation_is_that_of_all_pairs_of_judges():
    ranks = np.random.default_rng(2).permuted(np.tile(np.arange(5), (8, 1)), axis=1)
    pairs = spearmanr(ranks, axis=1).statistic[np.triu_indices(8, 1)]

    assert ranking_agreement(range(5), ranks).mean_correlation == pytest.approx(pairs.mean())


def test_judges_who_agree_have_full_concordance():
    found = ranking_agreement("abc", [[1, 2, 3]] * 6)

    assert found.concordance.value == 1
    assert (found.concordance.lower, found.concordance.upper) == (1, 1)
    assert found.concordance.flags == (Flag.FEW_CASES,)
    assert [each.first for each in found.items] == [6, 0, 0]


def test_what_is_left_out_shares_the_last_places():
    found = ranking_agreement("abcd", [[1, 2, NAN, NAN], [2, 1, 3, 4], [1, 1, 2, 3]])

    assert found.partial_judges == 1
    assert found.tied_judges == 1
    assert mid_ranks([[1, 2, NAN, NAN]]).tolist() == [[1, 2, 3.5, 3.5]]


@settings(max_examples=25)
@given(st.lists(st.lists(st.integers(1, 4), min_size=4, max_size=4), min_size=1, max_size=4))
def test_tied_ranks_equal_scipy(rows):
    np.testing.assert_allclose(mid_ranks(rows), rankdata(rows, axis=1))


def test_the_interval_covers_as_often_as_it_says():
    rng = np.random.default_rng(9)
    noisy = np.array([0.8, 0.4, 0.0, -0.3, -0.9]) + rng.gumbel(size=(4000, 5))
    everybody = mid_ranks(-noisy)
    true = ranking_agreement(range(5), everybody).mean_correlation

    def is_covered() -> bool:
        some = ranking_agreement(range(5), everybody[rng.integers(0, 4000, 20)]).concordance
        return some.lower <= (19 * true + 1) / 20 <= some.upper

    assert 0.9 < np.mean([is_covered() for _ in range(150)]) < 0.99


@pytest.mark.parametrize(
    ("ranks", "refusal"),
    [
        pytest.param([[1, 2]], "at least two judges", id="one judge"),
        pytest.param(
            [[1, 2, 3], [1, 2, 3]], "a column of ranks for each of 2 items", id="other items"
        ),
        pytest.param([[1, 2], [NAN, NAN]], "got 1 who ranked nothing", id="nothing ranked"),
        pytest.param([[1, 1], [2, 2]], "ranks that differ", id="all tied"),
    ],
)
def test_what_is_no_ranking_is_refused(ranks, refusal):
    with pytest.raises(ValueError, match=refusal):
        ranking_agreement("ab", ranks)
