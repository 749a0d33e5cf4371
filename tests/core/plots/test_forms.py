"""The numbers of a chart are those given, in its marks and in its table."""

from dataclasses import replace
from math import nan

import pytest

from heed.core.plots.dates import instant
from heed.core.plots.dots import dots
from heed.core.plots.paths import path_diagram
from heed.core.plots.ranking import ranking
from heed.core.plots.shares import shares
from heed.core.plots.tables import rows_of
from heed.core.plots.values import Arrow, Axis, Dot, Head, Parts
from heed.measures.estimates import Estimate, Flag, Method
from tests.core.plots.samples import (
    ARROWS,
    BOXES,
    DOTS,
    FORMS,
    HEAD,
    KINDS,
    LIMITS,
    MOMENTS,
    PAIRS,
    PLACES,
    SEVEN,
    every_form,
)


@pytest.fixture(scope="module")
def forms():
    return every_form()


def data_of(spec, kind, field):
    """The values of one field in all layers of one kind of mark."""
    return [
        row[field]
        for layer in spec["layer"]
        if layer["mark"]["type"] == kind
        for row in layer["data"]["values"]
        if field in row
    ]


@pytest.mark.parametrize("form", FORMS)
def test_the_description_and_the_note_say_what_it_is_and_n(forms, form):
    assert forms[form]["description"].startswith(HEAD.title)
    assert "n = 798 · 95 % intervals" in forms[form]["description"]
    assert forms[form]["usermeta"]["note"] == "n = 798 · 95 % intervals"


def test_dots_and_their_table_hold_the_figures_given(forms):
    spec = forms["dots"]

    assert data_of(spec, "point", "value") == [4.2, 5.1, 6.4]
    assert data_of(spec, "rule", "upper") == [4.6]
    assert rows_of(spec)[0] == {
        "Row": "Time to the refund", "Value": 4.2, "Lower bound": 3.9, "Upper bound": 4.6, "n": 131,
    }  # fmt: skip
    assert rows_of(spec)[3]["Value"] is None


def test_a_dot_on_few_cases_is_hollow(forms):
    fills = data_of(forms["dots"], "point", "fill")

    assert fills == ["var(--ink)", "var(--paper)", "var(--ink)"]


def test_a_dot_takes_its_figures_from_an_estimate():
    estimate = Estimate(5.1, 4.0, 6.2, 12, Method.STUDENT_T, 0.95, flags=(Flag.FEW_CASES,))

    assert Dot.of("安装时间", estimate) == Dot("安装时间", 5.1, 4.0, 6.2, 12, is_weak=True)


def test_a_gap_is_red_or_green_only_where_its_interval_leaves_out_0(forms):
    colours = data_of(forms["pairs"], "point", "colour")

    assert colours == ["var(--broken-fill)", "var(--ink-soft)", "var(--kept-fill)"]
    assert data_of(forms["pairs"], "tick", "value") == [pair.first for pair in PAIRS[:3]]
    assert rows_of(forms["pairs"])[0]["Gap"] == -1.6


def test_shares_add_up_to_the_whole(forms):
    assert data_of(forms["shares"], "bar", "share")[:4] == [0.4, 0.3, 0.1, 0.2]
    assert data_of(forms["shares"], "bar", "until")[3] == pytest.approx(1)
    assert data_of(forms["shares"], "bar", "share")[4:] == [0, 0, 0, 0]
    assert [row["n"] for row in rows_of(forms["shares"])] == [100, 0]


def test_more_categories_than_colours_are_refused():
    with pytest.raises(ValueError, match="Expected 1 to 7 categories, got 8"):
        shares(HEAD, [Parts("x", range(8))], [str(kind) for kind in range(8)])


def test_a_row_with_another_number_of_counts_is_refused():
    with pytest.raises(ValueError, match="zip"):
        shares(HEAD, [Parts("x", (1, 2))], KINDS)


def test_a_place_without_both_figures_is_in_the_table_alone(forms):
    spec = forms["quadrants"]

    assert data_of(spec, "point", "x") == [4.2, 5.9, 4.8]
    assert data_of(spec, "point", "y") == [6.1, 5.2, 3.9]
    assert [row["Row"] for row in rows_of(spec)] == [place.label for place in PLACES]


def test_the_fair_line_is_drawn_from_its_figures(forms):
    xs, ys = (data_of(forms["value map"], "line", axis) for axis in "xy")

    assert ys == pytest.approx([1 + 0.8 * x for x in xs])


def test_a_ranking_begins_with_the_largest_and_ends_with_the_missing():
    rows = rows_of(ranking(HEAD, DOTS, Axis("Worth")))

    assert [row["Value"] for row in rows] == [6.4, 5.1, 4.2, None]
    assert [row["Rank"] for row in rows] == [1, 2, 3, 4]


def test_bars_begin_at_0_even_where_all_are_far_from_it():
    spec = ranking(HEAD, [Dot("a", 90.0), Dot("b", 95.0)], Axis("Worth"))
    bars = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "bar")

    assert bars["encoding"]["x"]["scale"]["domain"][0] == 0


def test_an_arrow_is_dashed_unless_its_interval_leaves_out_0(forms):
    lines = [layer for layer in forms["paths"]["layer"] if layer["mark"]["type"] == "line"]

    assert ["strokeDash" in line["mark"] for line in lines] == [False, False, False, True]
    assert [row["Value"] for row in rows_of(forms["paths"])] == [arrow.value for arrow in ARROWS]


def test_an_arrow_to_nowhere_is_refused():
    with pytest.raises(ValueError, match="got \\['x'\\]"):
        path_diagram(HEAD, BOXES, [Arrow("e", "x", 0.1)])


def test_a_control_chart_keeps_the_gap_of_a_missing_week(forms):
    spec = forms["control"]

    assert data_of(spec, "line", "y") == [0.8, 0.82, None, 0.6, 0.81]
    assert data_of(spec, "point", "shape") == ["circle", "circle", "diamond", "circle"]
    assert data_of(spec, "rect", "lower") == [LIMITS[0].lower]
    assert data_of(spec, "line", "at") == [instant(moment.at) for moment in MOMENTS]


def test_a_distribution_shows_shares_of_all_answers(forms):
    assert data_of(forms["distribution"], "bar", "share")[0] == pytest.approx(3 / 201)
    assert [row["n"] for row in rows_of(forms["distribution"])] == [3, 8, 20, 60, 110]


def test_a_curve_without_bounds_has_no_band(forms):
    assert data_of(forms["curves"], "area", "upper") == [1.8, 3.2, 4.8]
    assert data_of(forms["curves"], "line", "y") == [1.5, 3.0, 4.5, 1.9, 2.9, 3.8]


def test_an_axis_keeps_its_ends_and_moves_them_only_for_a_figure_beyond():
    inside = dots(HEAD, DOTS[:1], SEVEN)
    beyond = dots(HEAD, [replace(DOTS[0], value=9.0, lower=nan, upper=nan)], SEVEN)

    assert x_domain(inside) == [1, 7]
    assert x_domain(beyond)[0] == 1
    assert x_domain(beyond)[1] > 9


def x_domain(spec):
    points = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "point")
    return points["encoding"]["x"]["scale"]["domain"]


def test_nothing_to_show_is_still_a_chart():
    spec = dots(Head("Nothing yet", 0), [], SEVEN)

    assert rows_of(spec) == []
    assert "n = 0" in spec["description"]
