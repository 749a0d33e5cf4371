import numpy as np
import pytest

from heed.measures.kano_answers import contradictions, kano_categories

NOT_KNOWN = float("nan")


def test_each_pair_falls_into_the_category_of_its_table():
    functional = [[1, 3], [2, 5]]
    dysfunctional = [[5, 5], [2, 1]]

    assert kano_categories(functional, dysfunctional).tolist() == [["O", "M"], ["I", "R"]]
    assert kano_categories(functional, dysfunctional, table="pouliot")[1, 0] == "Q"


def test_a_pair_with_a_side_unknown_has_no_category():
    found = kano_categories([1, NOT_KNOWN, 2], [NOT_KNOWN, 5, 5])

    assert found.tolist() == ["", "", "M"]


@pytest.mark.parametrize("answer", [6, 0, 2.5, float("inf")])
def test_an_answer_that_is_not_on_the_form_is_refused(answer):
    with pytest.raises(ValueError, match=rf"from 1 to 5 \(table berger\), got {float(answer)!r}"):
        kano_categories([1, answer], [5, 5])


def test_sides_of_different_size_are_refused():
    with pytest.raises(ValueError, match=r"shapes \(2,\) and \(1,\)"):
        kano_categories([1, 2], [5])


def test_the_share_of_contradictions_is_that_of_the_pairs_a_person_answered():
    found = contradictions([["Q", "Q", "M", ""], ["A", "O", "I", "M"], ["", "", "", ""]])

    assert found.questionable.tolist() == [2, 0, 0]
    assert found.answered.tolist() == [3, 4, 0]
    np.testing.assert_allclose(found.share, [2 / 3, 0, np.nan])


def test_categories_without_persons_are_refused():
    with pytest.raises(ValueError, match=r"one row of categories per person, got shape \(2,\)"):
        contradictions(["Q", "M"])
