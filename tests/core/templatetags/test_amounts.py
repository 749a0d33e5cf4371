import pytest
from django.utils import translation

from heed.core.templatetags.amounts import money, number, percent, spell, spell_money, true_minus

DINARS = "KWD\N{NO-BREAK SPACE}1,234.567"


@pytest.mark.parametrize(
    ("minor", "currency", "english", "chinese"),
    [
        pytest.param(129900, "EUR", "€1,299.00", "€1,299.00", id="euro"),
        pytest.param(1200000, "JPY", "¥1,200,000", "JP¥1,200,000", id="yen has no decimals"),
        pytest.param(2345600, "CNY", "CN¥23,456.00", "¥23,456.00", id="yuan"),
        pytest.param(-4550, "GBP", "−£45.50", "−£45.50", id="negative"),
        pytest.param(
            1234567,
            "KWD",
            "KWD\N{NO-BREAK SPACE}1,234.567",
            "KWD\N{NO-BREAK SPACE}1,234.567",
            id="three decimals",
        ),
    ],
)
def test_money_is_written_as_its_currency_is(minor, currency, english, chinese):
    assert spell_money(minor, currency) == english
    with translation.override("zh-hans"):
        assert spell_money(minor, currency) == chinese


def test_money_beyond_a_float_keeps_every_digit():
    assert spell_money(123456789012345678, "EUR") == "€1,234,567,890,123,456.78"


def test_a_missing_figure_is_a_dash():
    assert "–" in money(None, "EUR")
    assert "–" in number(None)
    assert percent(None) == "–"


@pytest.mark.parametrize(
    ("value", "decimals", "is_signed", "text"),
    [
        pytest.param(1234.5, 1, False, "1,234.5", id="groups"),
        pytest.param(-0.42, 2, False, "−0.42", id="true minus"),
        pytest.param(0.4, 1, True, "+0.4", id="plus of a gain"),
        pytest.param(-0.04, 1, True, "0.0", id="nothing left after rounding"),
    ],
)
def test_figures_are_spelt(value, decimals, is_signed, text):
    assert spell(value, decimals, is_signed=is_signed) == text


def test_a_share_is_said_in_percent():
    assert percent(0.923, 1) == "92.3%"


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        pytest.param("-1.96 to 15.96", "−1.96 to 15.96", id="a lower end"),
        pytest.param("-.36 至 -0.1", "−.36 至 −0.1", id="both ends"),
        pytest.param("2026-10-13", "2026-10-13", id="a day"),
        pytest.param("-", "-", id="a stroke"),
    ],
)
def test_a_printed_figure_gets_the_minus_that_people_read(printed, shown):
    assert true_minus(printed) == shown
