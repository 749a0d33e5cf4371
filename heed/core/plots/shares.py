"""Wholes cut into the same categories, one row each, to 100 %."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from heed.core.plots.canvas import EDGE_ROOM, PAPER, amounts, axis_room, chart, legend, marks, moved
from heed.core.plots.colours import fills
from heed.core.plots.lettering import text_width
from heed.core.plots.rows import Column, Rows, laid_out, row_words
from heed.core.plots.tables import row
from heed.core.plots.values import WIDE, Axis, Head, Layer, Parts, Spec
from heed.core.plots.words import say_count
from heed.core.templatetags.amounts import percent


def shares(
    head: Head,
    rows: Sequence[Parts],
    categories: Sequence[str],
    *,
    is_ordered: bool = False,
    width: int = WIDE,
) -> Spec:
    """Return one bar a row, cut by the share of each category; `is_ordered` is worst to best.

    Raises ValueError for more than 7 categories, or a row with another number of counts.
    """
    colours = fills(len(categories), is_ordered=is_ordered)
    items = [
        (name, {"shape": "square", "color": fill, "size": 130})
        for name, (fill, _on) in zip(categories, colours, strict=True)
    ]
    key, key_height = legend(items, width - 2 * EDGE_ROOM)
    axis = Axis(_("Share"), 0.0, 1.0, is_share=True)
    counts = [say_count(_n_of(each)) for each in rows]
    placed = laid_out(
        [each.label for each in rows], width, [Column("n", counts)],
        above=key_height, below=axis_room(axis, width * 0.5),
    )  # fmt: skip
    layers = [
        *moved(key, EDGE_ROOM - placed.sheet.left, -placed.sheet.above),
        *row_words(placed),
        *_bars(
            rows, colours, categories, placed, amounts("since", axis, (0, 1), placed.sheet.inner)
        ),
    ]
    about = _("Whole bars, each cut into %(count)s categories; the numbers follow as a table.")
    table = [_share_row(each, categories) for each in rows]
    return chart(head, placed.sheet, layers, table=table, about=about % {"count": len(categories)})


def _n_of(parts: Parts) -> int:
    return round(sum(parts.counts)) if parts.n is None else parts.n


def shares_of(parts: Parts) -> list[float]:
    """The share of each category, 0..1; all 0 where there is no case."""
    whole = sum(parts.counts)
    return [count / whole if whole else 0.0 for count in parts.counts]


def _share_row(parts: Parts, categories: Sequence[str]) -> dict[str, object]:
    by_name = dict(zip(categories, shares_of(parts), strict=True))
    return row({_("Row"): parts.label, **by_name, _("n"): _n_of(parts)})


def _bars(
    rows: Sequence[Parts],
    colours: Sequence[tuple[str, str]],
    categories: Sequence[str],
    placed: Rows,
    x: Layer,
) -> list[Layer]:
    pieces = []
    for index, each in enumerate(rows):
        since = 0.0
        for name, share, (fill, on) in zip(categories, shares_of(each), colours, strict=True):
            fits = text_width(percent(share)) + 4 <= share * placed.sheet.inner
            pieces.append(
                placed.at(index, {
                    "category": name, "since": since, "until": since + share, "share": share,
                    "middle": since + share / 2, "text": percent(share) if fits else "",
                    "fill": fill, "on": on,
                })
            )  # fmt: skip
            since += share
    by_fill = {"field": "fill", "type": "nominal", "scale": None}
    by_on = {"field": "on", "type": "nominal", "scale": None}
    text = {"field": "text", "type": "nominal"}
    high = 20 if len(rows) <= 12 else 18
    return [
        marks(pieces, "bar", {"x": x, "x2": {"field": "until"}, "y": placed.y, "color": by_fill},
              height=high, orient="horizontal", stroke=PAPER, strokeWidth=1),
        marks(pieces, "text", {"x": x | {"field": "middle"}, "y": placed.y, "text": text,
                               "color": by_on}, baseline="middle"),
    ]  # fmt: skip
