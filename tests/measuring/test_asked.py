import pytest

from heed.measuring.asked import column_meant, columns_meant, paired
from heed.measuring.refusals import (
    ColumnMissing,
    ColumnTwice,
    PatternMatchesNothing,
    SameColumnAskedTwice,
    WithoutPartner,
)

COLUMNS = ("id", "kano10_1", "kano2_1", "kano2_2", "kano10_2", "Q: speed", "Q: price", "x (1)")
COLUMNS += ("x (2)", "was speed", "was price")


def found(*asked):
    return [each.column for each in columns_meant(asked, COLUMNS)]


def test_a_pattern_gives_its_columns_in_natural_order():
    assert found("kano*_1") == ["kano2_1", "kano10_1"]


def test_a_number_keeps_what_stands_before_it_and_a_word_stands_alone():
    columns = columns_meant(["kano*_1", "Q: *", "id"], COLUMNS)

    assert [each.name for each in columns] == ["kano2", "kano10", "speed", "price", "id"]
    assert [each.star for each in columns] == ["2", "10", "speed", "price", ""]


def test_a_range_gives_the_columns_it_counts():
    columns = ["q1", "q2", "q3", "q10"]

    assert [each.column for each in columns_meant(["q{1..3}"], columns)] == ["q1", "q2", "q3"]


def test_spaces_in_a_name_are_squeezed():
    assert found("  Q:  speed ") == ["Q: speed"]


@pytest.mark.parametrize(
    ("asked", "refusal", "said"),
    [
        pytest.param(["nothing"], ColumnMissing, "It has the columns id, kano10_1", id="name"),
        pytest.param(["z*"], PatternMatchesNothing, "like z*. It has the columns", id="pattern"),
        pytest.param(["kano{2..3}_1"], ColumnMissing, "no column kano3_1", id="range"),
        pytest.param(["kano{3..2}_1"], PatternMatchesNothing, "kano{3..2}_1", id="range backwards"),
        pytest.param(["x"], ColumnTwice, "x (1), x (2)", id="name that stands twice"),
        pytest.param(["id", "id"], SameColumnAskedTwice, "id, id", id="asked twice"),
        pytest.param(["kano*_1", "kano2_1"], SameColumnAskedTwice, "kano2_1", id="overlap"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_there_is(asked, refusal, said):
    with pytest.raises(refusal) as caught:
        columns_meant(asked, COLUMNS)

    assert said in str(caught.value)


def test_one_column_is_not_several():
    with pytest.raises(ColumnTwice, match="kano2_1, kano10_1"):
        column_meant("kano*_1", COLUMNS)


@pytest.mark.parametrize(
    ("first", "second", "pairs"),
    [
        pytest.param(
            ["kano*_1"],
            ["kano*_2"],
            [("kano2_1", "kano2_2"), ("kano10_1", "kano10_2")],
            id="by the star",
        ),
        pytest.param(
            ["Q: *"],
            ["was *"],
            [("Q: speed", "was speed"), ("Q: price", "was price")],
            id="by a word",
        ),
        pytest.param(
            ["kano10_1", "kano2_1"],
            ["kano10_2", "kano2_2"],
            [("kano10_1", "kano10_2"), ("kano2_1", "kano2_2")],
            id="by place",
        ),
    ],
)
def test_two_lists_are_paired(first, second, pairs):
    found = paired(columns_meant(first, COLUMNS), columns_meant(second, COLUMNS))

    assert [(left.column, right.column) for left, right in found] == pairs


@pytest.mark.parametrize(
    ("first", "second", "alone"),
    [
        pytest.param(["kano*_1"], ["kano2*"], "kano2_1, kano10_1, kano2_1, kano2_2", id="stars"),
        pytest.param(["id", "kano2_1"], ["kano2_2"], "kano2_1", id="places"),
    ],
)
def test_a_column_without_partner_is_refused(first, second, alone):
    with pytest.raises(WithoutPartner, match=f": {alone}. Name two lists"):
        paired(columns_meant(first, COLUMNS), columns_meant(second, COLUMNS))
