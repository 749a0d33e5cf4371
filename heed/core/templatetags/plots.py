"""Charts of analyses on a page, with the table of their numbers."""

from typing import Any

from django.utils.safestring import mark_safe

from heed.core.plots.figures import Figure, pictures_of
from heed.core.templatetags.amounts import NOTHING, spell


def plot(figure: Figure) -> dict[str, Any]:
    """Show a chart at the width there is room for, its title, its n and its numbers."""
    wide, narrow = pictures_of(figure)
    rows = figure.rows
    return {
        "title": figure.title,
        "note": figure.note,
        "wide": mark_safe(wide),  # noqa: S308 - the renderer's own SVG, its texts escaped
        "narrow": mark_safe(narrow),  # noqa: S308
        "headings": list(rows[0]) if rows else [],
        "rows": [[_cell(value) for value in row.values()] for row in rows],
    }


def _cell(value: object) -> dict[str, Any]:
    if isinstance(value, float):
        return {"text": spell(value, _decimals(value)).rstrip("0").rstrip("."), "is_number": True}
    if isinstance(value, int):
        return {"text": spell(value), "is_number": True}
    return {"text": NOTHING if value is None else value, "is_number": value is None}


def _decimals(value: float) -> int:
    """Return so many decimals that at least three figures say something."""
    return 1 if abs(value) >= 100 else 3
