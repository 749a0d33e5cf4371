from collections import Counter

import pytest

from heed.surveys.format.designs import designed_sets


@pytest.mark.parametrize(
    ("many", "sets", "size"),
    [
        pytest.param(3, 1, 3, id="three at once"),
        pytest.param(4, 4, 3, id="four by threes"),
        pytest.param(7, 6, 4, id="seven by fours"),
        pytest.param(12, 9, 4, id="twelve"),
    ],
)
def test_each_choice_is_shown_about_three_times(many, sets, size):
    values = [f"v{number}" for number in range(many)]

    found = designed_sets(values)

    shown = Counter(value for each in found for value in each)
    assert [len(set(each)) for each in found] == [size] * sets
    assert set(shown) == set(values)
    assert max(shown.values()) - min(shown.values()) <= 1


@pytest.mark.parametrize("many", [2, 13])
def test_too_few_or_too_many_choices_have_no_design(many):
    assert designed_sets(list(range(many))) == []
