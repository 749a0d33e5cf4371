"""Rows as an XLSX workbook, as far as an XLSForm needs it: texts in sheets, nothing else."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
RELATIONS_TYPE = "vnd.openxmlformats-package.relationships+xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
# What XML cannot hold.
UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

Rows = Sequence[Mapping[str, str]]


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """The bytes of a workbook; the columns of a sheet are the keys of all its rows."""
    names = list(sheets)
    parts = {
        "[Content_Types].xml": _content_types(len(names)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _book(names),
        "xl/_rels/workbook.xml.rels": _relations(
            [("worksheet", f"worksheets/sheet{number}.xml") for number, _ in enumerate(names, 1)]
        ),
    }
    for number, rows in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(rows)
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, text in parts.items():
            # A fixed time, so that the same rows make the same bytes.
            packed.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), HEAD + text)
    return held.getvalue()


def _content_types(count: int) -> str:
    kinds = {"/xl/workbook.xml": f"{SHEET_TYPE}.sheet.main+xml"}
    for number in range(1, count + 1):
        kinds[f"/xl/worksheets/sheet{number}.xml"] = f"{SHEET_TYPE}.worksheet+xml"
    defaults = (
        f'<Default Extension="rels" ContentType="application/{RELATIONS_TYPE}"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    overrides = "".join(
        f'<Override PartName="{path}" ContentType="{kind}"/>' for path, kind in kinds.items()
    )
    return f'<Types xmlns="{PACKAGE}/content-types">{defaults}{overrides}</Types>'


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{each}</Relationships>'


def _book(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, 1)
    )
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'


def _sheet(rows: Rows) -> str:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    table = [columns, *([row.get(key, "") for key in columns] for row in rows)]
    lines = "".join(
        f'<row r="{number}">{_cells(cells, number)}</row>' for number, cells in enumerate(table, 1)
    )
    return f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def _cells(cells: Sequence[str], row: int) -> str:
    return "".join(
        f'<c r="{_letters(place)}{row}" t="inlineStr">'
        f'<is><t xml:space="preserve">{escape(UNUSABLE.sub("", text))}</t></is></c>'
        for place, text in enumerate(cells)
        if text
    )


def _letters(place: int) -> str:
    """The name of a column: A to Z, AA, AB …."""
    name = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
