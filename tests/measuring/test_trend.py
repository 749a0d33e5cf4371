import json

import pytest

ASKED = ("--value", "p", "--date", "on")


def test_a_rise_of_one_a_day_is_found_in_any_unit(measure, written):
    path = written("on,p", *(f"2026-03-{day:02},{day / 10}" for day in range(1, 29)))

    by_day = measure.json("trend", path, *ASKED, "--per", "day")["result"]
    by_week = measure.json("trend", path, *ASKED, "--per", "week")["result"]

    (item,) = by_day["items"]
    assert (by_day["first_day"], by_day["last_day"]) == ("2026-03-01", "2026-03-28")
    assert item["slope"]["value"] == pytest.approx(0.1, abs=1e-9)
    assert (item["slope"]["n"], item["tau"], item["direction"]) == (28, 1.0, "rising")
    assert by_week["items"][0]["slope"]["value"] == pytest.approx(0.7, abs=1e-9)


def test_dates_are_read_in_the_order_they_prove(measure, written):
    path = written("on,p", "01.03.2026,1", "02.03.2026,2", "31.03.2026,3", "soon,4")

    found = measure.json("trend", path, *ASKED)

    assert found["result"]["last_day"] == "2026-03-31"
    assert found["read_as"] == ["Dates left out in on, such as “soon”: 1."]


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        pytest.param(["soon,1", "later,2", "never,3"], "measure.not_dates", id="no dates"),
        pytest.param(["01/02/2026,1", "03/02/2026,2"], "dates.order_unclear", id="order"),
        pytest.param(["2026-01-01,1", "2026-01-02,2"], "measure.refused", id="two values"),
    ],
)
def test_what_has_no_trend_is_refused(measure, written, rows, error):
    code, out, _err = measure("trend", written("on,p", *rows), *ASKED, "--json")

    assert (code, json.loads(out)["error"]) == (1, error)
