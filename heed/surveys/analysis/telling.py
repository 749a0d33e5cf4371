"""What people read and see of a result: sentences, tables and pictures, as plain values."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from heed.core.plots.figures import Figure
from heed.core.plots.rendering import svg_of
from heed.measuring.catalogue import Method, has_plot
from heed.measuring.report import Report
from heed.measuring.tables import Table
from heed.surveys.analysis.labels import relabelled


def told(report: Report, labels: dict[str, str], *, is_drawn: bool = True) -> dict[str, Any]:
    """A report in the language of the moment; each group follows the whole under its name."""
    method = report.method
    found = relabelled(report.found, labels)
    blocks = [*_blocks(method, found)]
    for group in report.groups:
        name = ", ".join(labels.get(each, each) for each in group.names.values())
        blocks.append({"heading": _("%(group)s, %(rows)s answers") % {
            "group": name, "rows": f"{group.rows:,}",
        }})  # fmt: skip
        if group.refusal:
            blocks.append({"text": str(group.refusal)})
        else:
            named = relabelled(group.found, labels)
            blocks += [{"text": each} for each in method.read(named)]
            blocks += _blocks(method, named)
    figures = [method.plot(found)] if is_drawn and has_plot(method) else []
    return {
        "reading": [each for each in method.read(found) if each],
        "blocks": blocks,
        "figures": [_drawn(each) for each in figures],
    }


def _blocks(method: Method, found: Any) -> Iterator[dict[str, Any]]:
    for block in method.show(found):
        if isinstance(block, Table):
            yield {"table": _table(block)}
        elif block:
            yield {"text": block}


def _table(table: Table) -> dict[str, Any]:
    plain = asdict(table)
    return {
        "title": plain["title"],
        "head": [str(each) for each in table.head],
        "rows": [[str(each) for each in row] for row in table.rows],
        "note": plain["note"],
    }


def _drawn(figure: Figure) -> dict[str, Any]:
    rows = figure.rows
    return {
        "title": figure.title,
        "note": figure.note,
        "wide": svg_of(figure.wide, "page"),
        "narrow": svg_of(figure.narrow, "page"),
        "headings": list(rows[0]) if rows else [],
        "rows": [list(each.values()) for each in rows],
    }
