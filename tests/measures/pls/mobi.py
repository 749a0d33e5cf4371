"""Real answers: 250 users of a mobile phone network, 24 items of the European index, 1 to 10."""

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from heed.measures.pls.answers import Answers, answers_of
from heed.measures.pls.model import PathModel

MOBI = Path(__file__).parents[4] / "shared/data/measure/ecsi_mobi"
needs_mobi = pytest.mark.skipif(not MOBI.is_dir(), reason=f"The mobi answers are not in {MOBI}.")

Table = dict[tuple[str, str], float]


@cache
def columns() -> dict[str, list[float]]:
    with (MOBI / "mobi.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [float(row[name]) for row in rows] for name in rows[0]}


def answers(model: PathModel) -> Answers:
    return answers_of(columns(), model)


def table(name: str) -> Table:
    """Return the cells of a file of R by row and column."""
    with (MOBI / name).open(newline="") as file:
        return _cells(list(csv.reader(file)))


def smartpls(name: str) -> Table:
    """Return the cells of a file of SmartPLS, which writes decimal commas, by row and column."""
    text = (MOBI / "smartpls" / name).read_text("utf-8").replace(",", ".")
    lines = [line.rstrip("\t").split("\t") for line in text.splitlines() if line.strip()]
    return _cells([[cell.strip() for cell in line] for line in lines])


def _cells(lines: list[list[str]]) -> Table:
    heads = [head for head in lines[0][1:] if head]
    return {
        (line[0], head): float(cell)
        for line in lines[1:]
        for head, cell in zip(heads, line[1:], strict=False)
    }


def as_table(values: np.ndarray, rows: tuple[str, ...], heads: tuple[str, ...]) -> Table:
    """Return an array by the names of its rows and columns."""
    return {
        (row, head): float(values[at, beside])
        for at, row in enumerate(rows)
        for beside, head in enumerate(heads)
    }
