import numpy as np
import pytest

from heed.measures.texts.evaluation import evaluated
from heed.measures.texts.sentiment import trained_sentiment
from heed.measures.texts.topics import TooFewTexts
from heed.measures.texts.verdicts import verdicts
from tests.measures.texts.labelled import needs_texts, reviews


@needs_texts
def test_sentiment_carries_over_to_kinds_of_goods_never_seen():
    # A fifth of the texts; all of them, and every split: bench/text_models.py.
    model = trained_sentiment(*reviews("手机", "水果", "书籍", each=2000))
    texts, labels = reviews("洗发水", "平板", each=1500)

    found = verdicts(model, texts)
    score = evaluated(labels, [verdict.label for verdict in found])

    assert score.accuracy.n == 3000
    assert score.accuracy.value > 0.87
    assert score.macro_f1 > 0.87
    sure = np.array([verdict.probability >= 0.8 for verdict in found])
    right = np.array([verdict.label for verdict in found]) == np.array(labels)
    assert right[sure].mean() > 0.93


def test_other_labels_are_refused():
    with pytest.raises(ValueError, match=r"“negative” and “positive”, got \['bad'\]"):
        trained_sentiment(["a", "b"], ["positive", "bad"])


def test_too_few_texts_of_a_side_are_refused():
    with pytest.raises(TooFewTexts, match="at least 100 texts of each label, got 1 of “negative”"):
        trained_sentiment(["好"] * 120 + ["差"], ["positive"] * 120 + ["negative"])
