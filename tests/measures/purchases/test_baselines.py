import numpy as np
import pytest

from heed.measures.purchases.baselines import baselines


def test_rules_of_thumb_predict_by_hand():
    found = baselines(
        [0, 4, 4, 0], [0, 32, 16, 0], [40, 40, 40, 0], length=20, last_window=[1, 2, 0, 1]
    )

    assert list(found) == ["zero", "pooled_mean", "own_rate", "last_window", "rate_if_recent"]
    assert found["zero"].tolist() == [0, 0, 0, 0]
    np.testing.assert_allclose(found["pooled_mean"], 8 / 120 * 20)
    assert found["own_rate"].tolist() == [0, 2, 2, 0]
    assert found["last_window"].tolist() == [1, 2, 0, 1]
    # The second is 8 weeks away with gaps of 8, the third 24 weeks with gaps of 4.
    assert found["rate_if_recent"].tolist() == [0, 2, 0, 0]


def test_without_a_last_window_there_is_no_such_rule():
    assert "last_window" not in baselines([1], [3], [9], length=4)


def test_customers_of_today_have_no_rate():
    found = baselines([0, 0], [0, 0], [0, 0], length=4)

    assert found["pooled_mean"].tolist() == found["own_rate"].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        pytest.param({"length": 0}, "above 0, got 0", id="no time"),
        pytest.param({"length": 4, "last_window": [1, 2]}, "of 1 customers, got 2", id="too many"),
        pytest.param({"length": 4, "last_window": [-1]}, "at least 0", id="below zero"),
    ],
)
def test_what_has_no_prediction_is_refused(asked, message):
    with pytest.raises(ValueError, match=message):
        baselines([1], [3], [9], **asked)
