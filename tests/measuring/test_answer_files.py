import gzip

import duckdb
import openpyxl
import pytest

from heed.measuring.answer_files import read_answers
from heed.measuring.refusals import (
    CharactersUnknown,
    FileEmpty,
    FileMissing,
    FileOfOtherKind,
    FileUnreadable,
    NoRows,
    QuoteLeftOpen,
    SheetUnknown,
)

ROWS = [["1", "5", "北京"], ["2", "6", "上海"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_of_any_delimiter_and_encoding_is_read(written, delimiter, encoding):
    lines = [delimiter.join(row) for row in (["id", "答案", "城市"], *ROWS)]

    table = read_answers(written(*lines, encoding=encoding))

    assert (table.columns, table.rows) == (("id", "答案", "城市"), ROWS)


def test_an_encoding_that_is_not_plain_is_said(written):
    table = read_answers(written("编号,城市", "1,北京", encoding="gb18030"))

    assert table.read_as == ["The text is read as gb18030."]


def test_a_packed_file_is_read(tmp_path):
    path = tmp_path / "answers.csv.gz"
    path.write_bytes(gzip.compress(b"id,p\n1,5\n"))

    assert read_answers(path).rows == [["1", "5"]]


def test_parquet_is_read(tmp_path):
    path = tmp_path / "answers.parquet"
    duckdb.sql(
        "select 1 as id, 5.5 as p, null as g union all select 2, 6, 'x' order by id"
    ).write_parquet(str(path))

    table = read_answers(path)

    assert table.columns == ("id", "p", "g")
    assert table.rows == [["1", "5.5", ""], ["2", "6.0", "x"]]


@pytest.fixture
def workbook(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "About"
    book.active.append(["Who answered, and when"])
    answers = book.create_sheet("Answers")
    answers.append(["Survey 2026"])
    answers.append([])
    answers.append(["id", "p", "why"])
    answers.append([1, 5.0, "=1+1"])
    answers.append([2, 5.5, None])
    path = tmp_path / "answers.xlsx"
    book.save(path)
    return path


def test_the_longest_sheet_of_a_workbook_is_read_and_said(workbook):
    table = read_answers(workbook)

    assert table.columns == ("id", "p", "why")
    assert table.rows == [["1", "5", ""], ["2", "5.5", ""]]
    assert table.numbers == [4, 5]
    assert table.read_as == [
        "Of 2 sheets the longest is read, Answers; name another one with --sheet.",
        "The column names stand in row 3; what is above them is left out.",
    ]


def test_a_sheet_that_is_not_there_is_refused(workbook):
    with pytest.raises(SheetUnknown, match="no sheet Other"):
        read_answers(workbook, sheet="Other")


def test_rows_that_are_no_answers_are_set_aside_by_reason(written):
    path = written(
        "Export of the survey, March 2026",
        "Made by: Mei",
        "",
        "id,p,e,e",
        "1,5,4,4",
        "id,p,e,e",
        "2,5",
        "3,5,4,4,9",
        "",
        "4,6,5,5,",
        "Total,11,9,9",
        "Source: own survey,,,",
    )

    table = read_answers(path)

    assert table.columns == ("id", "p", "e (1)", "e (2)")
    assert table.rows == [["1", "5", "4", "4"], ["4", "6", "5", "5"]]
    assert table.numbers == [5, 10]
    assert table.set_aside == {
        "repeated_header": 1,
        "wrong_width": 2,
        "empty_row": 1,
        "total_row": 1,
        "note": 1,
    }
    assert table.set_aside_rows[0] == {"row": 6, "reason": "repeated_header"}
    assert table.total == len(table.rows) + table.set_aside.total()


def test_an_n_for_no_at_the_end_is_an_answer_and_no_count(written):
    path = written("complained,overall", "y,3", "n,4", "y,2", "n,5", "n,5")

    table = read_answers(path)

    assert table.rows[-1] == ["n", "5"]
    assert not table.set_aside


def test_the_second_header_of_an_export_is_set_aside(written):
    path = written(
        "Q1,Q2",
        'How was it?,"And then?"',
        '"{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"',
        "5,4",
    )

    table = read_answers(path)

    assert (table.rows, table.set_aside) == ([["5", "4"]], {"export_line": 2})


def test_cells_with_delimiters_and_line_breaks_stay_whole(written):
    path = written("id,why,p", '1,"slow; dear, and\nrude",3', '2,"a;b",4')

    table = read_answers(path)

    assert table.rows == [["1", "slow; dear, and\nrude", "3"], ["2", "a;b", "4"]]


def test_an_identifier_of_a_case_that_answered_nothing_is_no_note(written):
    table = read_answers(written("id,a,b", "R 1,5,4", "R_2,,"))

    assert table.rows == [["R 1", "5", "4"], ["R_2", "", ""]]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        pytest.param(b"", FileEmpty, id="empty"),
        pytest.param(b"\n\n , ,\n", FileEmpty, id="only blanks"),
        pytest.param(b"a,b\n", NoRows, id="only names"),
        pytest.param(b"\0\1\2\3" * 50, FileOfOtherKind, id="no text"),
        pytest.param(b"\xd0\xcf\x11\xe0" + b"0" * 50, FileOfOtherKind, id="old Excel"),
        pytest.param(b"PK\x03\x04" + b"0" * 50, FileUnreadable, id="broken archive"),
        pytest.param(b"PAR1" + b"0" * 50, FileUnreadable, id="broken Parquet"),
        pytest.param(b"\x1f\x8b" + b"0" * 50, FileUnreadable, id="broken gzip"),
        pytest.param(b'a,b\n1,"2\n3,4\n5,6\n', QuoteLeftOpen, id="quote never closed"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, content, refusal):
    path = tmp_path / "answers"
    path.write_bytes(content)

    with pytest.raises(refusal):
        read_answers(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileMissing, match="There is no file"):
        read_answers(tmp_path / "none.csv")


def test_an_encoding_that_does_not_fit_is_refused(written):
    with pytest.raises(CharactersUnknown, match="not written in ascii"):
        read_answers(written("答案", "5"), encoding="ascii")


def test_rows_swallowed_by_quotes_are_said(written):
    table = read_answers(written("id,p,e", '"1,5,4', '2",6,4', "3,5,5"))

    assert table.read_as == ["In row 2 a cell holds what looks like whole rows: check its quotes."]


def test_names_of_rows_without_a_column_name_are_found(written):
    table = read_answers(written('"p","e"', '"1",5,4', '"2",6,4'))

    assert (table.columns, table.rows[0]) == (("(row)", "p", "e"), ["1", "5", "4"])
    assert table.read_as == ["The first column has no name; the others are moved one to the right."]
