"""Which columns are meant: by name, by a pattern with one star, or by a range of numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from heed.measuring.refusals import (
    ColumnMissing,
    ColumnTwice,
    PatternMatchesNothing,
    SameColumnAskedTwice,
    WithoutPartner,
)

MOST_NAMED = 60
_RANGE = re.compile(r"\{(\d+)\.\.(\d+)\}")
_JOINTS = " _-.:/|－：、，（("


@dataclass(frozen=True)
class Column:
    """One column meant: its place in the file, and the part of its name where the star stood."""

    place: int
    column: str
    name: str
    star: str


def columns_meant(asked: Sequence[str], columns: Sequence[str]) -> list[Column]:
    """The columns in the order asked; those of one pattern as in the file.

    Where the star stands for numbers they are in natural order: kano2 before kano10.

    Raises ColumnMissing, ColumnTwice, PatternMatchesNothing, SameColumnAskedTwice.
    """
    found = [each for one in asked for each in _meant_by(squeezed(one), columns)]
    places = [each.place for each in found]
    for each in found:
        if places.count(each.place) > 1:
            raise SameColumnAskedTwice(column=each.column, asked=", ".join(asked))
    return found


def column_meant(asked: str, columns: Sequence[str]) -> Column:
    """The one column meant. Raises as `columns_meant`, and ColumnTwice where a pattern has more."""
    found = columns_meant([asked], columns)
    if len(found) > 1:
        raise ColumnTwice(column=asked, columns=listed([each.column for each in found]))
    return found[0]


def paired(first: list[Column], second: list[Column]) -> list[tuple[Column, Column]]:
    """Each column with its partner: by what the star stands for, by place where there is no star.

    Raises WithoutPartner.
    """
    if not all(each.star for each in (*first, *second)) or _is_ambiguous(first, second):
        if len(first) != len(second):
            longer = max(first, second, key=len)
            rest = longer[min(len(first), len(second)) :]
            raise WithoutPartner(columns=listed([each.column for each in rest]))
        return list(zip(first, second, strict=True))
    by_star = {each.star: each for each in second}
    stars = {each.star for each in first}
    alone = [each.column for each in first if each.star not in by_star]
    alone += [each.column for each in second if each.star not in stars]
    if alone:
        raise WithoutPartner(columns=listed(alone))
    return [(each, by_star[each.star]) for each in first]


def squeezed(name: str) -> str:
    """A column's name with single spaces, and none at its ends."""
    return " ".join(name.replace("\ufeff", "").split())


def natural(text: str) -> list[tuple[int, int, str]]:
    """A key that puts kano2 before kano10."""
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part.casefold())
        for part in re.split(r"(\d+)", text)
        if part
    ]


def listed(columns: Sequence[str]) -> str:
    """Names of columns in a sentence, not more than can be read."""
    shown = ", ".join(columns[:MOST_NAMED])
    return shown if len(columns) <= MOST_NAMED else f"{shown}, …"


def _is_ambiguous(first: list[Column], second: list[Column]) -> bool:
    return any(len({each.star for each in side}) < len(side) for side in (first, second))


def _meant_by(asked: str, columns: Sequence[str]) -> list[Column]:
    if asked in columns:
        return [Column(columns.index(asked), asked, asked, "")]
    span = _RANGE.search(asked)
    if span:
        return _in_range(asked, span, columns)
    if asked.count("*") == 1:
        return _like(asked, columns)
    doubles = [each for each in columns if re.fullmatch(re.escape(asked) + r" \(\d+\)", each)]
    if len(doubles) > 1:
        raise ColumnTwice(column=asked, columns=listed(doubles))
    raise ColumnMissing(column=asked, columns=listed(columns))


def _in_range(asked: str, span: re.Match[str], columns: Sequence[str]) -> list[Column]:
    before, after = asked[: span.start()], asked[span.end() :]
    if int(span[2]) < int(span[1]):
        raise PatternMatchesNothing(pattern=asked, columns=listed(columns))
    found = []
    for number in range(int(span[1]), int(span[2]) + 1):
        column = f"{before}{number}{after}"
        if column not in columns:
            raise ColumnMissing(column=column, columns=listed(columns))
        found.append(_column(column, columns, before, str(number)))
    return found


def _like(asked: str, columns: Sequence[str]) -> list[Column]:
    before, after = asked.split("*")
    length = len(before) + len(after)
    stars = [
        each[len(before) : len(each) - len(after)]
        for each in columns
        if len(each) > length and each.startswith(before) and each.endswith(after)
    ]
    if not stars:
        raise PatternMatchesNothing(pattern=asked, columns=listed(columns))
    if all(star[-1:].isdecimal() or star[:1].isdecimal() for star in stars):
        stars.sort(key=natural)
    return [_column(f"{before}{star}{after}", columns, before, star) for star in stars]


def _column(column: str, columns: Sequence[str], before: str, star: str) -> Column:
    """A number alone says nothing, so it keeps what stands before it: sq1 of 'sq*_1'."""
    name = f"{before}{star}" if star.isdecimal() else star
    return Column(columns.index(column), column, name.strip(_JOINTS) or column, star)
