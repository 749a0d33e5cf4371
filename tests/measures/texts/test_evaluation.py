import pytest

from heed.measures.texts.evaluation import evaluated


def test_figures_of_a_table_worked_out_by_hand():
    right = ["a"] * 5 + ["b"] * 3 + ["c"] * 2
    found = ["a", "a", "a", "b", "c", "b", "b", "a", "c", "b"]

    score = evaluated(right, found)

    assert score.labels == ("a", "b", "c")
    assert score.confusion.tolist() == [[3, 1, 1], [1, 2, 0], [0, 1, 1]]
    assert (score.accuracy.value, score.accuracy.n) == (0.6, 10)
    # F1: 2·3/9, 2·2/7, 2·1/4.
    assert score.macro_f1 == pytest.approx((6 / 9 + 4 / 7 + 2 / 4) / 3)
    assert score.by_label[1].recall.value == pytest.approx(2 / 3)
    assert score.by_label[1].precision.value == pytest.approx(2 / 4)


def test_the_interval_is_the_published_one():
    # Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3: 81 of 263.
    score = evaluated(["a"] * 263, ["a"] * 81 + ["b"] * 182)

    assert round(score.accuracy.lower, 4) == 0.2553
    assert round(score.accuracy.upper, 4) == 0.3662


def test_a_label_that_is_never_found_has_no_precision_and_counts_with_zero():
    score = evaluated(["a", "b"], ["a", "a"])

    assert not score.by_label[1].precision.has_value
    assert score.by_label[1].f1 == 0


@pytest.mark.parametrize(("right", "found"), [([], []), (["a"], []), (["a"], ["a", "b"])])
def test_labels_that_do_not_pair_are_refused(right, found):
    with pytest.raises(ValueError, match="Expected as many labels found as right ones"):
        evaluated(right, found)
