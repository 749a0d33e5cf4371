import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from heed.value.importing import Outcome, import_file
from heed.value.rules.settings import ImportSettings
from tests.faults.conftest import migrated, place  # noqa: F401
from tests.moments import NOON

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
HEADER = ("customer_id", "purchased_at", "amount", "order_id", "product")


@pytest.fixture
def shared_file() -> Callable[[str], Path]:
    """A file of real data, or a skip that says so."""

    def find(name: str) -> Path:
        path = SHARED / name
        if not path.exists():
            pytest.skip(f"there is no real data at {name}")
        return path

    return find


@pytest.fixture
def written(tmp_path) -> Callable[..., Path]:
    """Write rows to a CSV file of the usual columns, or of others."""

    def write(
        *rows: Sequence[object],
        header: Sequence[str] = HEADER,
        name: str = "orders.csv",
        encoding: str = "utf-8",
        delimiter: str = ",",
    ) -> Path:
        path = tmp_path / name
        with path.open("w", newline="", encoding=encoding) as stream:
            csv.writer(stream, delimiter=delimiter).writerows([header, *rows])
        return path

    return write


@pytest.fixture
def take_in(system) -> Callable[..., Outcome]:
    """Import a file in the system's name; settings not named are those of a British shop."""

    def take(path: Path, *, now=NOON, is_dry_run: bool = False, **settings: object) -> Outcome:
        chosen = {"currency": "GBP", "time_zone": "Europe/London"} | settings
        return import_file(
            path=path,
            settings=ImportSettings(**chosen),
            actor=system,
            now=now,
            is_dry_run=is_dry_run,
        )

    return take
