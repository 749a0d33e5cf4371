import pytest

from heed.expectations.models import Level as StoredLevel
from heed.measures.kano_levels import Advice, Level, Placement, placement
from heed.measures.kano_tables import Category


@pytest.mark.parametrize(
    ("category", "stops_purchase", "is_voiced", "level", "advice"),
    [
        pytest.param("M", True, False, Level.BASIC, Advice.DELIVER, id="no sale without"),
        pytest.param("M", False, True, Level.EXPECTED, Advice.DELIVER, id="missed"),
        pytest.param("O", True, True, Level.EXPECTED, Advice.MORE_IS_BETTER, id="more is better"),
        pytest.param("A", False, True, Level.DESIRED, Advice.DELIVER, id="asked for"),
        pytest.param("A", True, False, Level.UNEXPECTED, Advice.DELIVER, id="never asked for"),
        pytest.param("I", False, True, None, Advice.NO_LEVEL, id="no difference"),
        pytest.param("R", True, True, None, Advice.DO_NOT_OFFER, id="wanted gone"),
        pytest.param("Q", False, False, None, Advice.ASK_AGAIN, id="contradiction"),
    ],
)
def test_a_category_means_a_need_level(category, stops_purchase, is_voiced, level, advice):
    found = placement(Category(category), stops_purchase=stops_purchase, is_voiced=is_voiced)

    assert found == Placement(level, advice)


def test_the_words_are_those_that_topics_are_stored_with():
    assert {str(level) for level in Level} == set(StoredLevel.values)


def test_what_is_no_category_is_refused():
    with pytest.raises(ValueError, match="one of M, O, A, I, R, Q, got 'X'"):
        placement("X", stops_purchase=False, is_voiced=False)
