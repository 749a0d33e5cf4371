"""The methods there are: one module each in `methods`."""

import argparse
import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TypeGuard, cast

from django.utils.functional import Promise

from heed.core.plots.figures import Figure
from heed.measuring import methods
from heed.measuring.answers import Answers
from heed.measuring.people import People
from heed.measuring.tables import Table


class Method(Protocol):
    """What a module in `methods` offers; `plot`, `PEOPLE`, `SEVERAL_ROWS_A_CASE` where it has them.

    `measure` is given the answers of all, then those of each group. What it returns is said to
    people in a few sentences by `read`, shown to them with all figures by `show`, drawn by
    `plot`, and told to programs as `objects.plain_object` makes it.
    """

    SUMMARY: str | Promise
    EXAMPLE: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def measure(self, answers: Answers, options: argparse.Namespace) -> Any: ...

    def read(self, found: Any) -> Iterator[str]: ...

    def show(self, found: Any) -> Iterator[Table | str]: ...


class Drawing(Method, Protocol):
    """A method that has a chart."""

    def plot(self, found: Any) -> Figure: ...


def method_names() -> list[str]:
    """As written on the command line, in order."""
    found = pkgutil.iter_modules(methods.__path__)
    return sorted(each.name.replace("_", "-") for each in found)


def method_named(name: str) -> Method:
    module = importlib.import_module(f"{methods.__name__}.{name.replace('-', '_')}")
    return cast(Method, module)


def takes_several_rows_a_case(method: Method) -> bool:
    return bool(getattr(method, "SEVERAL_ROWS_A_CASE", False))


def people_of(method: Method) -> Sequence[People]:
    """Where its results tell how many people said something."""
    return getattr(method, "PEOPLE", ())


def has_plot(method: Method) -> TypeGuard[Drawing]:
    return hasattr(method, "plot")
