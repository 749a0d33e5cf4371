"""The fields a question is answered by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from heed.surveys.answering.asked import AskedChoice


@dataclass(frozen=True)
class Option:
    """One radio button, check box, or entry of a list; `id` is unique on the page."""

    name: str
    value: str
    text: str
    id: str
    is_chosen: bool = False


@dataclass(frozen=True)
class Row:
    """One line that is answered by itself: by one of its options, or by what is written.

    `missing` are the options that give no value, such as “Don't know”.
    """

    id: str
    text: str
    name: str = ""
    value: str = ""
    options: tuple[Option, ...] = ()
    missing: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Group:
    """Rows that belong together, such as the two questions about one feature."""

    id: str
    text: str
    rows: tuple[Row, ...]


def written(value: object) -> str:
    """A value as it stands in a field: what somebody typed, be it valid or not."""
    return "" if value is None or isinstance(value, list | dict) else _plain(value)


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def options_of(
    choices: Sequence[AskedChoice], *, name: str, prefix: str, answer: object
) -> tuple[Option, ...]:
    """The choices as options under one name; those in the answer are chosen."""
    given = answer if isinstance(answer, list) else [answer]
    answers = {_plain(each) for each in given if each is not None}
    return tuple(
        Option(
            name, _plain(each.value), each.text, f"{prefix}-{number}", _plain(each.value) in answers
        )
        for number, each in enumerate(choices, start=1)
    )


def part_of(answer: object, *keys: str) -> object:
    """What stands in a nested answer under these keys, None where it stops before."""
    for key in keys:
        answer = answer.get(key) if isinstance(answer, Mapping) else None
    return answer
