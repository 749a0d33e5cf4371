import pytest

from heed.expectations.models import Topic
from heed.expectations.ready_words import careful, steering_words, value_said

DAYS = Topic(name="Delivery", name_zh="送货", kind="measured", unit="days", unit_zh="天")
WARMTH = Topic(name="Warmth", kind="felt")


@pytest.mark.parametrize(
    ("value", "more_is_better", "said"),
    [(3.21, False, "3.3"), (3.21, True, "3.2"), (3.0, False, "3.0")],
)
def test_a_value_is_rounded_to_the_side_that_is_easier_to_keep(value, more_is_better, said):
    assert str(careful(value, more_is_better=more_is_better)) == said


@pytest.mark.parametrize(
    ("value", "said"), [("3.000", "3"), (2.5, "2.5"), ("10", "10"), (0.125, "0.125")]
)
def test_a_value_is_said_without_needless_zeros(value, said):
    assert value_said(value, DAYS) == f"{said}\N{NARROW NO-BREAK SPACE}days"


def test_the_words_speak_of_the_topic_in_the_language_asked_for():
    english = steering_words("lower", DAYS, 3.21, more_is_better=False, language="en")
    chinese = steering_words("lower", DAYS, 3.21, more_is_better=False, language="zh-hans")

    assert "about Delivery: please count on 3.3\N{NARROW NO-BREAK SPACE}days" in english
    assert "送货" in chinese
    assert "3.3\N{NARROW NO-BREAK SPACE}天" in chinese


def test_what_is_held_or_not_known_needs_no_words():
    words = {"more_is_better": True, "language": "en"}

    assert steering_words("hold", WARMTH, 5.0, **words) == ""
    assert steering_words("raise", WARMTH, None, **words) == ""
    assert "5 of 7" in steering_words("raise", WARMTH, 5.0, **words)
