from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.value.rules.amounts import (
    Figures,
    Written,
    marks_shown,
    minor_units,
    read_figures,
    read_number,
)
from heed.value.rules.reasons import Reason, Unusable

amounts = st.decimals(min_value=-(10**7), max_value=10**7, places=4)


@pytest.mark.parametrize(
    ("text", "mark", "number"),
    [
        pytest.param("12.50", ".", "12.50", id="point"),
        pytest.param("12,50", ",", "12.50", id="comma"),
        pytest.param("1,234.56", ".", "1234.56", id="thousands comma"),
        pytest.param("1.234,56", ",", "1234.56", id="thousands point"),
        pytest.param("1 234,5", ",", "1234.5", id="thousands space"),
        pytest.param("1\u202f234,5", ",", "1234.5", id="thousands narrow space"),
        pytest.param("1'234.50", ".", "1234.50", id="thousands apostrophe"),
        pytest.param("12,34,567.00", ".", "1234567", id="lakh"),
        pytest.param("(3.20)", ".", "-3.20", id="brackets"),
        pytest.param("3.20-", ".", "-3.20", id="minus behind"),
        pytest.param("−3.20", ".", "-3.20", id="true minus"),
        pytest.param("１２．５", ".", "12.5", id="full width"),
        pytest.param("£12.50", ".", "12.50", id="own sign"),
        pytest.param("GBP 12.50", ".", "12.50", id="own code"),
        pytest.param("1e-05", ".", "0.00001", id="scientific"),
    ],
)
def test_a_figure_is_read_exactly(text, mark, number):
    assert read_number(text, mark=mark, currency="GBP") == Decimal(number)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("nan", Reason.NOT_A_NUMBER, id="nan"),
        pytest.param("inf", Reason.NOT_A_NUMBER, id="inf"),
        pytest.param("", Reason.NOT_A_NUMBER, id="empty"),
        pytest.param("0,125", Reason.NOT_A_NUMBER, id="comma where a point is due"),
        pytest.param("1,2,3", Reason.NOT_A_NUMBER, id="groups of one"),
        pytest.param("12 apples", Reason.NOT_A_NUMBER, id="words"),
        pytest.param("€12.50", Reason.OTHER_SIGN, id="sign of another currency"),
    ],
)
def test_a_figure_that_is_not_certain_is_refused(text, reason):
    with pytest.raises(Unusable) as refused:
        read_number(text, currency="GBP")

    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("texts", "proven", "unclear"),
    [
        pytest.param(["5", "12.5"], {"."}, "", id="point"),
        pytest.param(["1.234,5"], {","}, "", id="comma behind point"),
        pytest.param(["1,234", "2,50"], {","}, "1,234", id="another figure decides"),
        pytest.param(["1,234"], set(), "1,234", id="open"),
        pytest.param(["1,234,567"], {"."}, "", id="two commas"),
        pytest.param(["1.5", "1,5"], {".", ","}, "", id="mixed"),
    ],
)
def test_the_decimal_mark_is_proven_by_the_whole_file(texts, proven, unclear):
    assert marks_shown(texts) == (proven, unclear)


@pytest.mark.parametrize(
    ("amount", "decimals", "minor"),
    [
        pytest.param("2.5", 0, 3, id="yen: half goes up"),
        pytest.param("-2.5", 0, -3, id="half goes away from zero"),
        pytest.param("1.2345", 3, 1235, id="dinar"),
        pytest.param("0.004999", 2, 0, id="below half"),
    ],
)
def test_minor_units_follow_the_currency(amount, decimals, minor):
    assert minor_units(Decimal(amount), decimals) == minor


@pytest.mark.parametrize("text", ["1e14", "1e300", "9" * 40], ids=["limit", "power", "digits"])
def test_an_amount_too_large_to_be_true_is_refused(text):
    with pytest.raises(Unusable) as refused:
        read_figures(Written(amount=text), marks={}, currency="GBP")

    assert refused.value.reason == Reason.TOO_LARGE


@given(quantity=st.integers(-(10**5), 10**5), price=amounts)
def test_quantity_times_price_is_exact(quantity, price):
    written = Written(quantity=str(quantity), unit_price=f"{price:f}")

    figures = read_figures(written, marks={}, currency="GBP")

    scaled = abs(quantity * int(price * 10**4))
    expected = (scaled + 50) // 100
    sign = -1 if quantity * price < 0 else 1
    assert figures.amount_minor == sign * expected
    assert figures.quantity == quantity


def test_the_amount_counts_before_quantity_and_price():
    written = Written(quantity="2", unit_price="10", amount="19.00", discount="1.00")

    figures = read_figures(written, marks={}, currency="GBP")

    assert figures == Figures(1900, 100, Decimal(2), "GBP")


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        pytest.param(Written(amount="5", currency="XBT"), Reason.UNKNOWN_CURRENCY, id="currency"),
        pytest.param(Written(quantity="2"), Reason.NO_AMOUNT, id="no price"),
        pytest.param(Written(amount="5", quantity="-1"), Reason.OPPOSITE_SIGNS, id="signs"),
        pytest.param(Written(amount="5", quantity="1e12"), Reason.TOO_LARGE, id="quantity"),
    ],
)
def test_a_line_whose_figures_contradict_or_lack_is_refused(written, reason):
    with pytest.raises(Unusable) as refused:
        read_figures(written, marks={}, currency="GBP")

    assert refused.value.reason == reason
