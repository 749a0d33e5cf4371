import json
from datetime import date, timedelta

import pytest

from tests.measuring.readings import said, table_of

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


def test_a_rise_is_said_with_its_size():
    table = table_of(
        "v,on", [(f"{1 + d * 0.2 + d % 2 * 0.1:.1f},2026-01-{d:02d}", 1) for d in range(1, 29)]
    )

    sentences = said(table, "trend --value v --date on --per day")

    assert sentences == [
        "“v” rises by 0.200 points per day (plausibly between +0.200 and +0.200; 28 answers).",
        "These are few answers (28): take this as an indication, not as a finding.",
    ]


def test_what_neither_rises_nor_falls_is_left_undecided():
    table = table_of("v,on", [(f"{d % 3},2026-01-{d:02d}", 1) for d in range(1, 29)])

    sentences = said(table, "trend --value v --date on --per week")

    assert sentences == [
        "No rise or fall of “v” can be seen in 28 answers.",
        "These are few answers (28): take this as an indication, not as a finding.",
    ]


def weeks_of(*means):
    """Six answers a week around each of these means."""
    first = date(2026, 1, 1)
    return [
        (f"{mean + step},{first + timedelta(days=7 * week + day)}", 1)
        for week, mean in enumerate(means)
        for day, step in enumerate((-1, 0, 1, -1, 0, 1))
    ]


def test_a_week_beyond_what_chance_explains_is_told():
    table = table_of("v,on", weeks_of(5, 5, 5, 5, 2, 5, 5, 5))

    sentences = said(table, "trend --value v --date on --per week")

    assert sentences[1] == (
        "29 Jan 2026 to 4 Feb 2026: the mean of “v” was 2.00 (n = 6), below what chance explains. "
        "Something may have changed then."
    )


def test_where_chance_explains_all_that_is_said():
    table = table_of("v,on", weeks_of(5, 5, 6, 5, 5, 5))

    assert said(table, "trend --value v --date on --per week")[1] == (
        "All means of “v” lie within the limits of chance."
    )


def test_the_unit_that_shows_some_answers_each_is_chosen(measure, written):
    rows = [
        f"{on},{answer}" for text, _n in weeks_of(*[5] * 12) for answer, on in [text.split(",")]
    ]

    found = measure.json("trend", written("on,p", *rows), *ASKED)["result"]

    assert (found["per"], len(found["stretches"])) == ("week", 12)
    assert found["centre"] == 5
    limits = found["stretches"][0]["limits"]
    assert limits["upper"] == pytest.approx(5 + 3 * 0.894427 / 6**0.5, abs=1e-5)
