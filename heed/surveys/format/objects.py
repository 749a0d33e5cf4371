"""JSON objects as frozen dataclasses, by what their fields say of themselves."""

from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from typing import Any

from django.utils.translation import gettext as _

from heed.surveys.format.codecs import Codec, Problems
from heed.surveys.format.problems import Problem


def fields_of(kind: type) -> list[Field[Any]]:
    return [each for each in fields(kind) if "key" in each.metadata]


def read_object(kind: type, value: object, path: str, problems: Problems) -> Any:
    """An object of that class; keys it does not know are refused by name."""
    if not isinstance(value, dict):
        problems.append(Problem(path, _("An object was expected.")))
        return None
    rest = {str(key): each for key, each in value.items()}
    found = {each.name: _read_field(each, rest, path, problems) for each in fields_of(kind)}
    known = ", ".join(each.metadata["key"] for each in fields_of(kind))
    for key in rest:
        message = _("“%(key)s” is not supported here; supported are %(known)s.")
        problems.append(Problem(_inside(path, key), message % {"key": key, "known": known}))
    return kind(**found)


def _inside(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _read_field(each: Field[Any], rest: dict[str, Any], path: str, problems: Problems) -> object:
    key = each.metadata["key"]
    written = next((name for name in (key, *each.metadata["also"]) if name in rest), None)
    if written is not None:
        return each.metadata["codec"].read(rest.pop(written), _inside(path, written), problems)
    if each.default is MISSING:
        message = _("“%(key)s” is missing.") % {"key": key}
        problems.append(Problem(_inside(path, key), message))
        return None
    return each.default


def write_object(value: Any) -> dict[str, object]:
    """The object as JSON, without what is left at its default."""
    return {
        each.metadata["key"]: each.metadata["codec"].write(held)
        for each in fields_of(type(value))
        if (held := getattr(value, each.name)) != each.default
    }


def object_of(kind: type) -> Codec:
    """An object of that class as part of another."""

    def read(value: object, path: str, problems: Problems) -> object:
        return read_object(kind, value, path, problems)

    return Codec(read, write_object)


def short_or(
    codec: Codec, *, long: Callable[[object], object], short: Callable[[Any], Any]
) -> Codec:
    """An object that may be written as a single value."""

    def read(value: object, path: str, problems: Problems) -> object:
        return codec.read(value if isinstance(value, dict) else long(value), path, problems)

    def write(value: object) -> object:
        written = short(value)
        return codec.write(value) if written is None else written

    return Codec(read, write)
