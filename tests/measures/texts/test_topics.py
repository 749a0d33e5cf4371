import numpy as np
import pytest

from heed.measures.texts.evaluation import evaluated
from heed.measures.texts.topics import TooFewTexts, plan_for, trained_topics
from heed.measures.texts.verdicts import verdicts
from tests.measures.texts.labelled import needs_texts, questions


@needs_texts
def test_topics_of_questions_set_apart_are_found():
    # The 25 topics that come first; all 77: bench/text_models.py.
    texts, topics = questions()
    first = sorted(set(topics))[:25]
    held = np.array([at for at, topic in enumerate(topics) if topic in first])
    apart = np.random.default_rng(5).random(len(held)) < 0.1

    model = trained_topics([texts[at] for at in held[~apart]], [topics[at] for at in held[~apart]])
    found = verdicts(model, [texts[at] for at in held[apart]])
    score = evaluated([topics[at] for at in held[apart]], [each.label for each in found])

    assert score.accuracy.n > 250
    assert score.accuracy.value > 0.88


def test_a_topic_with_too_few_texts_is_named():
    with pytest.raises(TooFewTexts, match="at least 10 texts of each label, got 9 of “fee”"):
        trained_topics(["card"] * 12 + ["fee"] * 9, ["card"] * 12 + ["fee"] * 9)


@pytest.mark.parametrize("topics", [0, 1, 171])
def test_too_few_or_too_many_topics_are_refused(topics):
    with pytest.raises(ValueError, match=f"Expected 2 to 170 topics, got {topics}"):
        plan_for(topics)


def test_weights_of_every_number_of_topics_fit_into_two_megabytes():
    sizes = [plan_for(topics).columns * topics * 2 for topics in range(2, 171)]

    assert max(sizes) < 1_500_000
