from dataclasses import replace

import numpy as np
import pytest

from heed.measures.texts.adapted import adapted
from heed.measures.texts.features import FeaturePlan
from heed.measures.texts.linear import Training, probabilities, trained

GOOD, BAD = ["nice", "lovely", "good"], ["bad", "awful", "poor"]


def texts_of(words, things, count, chance):
    """Texts of one judgement and one thing said by those alone who judge so, with the labels."""
    found = []
    for number in range(count):
        side = number % 2
        said = " ".join(chance.choice(words[side], 2))
        found.append((f"{said} {things[side]}", "ab"[side]))
    return found


@pytest.fixture
def model():
    known = texts_of((GOOD, BAD), ("sweet", "rotten"), 60, np.random.default_rng(1))
    texts, labels = zip(*known, strict=True)
    return trained(texts, labels, FeaturePlan(14), Training())


def test_a_model_learns_what_only_the_new_kind_says(model):
    unlabelled = [
        text for text, _label in texts_of((GOOD, BAD), ("gripping", "tedious"), 200,
                                          np.random.default_rng(2))
    ]  # fmt: skip

    better = adapted(model, unlabelled)

    before, after = (probabilities(each, ["gripping", "tedious"]) for each in (model, better))
    assert after.argmax(axis=1).tolist() == [0, 1]
    assert after[0, 0] > before[0, 0]
    assert better.temperature == model.temperature


def test_the_same_texts_and_seed_give_the_same_model(model):
    first, second = (adapted(model, ["good gripping", "poor tedious"] * 9, seed=3) for _ in "ab")

    np.testing.assert_array_equal(first.weights, second.weights)


def test_several_labels_are_adapted_too():
    plan = FeaturePlan(12)
    model = trained(["tea", "tea pot", "cat", "cat tail", "car", "car wheel"], list("aabbcc"),
                    plan, Training())  # fmt: skip

    better = adapted(model, ["tea cup", "cat paw", "car horn"] * 5)

    assert probabilities(better, ["cup", "paw", "horn"]).argmax(axis=1).tolist() == [0, 1, 2]


def test_a_label_the_model_leans_to_does_not_drown_the_other(model):
    leaning = replace(model, offsets=model.offsets - 0.3)
    texts, labels = zip(
        *texts_of((GOOD, BAD), ("gripping", "tedious"), 200, np.random.default_rng(3)), strict=True
    )

    better = adapted(leaning, texts)

    right = [
        np.mean(np.array(["a", "b"])[probabilities(each, texts).argmax(axis=1)] == labels)
        for each in (leaning, better)
    ]
    assert right[0] < right[1] == 1


def test_no_texts_are_refused(model):
    with pytest.raises(ValueError, match="got none"):
        adapted(model, [])
