import pytest

from heed.measures.texts.features import FeaturePlan
from heed.measures.texts.linear import Training, trained
from heed.measures.texts.verdicts import reasons, verdicts


@pytest.fixture(scope="module")
def model():
    texts = ["质量很好", "非常满意", "太差了", "很失望", "very good", "so bad"] * 5
    labels = ["positive", "positive", "negative", "negative", "positive", "negative"] * 5
    return trained(texts, labels, FeaturePlan(16), Training())


def test_verdicts_come_in_order_with_the_next_likeliest(model):
    found = verdicts(model, ["太差", "满意"], others=3)

    assert [each.label for each in found] == ["negative", "positive"]
    assert [label for label, _share in found[0].others] == ["positive"]
    assert found[0].probability + found[0].others[0][1] == pytest.approx(1)


def test_a_text_without_words_has_no_label(model):
    assert [each.label for each in verdicts(model, ["", " \n", "\u3000"])] == ["", "", ""]


def test_reasons_are_pieces_of_the_text_that_do_not_overlap(model):
    found = reasons(model, "包装太差了，真的很失望！", "negative", most=3)

    assert {"太差了", "很失望"} <= {each.text for each in found}
    assert all(each.weight > 0 for each in found)
    assert sum(len(each.text) for each in found) <= len("包装太差了真的很失望")


def test_reasons_speak_for_the_label_asked_for(model):
    assert [each.text for each in reasons(model, "very good, so bad", "positive", most=1)] == [
        "very good"
    ]
    assert [each.text for each in reasons(model, "very good, so bad", "negative", most=1)] == [
        "so bad"
    ]


def test_reasons_for_an_unknown_label_are_refused(model):
    with pytest.raises(ValueError, match="Expected one of the labels"):
        reasons(model, "好", "neutral")
