import numpy as np
import pytest

from heed.measures.texts.features import FeaturePlan
from heed.measures.texts.linear import Training, probabilities, retrained, trained
from tests.measures.texts.labelled import needs_texts, reviews

PLAN = FeaturePlan(14)
TEXTS = ["物流很快", "送货快", "味道难吃", "不好吃", "客服态度好", "客服没人理"] * 5
LABELS = ["delivery", "delivery", "taste", "taste", "support", "support"] * 5


def test_the_same_seed_gives_the_same_model_and_another_order_of_visits_nearly_so():
    first, again = (trained(TEXTS, LABELS, PLAN, Training(seed=3)) for _ in range(2))
    other = trained(TEXTS, LABELS, PLAN, Training(seed=4, rounds=50))

    np.testing.assert_array_equal(first.weights, again.weights)
    np.testing.assert_allclose(
        probabilities(other, TEXTS).argmax(axis=1), probabilities(first, TEXTS).argmax(axis=1)
    )


def test_labels_are_in_order_and_each_has_its_separator():
    model = trained(TEXTS, LABELS, PLAN, Training())

    assert model.labels == ("delivery", "support", "taste")
    assert model.weights.shape == (PLAN.columns, 3)
    assert model.texts == 30


@pytest.mark.parametrize(
    ("texts", "labels", "why"),
    [
        pytest.param(["a", "b"], ["x"], "a label for each text, got 1 for 2", id="lengths"),
        pytest.param(["a", "b"], ["x", "x"], "two labels of at least two", id="one label"),
        pytest.param(["a"] * 3, ["x", "x", "y"], "two labels of at least two", id="one text"),
        pytest.param([], [], "two labels", id="nothing"),
    ],
)
def test_what_cannot_be_learnt_is_refused(texts, labels, why):
    with pytest.raises(ValueError, match=why):
        trained(texts, labels, PLAN, Training())


def test_corrections_are_learnt_and_the_rest_is_kept():
    model = trained(TEXTS, LABELS, PLAN, Training(rare_first=True))

    better = retrained(model, [("发票什么时候开", "support"), ("包裹丢了", "delivery")])

    assert [
        better.labels[at] for at in probabilities(better, ["开发票", "包裹"]).argmax(axis=1)
    ] == [
        "support",
        "delivery",
    ]
    np.testing.assert_array_equal(
        probabilities(better, TEXTS).argmax(axis=1), probabilities(model, TEXTS).argmax(axis=1)
    )
    assert better.texts == 32


def test_more_weight_moves_the_model_further():
    model = trained(TEXTS, LABELS, PLAN, Training())
    wrong = [("物流很快", "taste")]
    at = model.labels.index("taste")

    shares = [
        probabilities(retrained(model, wrong, weight=weight), ["物流很快"])[0, at]
        for weight in (0.01, 0.1, 1, 10)
    ]

    assert shares == sorted(shares)
    assert shares[0] < 0.5 < shares[-1]


def test_no_correction_changes_nothing():
    model = trained(TEXTS, LABELS, PLAN, Training())

    assert retrained(model, []) is model


def test_corrections_with_an_unknown_label_or_no_weight_are_refused():
    model = trained(TEXTS, LABELS, PLAN, Training())

    with pytest.raises(ValueError, match=r"got \['price'\]. A new label needs training"):
        retrained(model, [("贵", "price")])
    with pytest.raises(ValueError, match="a weight greater than 0, got 0"):
        retrained(model, [("贵", "taste")], weight=0)


@needs_texts
def test_reviewed_answers_of_a_new_kind_make_the_model_better_on_it():
    model = trained(*reviews("水果", "洗发水", each=1500), FeaturePlan(17), Training())
    texts, labels = reviews("书籍", each=2000)
    right = np.array([model.labels.index(label) for label in labels[300:]])

    better = retrained(model, list(zip(texts[:300], labels[:300], strict=True)))
    before, after = (
        (probabilities(each, texts[300:]).argmax(axis=1) == right).mean()
        for each in (model, better)
    )

    assert after > before + 0.03
