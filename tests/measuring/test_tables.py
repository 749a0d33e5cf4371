from math import inf, nan

import numpy as np

from heed.measures.estimates import Estimate, Flag, Method
from heed.measuring.figures import cases, number, p_value, plausible, share
from heed.measuring.objects import plain_object
from heed.measuring.tables import Table, lines_of, places

ESTIMATE = Estimate(0.5, 0.25, nan, 8, Method.WILSON, 0.95, flags=(Flag.FEW_CASES,))


def test_columns_stand_under_each_other_whatever_the_script():
    table = Table(head=("item", "n"), rows=[("回复速度", "1"), ("price", "1,000")], note="Note.")

    assert lines_of(table) == [
        "item          n",
        "回复速度      1",
        "price     1,000",
        "Note.",
    ]


def test_only_the_first_cells_are_cut_to_a_narrow_terminal():
    table = Table(head=("item", "mean"), rows=[("how quickly we answered", "5.25")])

    assert lines_of(table, width=20) == ["item            mean", "how quickly w…  5.25"]


def test_a_column_that_says_nothing_is_left_out():
    table = Table(head=("item", "to note", "n"), rows=[("price", "", "1"), ("speed", "", "2")])

    assert lines_of(table) == ["item   n", "price  1", "speed  2"]


def test_columns_that_find_no_room_follow_below():
    table = Table(head=("item", "first", "second", "third"), rows=[("price", "1", "2", "3")])

    assert lines_of(table, width=20) == [
        "item   first  second",
        "price      1       2",
        "",
        "item   third",
        "price      3",
    ]


def test_signs_that_move_the_cursor_are_not_printed():
    assert lines_of(Table(head=("a", "b"), rows=[("x\x1b[2J\n", "1")]))[1] == "x [2J   1"


def test_chinese_signs_take_two_places():
    assert (places("速度 a"), places("e\u0301")) == (6, 1)


def test_figures_are_written_for_people():
    assert [number(value) for value in (1234.5, -0.001, nan, inf)] == ["1,234.50", "0.00", "–", "–"]
    assert [share(value) for value in (0.314, nan)] == ["31%", "–"]
    assert [p_value(p) for p in (0.0001, 0.0456, 1.0)] == ["< .001", ".046", "1.000"]
    assert plausible(ESTIMATE) == "–"
    assert (
        plausible(Estimate(0.5, 0.25, 0.75, 8, Method.WILSON, 0.95), as_share=True) == "25% to 75%"
    )
    assert cases(Estimate(0.5, 0, 1, 8, Method.WILSON, 0.95, effective_n=4.0)) == "8 (worth 4)"


def test_an_estimate_becomes_an_object():
    assert plain_object({"share": ESTIMATE, ("a", "b"): np.array([1.0, nan])}) == {
        "share": {
            "value": 0.5,
            "lower": 0.25,
            "upper": None,
            "n": 8,
            "method": "wilson",
            "confidence": 0.95,
            "effective_n": 8.0,
            "flags": ["few_cases"],
        },
        "a / b": [1.0, None],
    }
