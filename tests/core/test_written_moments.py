from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from heed.core.written_moments import (
    InFuture,
    Moment,
    NotAMoment,
    Orders,
    orders_shown,
    read_moment,
)

BERLIN = ZoneInfo("Europe/Berlin")
LATEST = datetime(2026, 3, 3, tzinfo=UTC)


def moment_of(text, order="dmy", place=BERLIN):
    return read_moment(text, order=order, place=place, latest=LATEST)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        pytest.param("2024-03-05 14:20", "", id="iso"),
        pytest.param("2024-03-05T14:20:00.000", "", id="iso with T"),
        pytest.param("2024/3/5 14:20", "", id="slashes"),
        pytest.param("2024年3月5日 14:20", "", id="Chinese"),
        pytest.param("2024年3月5日 下午 2:20", "", id="Chinese afternoon"),
        pytest.param("20240305T142000", "", id="compact"),
        pytest.param("05/03/2024 14:20", "dmy", id="day first"),
        pytest.param("3/5/2024 2:20 PM", "mdy", id="month first"),
        pytest.param("05.03.24 14:20", "dmy", id="short year"),
        pytest.param("5 Mar 2024 14:20", "", id="month named"),
        pytest.param("March 5, 2024 2:20 pm", "", id="month named first"),
        pytest.param("2024-03-05T13:20:00Z", "", id="in UTC"),
        pytest.param("2024-03-05 21:20:00+08:00", "", id="with an offset"),
    ],
)
def test_a_moment_is_read_in_many_forms(text, order):
    expected = datetime(2024, 3, 5, 13, 20, tzinfo=UTC)

    assert moment_of(text, order) == Moment(at=expected, on=date(2024, 3, 5))


def test_the_business_day_is_that_of_the_place():
    shanghai = ZoneInfo("Asia/Shanghai")

    assert moment_of("2024-03-05T17:00:00Z", place=shanghai).on == date(2024, 3, 6)
    assert moment_of("2024-03-05", place=shanghai).at == datetime(2024, 3, 4, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("2023-02-29", NotAMoment, id="no leap year"),
        pytest.param("2024-03-05 25:00", NotAMoment, id="hour"),
        pytest.param("13/13/2024", NotAMoment, id="no such month"),
        pytest.param("yesterday", NotAMoment, id="words"),
        pytest.param("1024-03-05", NotAMoment, id="a thousand years off"),
        pytest.param("2204-03-05", InFuture, id="future"),
    ],
)
def test_an_impossible_date_is_refused(text, reason):
    with pytest.raises(NotAMoment) as refused:
        moment_of(text)

    assert type(refused.value) is reason


@pytest.mark.parametrize(
    ("texts", "orders"),
    [
        pytest.param(["31/1/2024", "1/2/2024"], Orders(frozenset({"dmy"}), "1/2/2024"), id="day"),
        pytest.param(["1/31/2024"], Orders(frozenset({"mdy"})), id="month"),
        pytest.param(["2/2/2024", "2024-05-06"], Orders(frozenset()), id="either way the same"),
        pytest.param(["1/2/2024"], Orders(frozenset(), "1/2/2024"), id="open"),
        pytest.param(["1/31/2024", "31/1/2024"], Orders(frozenset({"dmy", "mdy"})), id="mixed"),
        pytest.param(["1/2/24"], Orders(frozenset(), "", "1/2/24"), id="two digits"),
    ],
)
def test_the_order_of_day_and_month_is_proven_by_the_whole_file(texts, orders):
    assert orders_shown(texts) == orders
