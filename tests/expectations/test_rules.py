from decimal import Decimal

import pytest

from heed.expectations.rules import reasonableness


@pytest.mark.parametrize(
    ("expected", "norm", "more_is_better", "verdict"),
    [
        pytest.param(Decimal(1), Decimal(3), False, "unreasonable", id="sooner than the norm"),
        pytest.param(Decimal(3), Decimal(3), False, "reasonable", id="the norm itself"),
        pytest.param(Decimal(4), Decimal(3), False, "reasonable", id="later than the norm"),
        pytest.param(7, Decimal("5.5"), True, "unreasonable", id="warmer than the norm"),
        pytest.param(5, Decimal("5.5"), True, "reasonable", id="less warm than the norm"),
        pytest.param(Decimal(1), None, False, "unknown", id="no norm"),
        pytest.param(None, Decimal(3), False, "unknown", id="nothing said"),
    ],
)
def test_what_is_above_the_norm_is_unreasonable_today(expected, norm, more_is_better, verdict):
    assert reasonableness(expected, norm, more_is_better=more_is_better) == verdict
