"""Rows of customers as the model compares them, as one Arrow table."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

import pyarrow as pa

from heed.customers.duplicates.addresses import address_of, numbers_in, place_of
from heed.customers.duplicates.contacts import code_of, day_of, mails_of, phones_of
from heed.customers.duplicates.names import (
    Name,
    is_swapped,
    key_of_given,
    letters_of,
    name_of,
    seen_as,
    sound_of,
)

Column = Sequence[str]
Normal = TypeVar("Normal")
PLAIN: dict[str, Callable[[str], str]] = {
    "birth": day_of,
    "street": address_of,
    "number": code_of,
    "more": address_of,
    "town": place_of,
    "postcode": code_of,
    "region": place_of,
    "code": code_of,
}


def records_of(columns: Mapping[str, Sequence[Column]], *, rows: int) -> pa.Table:
    """The table to be compared: `row` (from 0) and what is known of each, null where nothing is.

    Parameters
    ----------
    columns : mapping of str to sequences of columns
        The columns of each field of `columns.FIELDS`, as text; several of mails and phones.
    rows : int
        How many rows each column has.
    """
    table: dict[str, pa.Array] = {"row": pa.array(range(rows), pa.int32())}
    table |= _names(columns, rows)
    for field, normal in PLAIN.items():
        told = columns.get(field, ())
        table[field] = _texts(map(_cached(normal), told[0])) if told else _none(rows)
    if "street" in columns and "number" not in columns:
        table["number"] = _texts(map(_cached(numbers_in), columns["street"][0]))
    for field, many in (("mail", mails_of), ("phone", phones_of)):
        lists = _lists(columns.get(field, ()), _cached(many), rows)
        table[f"{field}s"] = pa.array(lists, pa.list_(pa.string()))
        table[field] = _texts(each[0] if each else "" for each in lists)
    return pa.table(table)


def _cached(normal: Callable[[str], Normal]) -> Callable[[str], Normal]:
    known: dict[str, Normal] = {}

    def found(text: str) -> Normal:
        if text not in known:
            known[text] = normal(text)
        return known[text]

    return found


def _texts(values: Iterable[str]) -> pa.Array:
    return pa.array([value or None for value in values], pa.string())


def _none(rows: int) -> pa.Array:
    return pa.nulls(rows, pa.string())


def _lists(
    columns: Sequence[Column], normal: Callable[[str], list[str]], rows: int
) -> list[list[str]]:
    found: list[list[str]] = [[] for _row in range(rows)]
    for column in columns:
        for place, text in enumerate(column):
            if text:
                found[place] = [*found[place], *normal(text)]
    return [list(dict.fromkeys(each)) for each in found]


def _names(columns: Mapping[str, Sequence[Column]], rows: int) -> dict[str, pa.Array]:
    nothing = [""] * rows
    full, given, surname = (
        columns[field][0] if columns.get(field) else nothing
        for field in ("name", "given", "surname")
    )
    known: dict[tuple[str, str, str], Name] = {}
    names = []
    for parts in zip(full, given, surname, strict=True):
        if parts not in known:
            known[parts] = name_of(full=parts[0], given=parts[1], surname=parts[2])
        names.append(known[parts])
    as_given, as_surname = seen_as((name.given_key, name.surname_key) for name in names)
    turned = {}
    for name in set(names):
        if is_swapped(name.given_key, name.surname_key, as_given=as_given, as_surname=as_surname):
            turned[name] = Name(
                name.surname, name.given, key_of_given(name.surname),
                sound_of(name.given, is_surname=True),
            )  # fmt: skip
    names = [turned.get(name, name) for name in names]
    found = {field: _texts(getattr(name, field) for name in names) for field in Name._fields}
    found["letters"] = _texts(letters_of(name) for name in names)
    return found
