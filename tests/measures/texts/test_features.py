import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.measures.texts.features import FeaturePlan, hashed_runs, normalised, rows_of
from heed.measures.texts.simplified import to_simplified

PLAN = FeaturePlan(16)
WRITTEN = [
    3501,
    6377,
    7807,
    10455,
    15653,
    19342,
    20581,
    25316,
    25838,
    28330,
    31158,
    34911,
    39238,
    57120,
    61061,
]


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        pytest.param("質量很差，東西壞了", "质量很差,东西坏了", id="traditional"),
        pytest.param("ＶＥＲＹ　ｇｏｏｄ！", "very good!", id="wide"),
        pytest.param("好好好好好好", "好好好", id="repeated"),
        pytest.param("等了12天", "等了345天", id="numbers"),
        pytest.param("It’s   broken", "it's broken", id="apostrophe"),
    ],
)
def test_texts_that_mean_the_same_have_the_same_features(text, alike):
    rows = rows_of([text, alike], PLAN)

    assert rows.of(0)[0].tolist() == rows.of(1)[0].tolist()
    assert rows.of(0)[1].tolist() == rows.of(1)[1].tolist()


def test_features_are_the_same_on_every_machine_and_run():
    # Written down once: another hash would make every stored model worthless.
    assert rows_of(["很慢 slow"], PLAN).columns.tolist() == list(WRITTEN)


@given(st.lists(st.text(max_size=40), max_size=6))
@settings(max_examples=40, deadline=None)
def test_a_text_has_the_same_features_in_any_company(texts):
    together = rows_of(texts, PLAN)

    for at, text in enumerate(texts):
        alone = rows_of([text], PLAN)
        np.testing.assert_array_equal(together.of(at)[0], alone.columns)
        np.testing.assert_allclose(together.of(at)[1], alone.values)


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_rows_have_length_one_or_are_empty(text):
    values = rows_of([text], PLAN).values

    assert len(values) == 0 or abs((values**2).sum() - 1) < 1e-9


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_every_run_stands_among_the_features(text):
    read = normalised(text)

    columns = {column for column, _start, _end in hashed_runs(read, PLAN)}

    assert columns <= set(rows_of([text], PLAN).columns.tolist())


def test_only_the_first_five_thousand_characters_are_read():
    assert len(normalised("ab" * 100_000)) == 5000


def test_rows_are_chosen_in_the_order_asked_for():
    rows = rows_of(["a", "b c", "", "d"], PLAN)

    chosen = rows.chosen(np.array([3, 1]))

    assert chosen.of(0)[0].tolist() == rows.of(3)[0].tolist()
    assert chosen.of(1)[0].tolist() == rows.of(1)[0].tolist()


def test_simplifying_keeps_the_length_and_what_is_simplified():
    assert to_simplified("客服態度很差abc") == "客服态度很差abc"


@pytest.mark.parametrize("given", [{"bits": 9}, {"bits": 23}, {"longest_run": 0}])
def test_a_plan_out_of_range_is_refused(given):
    with pytest.raises(ValueError, match="Expected 10 <= bits <= 22"):
        FeaturePlan(**given)
