from heed.core.plots.values import NARROW, WIDE
from heed.measuring.catalogue import method_named
from heed.measuring.layout import AnswerTable
from heed.measuring.parsers import options_of
from heed.measuring.report import Report, as_object, measured


def made(*rows: list[str]) -> AnswerTable:
    numbers = list(range(2, 2 + len(rows)))
    return AnswerTable("survey-7.csv", ("id", "p", "e"), list(rows), numbers, len(rows))


def gaps(table: AnswerTable, *more: str) -> Report:
    method = method_named("gap")
    options = options_of("gap", method, ["--perceived", "p", "--expected", "e", *more])
    return measured("gap", method, table, options)


def test_a_table_in_memory_is_measured_as_a_file_is():
    table = made(["1", "5", "4"], ["2", "6", "4"], ["3", "", "4"])

    report = gaps(table)

    assert report.found.items[0].gap.value == 1.5
    assert as_object(report)["rows_used"] == 3


def test_rows_set_aside_stay_in_the_table_itself():
    table = made(["1", "5", "4"], ["1", "6", "4"], ["", "7", "4"])

    first = as_object(gaps(table, "--case", "id"))
    second = as_object(gaps(table, "--case", "id"))

    assert first["set_aside"] == second["set_aside"] == {"repeated_case": 1, "no_case": 1}
    assert (len(table.rows), table.numbers, not table.set_aside) == (3, [2, 3, 4], True)


def test_the_chart_is_there_for_both_widths():
    report = gaps(made(["1", "5", "4"], ["2", "6", "4"]))

    assert report.figure is not None
    assert report.figure.wide["width"] != report.figure.narrow["width"]
    assert WIDE > NARROW


def test_a_method_without_a_chart_has_no_figure():
    method = method_named("sample-size")
    options = options_of("sample-size", method, ["--of", "p", "--half-width", "0.5"])

    report = measured("sample-size", method, made(["1", "5", "4"], ["2", "6", "4"]), options)

    assert report.figure is None
