"""The numbers of a chart as a table, for who does not see it or wants them exactly."""

from collections.abc import Mapping

from heed.core.plots.values import Spec, known


def row(cells: Mapping[str, object]) -> dict[str, object]:
    """Return one row as it stands in a specification; a missing figure is None."""
    return {
        str(heading): known(value) if isinstance(value, float) else value
        for heading, value in cells.items()
    }


def rows_of(spec: Spec) -> list[dict[str, object]]:
    """Rows of the numbers drawn: the headings, in the reader's language, and their values."""
    return [dict(each) for each in spec["usermeta"]["table"]]
