"""A file of customers as columns that can be compared, and what is to be said about it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heed.core.errors import DomainError
from heed.customers.duplicates.columns import FIELDS, TELLING, recognise, simplify
from heed.measuring.answer_files import read_answers
from heed.measuring.layout import AnswerTable

ENCODINGS = ("utf-8", "gb18030", "cp1252", "latin-1")
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"PK\x03\x04", b"PAR1", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")
MOST_NAMED = 5


class ColumnsMissing(DomainError):
    code = "duplicates.columns_missing"
    message = gettext_lazy(
        "No column of %(file)s was recognised that tells people apart, such as name, mail, phone, "
        "address or birth. It has the columns %(columns)s. Say which one it is, "
        "for example --map name=COLUMN."
    )


class FieldUnknown(DomainError):
    code = "duplicates.field_unknown"
    message = gettext_lazy(
        "--map names the field %(field)s, which is none. The fields are %(fields)s."
    )


class ColumnUnknown(DomainError):
    code = "duplicates.column_unknown"
    message = gettext_lazy(
        "The file has no column %(column)s. It has the columns %(columns)s. "
        "Change --map %(field)s=%(column)s."
    )


@dataclass
class CustomerRows:
    """The rows of a file: `columns` by field, `ids` as written, `numbers` as a sheet shows them."""

    table: AnswerTable
    of_fields: Mapping[str, Sequence[str]]
    ignored: Sequence[str]
    columns: dict[str, list[list[str]]]
    ids: list[str]
    warnings: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.ids)


def read_customers(
    path: Path, *, mapping: Sequence[tuple[str, str]], encoding: str, scratch: Path
) -> CustomerRows:
    """Read a file of customers. Raises refusals of files of tables, and those above."""
    mixed = _mixed(path) if path.is_file() and not encoding else {}
    table = read_answers(_in_one_encoding(path, scratch) if mixed else path, encoding=encoding)
    places = recognise(table.columns, _asked(mapping, table.columns))
    if not TELLING & places.keys():
        raise ColumnsMissing(file=path.name, columns=", ".join(table.columns))
    columns = {
        name: [[row[place].strip() for row in table.rows] for place in of]
        for name, of in places.items()
    }
    named = columns.pop("id", None)
    used = {place for of in places.values() for place in of}
    rows = CustomerRows(
        table=table,
        of_fields={name: [table.columns[place] for place in of] for name, of in places.items()},
        ignored=[name for place, name in enumerate(table.columns) if place not in used],
        columns=columns,
        ids=named[0] if named else [str(number) for number in table.numbers],
        warnings=list(table.read_as),
    )
    table.rows.clear()
    rows.warnings += _said(rows, mixed)
    return rows


def _asked(mapping: Sequence[tuple[str, str]], columns: Sequence[str]) -> dict[str, list[str]]:
    known = {simplify(column) for column in columns}
    asked: dict[str, list[str]] = {}
    for name, column in mapping:
        if name not in FIELDS:
            raise FieldUnknown(field=name, fields=", ".join(FIELDS))
        if simplify(column) not in known:
            raise ColumnUnknown(column=column, columns=", ".join(columns), field=name)
        asked.setdefault(name, []).append(column)
    return asked


def _said(rows: CustomerRows, mixed: Mapping[str, int]) -> list[str]:
    said = []
    if mixed:
        told = ", ".join(f"{name}: {count:,}" for name, count in mixed.items())
        said.append(_("The lines are written in several encodings (%(told)s).") % {"told": told})
    if rows.table.set_aside:
        what = {"rows": sum(rows.table.set_aside.values()), "reasons": rows.table.reasons()}
        said.append(_("%(rows)s rows were left out: %(reasons)s.") % what)
    if "id" not in rows.of_fields:
        said.append(_("No column of customer numbers was recognised: rows are named by number."))
    else:
        several = [each for each, count in Counter(rows.ids).items() if count > 1]
        if several:
            what = {"count": len(several), "ids": ", ".join(several[:MOST_NAMED])}
            said.append(
                _("%(count)s customer numbers stand in several rows (%(ids)s): go by the rows.")
                % what
            )
    if rows.count == 1:
        said.append(_("The file holds one row: there is nothing to compare it with."))
    fields = set(rows.columns) & TELLING
    if fields <= {"name", "given", "surname", "town", "postcode"}:
        said.append(
            _(
                "Only names and places can be compared: people of the same name in one place "
                "cannot be told apart. Add mail, phone, birth or address."
            )
        )
    return said


def _mixed(path: Path) -> dict[str, int]:
    """How many lines beyond ASCII are written in which encoding; nothing where it is one."""
    with path.open("rb") as file:
        if file.read(4).startswith(_MARKS):
            return {}
        file.seek(0)
        counts = Counter(_encoding_of(line) for line in file if not line.isascii())
    return dict(counts) if "utf-8" in counts and len(counts) > 1 else {}


def _encoding_of(line: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            line.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise ValueError(f"latin-1 reads all bytes, but not {line!r}")


def _in_one_encoding(path: Path, scratch: Path) -> Path:
    """A copy of the file in which each line is written in UTF-8."""
    copy = scratch / path.name
    with path.open("rb") as file, copy.open("wb") as out:
        for line in file:
            out.write(line.decode(_encoding_of(line)).encode())
    return copy
