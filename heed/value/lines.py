"""What an import takes from a file: plain values that need no engine to be handled."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Line(NamedTuple):
    """A usable line; `at` in UTC and `on` at the place of business, both as ISO text."""

    customer_ref: str
    order_ref: str
    line_ref: str
    occurrence: int
    product: str
    at: str
    on: str
    quantity: str | None
    amount_minor: int
    discount_minor: int
    currency: str
    country: str

    @property
    def identity(self) -> tuple[str, str, int]:
        return self.order_ref, self.line_ref, self.occurrence


class Person(NamedTuple):
    """What the file says about a customer; empty where it says nothing."""

    ref: str
    name: str
    email: str
    phone: str
    country: str
    first_at: str
    last_at: str


class StagedLines(Protocol):
    """The lines of a file, row ranges of which can be asked for again and again."""

    row_count: int

    def lines(self, since: int, until: int) -> list[Line]: ...

    def people(self, refs: Sequence[str]) -> list[Person]: ...

    def customer_refs(self) -> list[str]: ...
