"""Every method is described, tested and has an example that runs."""

import json
import re
import shlex
from pathlib import Path

import pytest

from heed.cli.main import main
from heed.measuring.catalogue import has_plot, method_named, method_names
from heed.measuring.parsers import parser_of
from heed.measuring.report import report_of

PAGES = Path(__file__).parents[2] / "docs" / "measures"
INDEX = PAGES / "README.md"


@pytest.fixture(params=method_names())
def name(request):
    return request.param


def page_of(name: str) -> Path:
    return PAGES / f"{getattr(method_named(name), 'PAGE', name)}.md"


def test_a_method_has_a_page_that_gives_its_command(name):
    assert f"heed measure {name}" in page_of(name).read_text("utf-8")


def test_a_method_has_one_row_in_the_index(name):
    rows = re.findall(rf"^\| `{name}` \|.*\]\((.+)\) \|$", INDEX.read_text("utf-8"), re.MULTILINE)

    assert rows == [page_of(name).name]


def test_a_method_has_a_test(name):
    assert (Path(__file__).parent / f"test_{name.replace('-', '_')}.py").is_file()


def test_a_method_is_told_in_a_line(name):
    summary = str(method_named(name).SUMMARY)

    assert summary[0].islower()
    assert not summary.endswith(".")
    assert len(summary) <= 80


def test_the_example_of_a_method_runs(name, monkeypatch, capsys):
    monkeypatch.chdir(PAGES / "examples")
    command, *arguments = shlex.split(method_named(name).EXAMPLE)

    code = main(arguments)

    printed = capsys.readouterr()
    assert (command, arguments[:2], code, printed.err) == ("heed", ["measure", name], 0, "")


def test_the_example_of_a_method_gives_the_same_object_again(name, monkeypatch, capsys):
    monkeypatch.chdir(PAGES / "examples")
    _command, *arguments = shlex.split(method_named(name).EXAMPLE)

    codes = [main([*arguments, "--json"]) for _time in range(2)]

    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert codes == [0, 0]
    assert first["method"] == name
    assert first["result"]
    assert {**first, "seconds": 0} == {**second, "seconds": 0}


def test_the_chart_of_an_example_is_made_for_both_widths(name, monkeypatch):
    monkeypatch.chdir(PAGES / "examples")
    method = method_named(name)
    arguments = shlex.split(method.EXAMPLE)[3:]

    figure = report_of(name, method, parser_of(name, method).parse_args(arguments)).figure

    assert (figure is not None) == has_plot(method)
    assert figure is None or (figure.wide != figure.narrow and figure.rows)
