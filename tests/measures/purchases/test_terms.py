from datetime import date, timedelta

import numpy as np
import pytest

from heed.measures.purchases.terms import Terms, month_later


def terms(**asked):
    usual = {
        "as_of": date(2026, 1, 31),
        "months": 12,
        "yearly_discount": 0.1,
        "margin": 0.3,
        "currency": "EUR",
    }
    return Terms(**(usual | asked))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        pytest.param(date(2026, 1, 31), 1, date(2026, 2, 28), id="short month"),
        pytest.param(date(2028, 1, 31), 1, date(2028, 2, 29), id="leap year"),
        pytest.param(date(2026, 1, 31), 2, date(2026, 3, 31), id="not shifted by February"),
        pytest.param(date(2028, 2, 29), 12, date(2029, 2, 28), id="a year after a leap day"),
        pytest.param(date(2026, 11, 15), 26, date(2029, 1, 15), id="over years"),
        pytest.param(date(2026, 11, 15), 0, date(2026, 11, 15), id="none"),
    ],
)
def test_months_end_as_the_calendar_has_them(day, months, expected):
    assert month_later(day, months) == expected


def test_real_days_are_counted():
    found = terms(as_of=date(2027, 12, 31), months=3)

    assert found.ends == (date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31))
    np.testing.assert_allclose(found.times * 7, [31, 60, 91])
    middle = np.array([15.5, 45.5, 75.5])
    np.testing.assert_allclose(found.discounts, 1.1 ** (-middle / 365.25))


def test_twelve_months_are_a_year():
    found = terms(as_of=date(2026, 6, 30), unit_days=1)

    assert found.ends[-1] - found.as_of == timedelta(days=365)
    assert found.times[-1] == 365


def test_weights_sum_by_months():
    found = terms(months=4)
    expected = np.array([1.0, 1.7, 2.1, 2.2])

    by_month = np.diff(expected, prepend=0.0) @ found.discounts

    assert expected @ found.weights == pytest.approx(by_month)


@pytest.mark.parametrize("yearly_discount", [0.01, 0.1, 0.5])
def test_weights_of_all_time_integrate_what_can_be_integrated(yearly_discount):
    # Of d exp(-d t) times c t, c (1 - exp(-t / s)) and c t / (s + t) for small s.
    found = terms(months=None, yearly_discount=yearly_discount)
    d = np.log1p(yearly_discount) * 7 / 365.25

    linear = (3 * found.times) @ found.weights
    leaving = (1 - np.exp(-found.times / 8)) @ found.weights

    assert linear == pytest.approx(3 / d, rel=1e-9)
    assert leaving == pytest.approx(1 / (1 + 8 * d), rel=1e-9)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        pytest.param({"months": 0}, "1 to 1200 months.* got 0", id="no months"),
        pytest.param({"yearly_discount": -0.1}, "at least 0, such as 0.1.* got -0.1", id="gain"),
        pytest.param({"yearly_discount": np.nan}, "got nan", id="unknown discount"),
        pytest.param({"months": None, "yearly_discount": 0}, "sum would be infinite", id="endless"),
        pytest.param({"margin": 1.2}, "margin above 0 and at most 1, got 1.2", id="margin"),
        pytest.param({"currency": "euro"}, "three capitals, such as EUR, got 'euro'", id="money"),
        pytest.param({"unit_days": 0}, "more than 0 days, got 0", id="unit"),
    ],
)
def test_terms_that_make_no_sense_are_refused(asked, message):
    with pytest.raises(ValueError, match=message):
        terms(**asked)


def test_the_end_of_the_calendar_is_told():
    with pytest.raises(OverflowError, match="before the year 10000"):
        month_later(date(9999, 6, 1), 7)
