"""The rows of a Parquet file as text, its column names first. Loads DuckDB."""

from pathlib import Path

import duckdb

from heed.measuring.refusals import FileUnreadable


def rows_of(path: Path, _sheet: str) -> tuple[list[list[str]], list[str]]:
    """The rows as text, and no remark. Raises FileUnreadable."""
    try:
        with duckdb.connect() as connection:
            found = connection.read_parquet(path.as_posix())
            names = list(found.columns)
            rows = found.fetchall()
    except duckdb.Error as problem:
        raise FileUnreadable(file=path.name, problem=problem) from problem
    return [names, *([_text(value) for value in row] for row in rows)], []


def _text(value: object) -> str:
    return "" if value is None else str(value)
