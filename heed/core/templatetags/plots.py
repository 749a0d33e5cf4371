"""Charts of analyses on a page, with the table of their numbers."""

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import mark_safe

from heed.core.plots.figures import Figure, pictures_of
from heed.core.templatetags.amounts import NOTHING, spell


def plot(figure: Figure) -> dict[str, Any]:
    """Show a chart at the width there is room for, its title, its n and its numbers."""
    wide, narrow = pictures_of(figure)
    rows = figure.rows
    headings = list(rows[0]) if rows else []
    return {
        "title": figure.title,
        "note": figure.note,
        "wide": mark_safe(wide),  # noqa: S308 - the renderer's own SVG, its texts escaped
        "narrow": mark_safe(narrow),  # noqa: S308
        "headings": headings,
        "rows": cells_of([[row[heading] for heading in headings] for row in rows]),
    }


def cells_of(rows: Sequence[Sequence[object]]) -> list[tuple[dict[str, Any], ...]]:
    """Return the cells of a chart's numbers, row by row, each column with its decimals."""
    columns = [_cells(column) for column in zip(*rows, strict=True)]
    return list(zip(*columns, strict=True))


def _cells(values: Sequence[object]) -> list[dict[str, Any]]:
    """Return one column of the table; its figures have the same decimals, three at most."""
    figures = [value for value in values if isinstance(value, float)]
    decimals = max((_decimals(value) for value in figures), default=0)
    return [_cell(value, decimals) for value in values]


def _cell(value: object, decimals: int) -> dict[str, Any]:
    if isinstance(value, float):
        return {"text": spell(value, decimals), "is_number": True}
    if isinstance(value, int):
        return {"text": spell(value), "is_number": True}
    return {"text": NOTHING if value is None else value, "is_number": value is None}


def _decimals(value: float) -> int:
    """Return how many decimals a figure has, as far as they say something."""
    most = 1 if abs(value) >= 100 else 3
    whole = round(value, most)
    return next(count for count in range(most + 1) if round(whole, count) == whole)
