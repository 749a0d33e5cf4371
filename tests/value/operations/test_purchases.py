from dataclasses import dataclass, field

import pytest

from heed.value.lines import Line, Person
from heed.value.models import ImportRun, Purchase
from heed.value.operations.purchases import BATCH, import_purchases
from heed.value.rules.settings import ImportSettings
from tests.moments import NOON

SETTINGS = ImportSettings(currency="GBP", time_zone="UTC")


def line(row):
    return Line(
        "17850", f"A{row}", "1", 1, "tea", "2026-02-01 10:00:00", "2026-02-01",
        "1.000", 500, 0, "GBP", "",
    )  # fmt: skip


@dataclass
class Staged:
    """A file of three batches with one usable line each; reading on from `breaks_at` fails."""

    breaks_at: int = 10**9
    row_count: int = 3 * BATCH
    asked: list[int] = field(default_factory=list)

    def lines(self, since, until):
        if since >= self.breaks_at:
            raise KeyboardInterrupt
        self.asked.append(since)
        return [line(since + 1)]

    def people(self, refs):
        at = "2026-02-01 10:00:00"
        return [Person(ref, "", "", "", "", at, at) for ref in refs]

    def customer_refs(self):
        return ["17850"]


def take_in(staged, actor, advance=lambda rows: None, digest="d" * 64):
    return import_purchases(
        staged=staged,
        digest=digest,
        file_name="orders.csv",
        settings=SETTINGS,
        actor=actor,
        now=NOON,
        advance=advance,
    )


def test_a_stopped_import_goes_on_where_it_was(system):
    with pytest.raises(KeyboardInterrupt):
        take_in(Staged(breaks_at=BATCH), system)
    stopped = ImportRun.objects.get()
    assert (stopped.next_row, stopped.accepted, Purchase.objects.count()) == (BATCH, 1, 1)
    rest = Staged()
    advanced = []

    run = take_in(rest, system, advanced.append)

    assert rest.asked == [BATCH, 2 * BATCH]
    assert advanced == [BATCH, BATCH, BATCH]
    assert (run.rows, run.accepted, run.duplicates, run.rejected) == (
        3 * BATCH, 3, 0, 3 * BATCH - 3,
    )  # fmt: skip
    assert ImportRun.objects.get().state == ImportRun.State.DONE


def test_a_file_of_other_content_begins_a_run_of_its_own(system):
    with pytest.raises(KeyboardInterrupt):
        take_in(Staged(breaks_at=BATCH), system)

    run = take_in(Staged(), system, digest="e" * 64)

    assert (run.accepted, run.duplicates) == (2, 1)
    assert ImportRun.objects.filter(state=ImportRun.State.RUNNING).count() == 1
