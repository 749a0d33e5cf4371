import pytest

from heed.surveys.ready.sentences import sentences
from heed.surveys.rules.text_models import (
    OTHER,
    Labelled,
    cross_validated,
    is_worth_adapting,
    model_of,
    starting_topics,
)
from heed.surveys.rules.texts import language_of, readable


def test_the_sentences_are_balanced_in_both_languages():
    whole = [each for each in sentences() if each.is_whole]
    counts = {
        (language, side): sum(
            each.language == language and each.sentiment == side for each in whole
        )
        for language in ("en", "zh")
        for side in ("negative", "positive", "neutral")
    }

    assert len(whole) == 726
    assert set(counts.values()) == {120, 123}
    assert len({each.text for each in sentences() if each.is_whole}) == 726


@pytest.mark.parametrize(
    ("name", "sentence", "is_found"),
    [
        pytest.param(
            "delivery-time Delivery time 交付时间", "I took a day off", True, id="english"
        ),
        pytest.param("zeit  送货速度", "I took a day off", True, id="chinese"),
        pytest.param("benefits Benefits ", "The size is wrong", False, id="within-a-word"),
        pytest.param("outfit Fit ", "The size is wrong", True, id="a-word"),
    ],
)
def test_sentences_become_topics_of_the_ledger_by_key_or_name(name, sentence, is_found):
    found = starting_topics({"7": name})

    label = next(each.label for each in found if each.text.startswith(sentence))
    assert label == ("7" if is_found else OTHER)


def test_a_topic_without_sentences_needs_ten_reviews():
    reviewed = [Labelled(f"wooden toys {number}", "9") for number in range(10)]
    starting = starting_topics({"7": "delivery"})

    assert model_of("topics", starting, reviewed[:9]).labels == ("7", "other")
    assert model_of("topics", starting, reviewed).labels == ("7", "9", "other")


def test_cross_validation_gives_each_reviewed_text_a_label():
    starting = starting_topics({"7": "delivery"})
    reviewed = [Labelled("my parcel is late", "7"), Labelled("wrong invoice", "other")]

    assert cross_validated("topics", starting, reviewed) == ["7", "other"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("很好，谢谢", "zh", id="chinese"),
        pytest.param("Very good", "en", id="english"),
        pytest.param("我的 iPhone 坏了", "zh", id="mixed"),
        pytest.param("!!! 123", "", id="neither"),
    ],
)
def test_the_language_is_told_by_the_letters(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "name", "shown"),
    [
        pytest.param("Yours, Anna Berg", "Anna Berg", "Yours, [name]", id="whole"),
        pytest.param("anna, Bergen is nice", "Anna Berg", "[name], Bergen is nice", id="part"),
        pytest.param("此致 思琪", "曾思琪", "此致 [name]", id="given"),
        pytest.param("曾思琪敬上", "曾思琪", "[name]敬上", id="chinese"),
        pytest.param("I am Al", "Al", "I am Al", id="too-short"),
    ],
)
def test_the_name_of_who_wrote_is_masked(text, name, shown):
    assert readable(text, name=name) == shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        pytest.param(" Mail me: a@b.example ", "Mail me: [email]", id="masked"),
        pytest.param(None, "", id="none"),
        pytest.param(4, "", id="number"),
        pytest.param("x" * 6000, "x" * 5000, id="long"),
    ],
)
def test_a_text_is_read_without_personal_data(given, shown):
    assert readable(given) == shown


@pytest.mark.parametrize(
    ("nearer", "is_worth"),
    [
        pytest.param(["positive", "negative", "neutral"], True, id="more right"),
        pytest.param(["negative", "negative", "positive"], True, id="as many right"),
        pytest.param(["negative", "positive", "positive"], False, id="fewer right"),
    ],
)
def test_a_model_adapts_unless_it_then_has_fewer_reviewed_texts_right(nearer, is_worth):
    reviewed = [
        Labelled("well", "positive"),
        Labelled("ill", "negative"),
        Labelled("so", "neutral"),
    ]
    plain = ["positive", "positive", "positive"]

    assert is_worth_adapting(plain, nearer, reviewed) is is_worth
