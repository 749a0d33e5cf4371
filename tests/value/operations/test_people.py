import pytest

from heed.core.models import Event
from heed.customers.models import Customer
from heed.value.models import ImportRun
from heed.value.operations.people import Cells, import_customers
from heed.value.rules.settings import ImportSettings
from tests.moments import NOON

SETTINGS = ImportSettings(currency="GBP", time_zone="UTC", source="crm")


class File:
    """Two batches; stopped before the second where it breaks."""

    row_count = 2

    def __init__(self, *, breaks: bool = False) -> None:
        self.breaks = breaks
        self.asked = []

    def rows(self, since):
        self.asked.append(since)
        batches = [Cells(row, is_ragged=False, said={"reference": f"{row}"}) for row in (1, 2)]
        for each in batches[since:]:
            if self.breaks and each.row == 2:
                raise KeyboardInterrupt
            yield [each]


def take_in(file, actor):
    return import_customers(
        file=file,
        digest="d" * 64,
        file_name="crm.csv",
        settings=SETTINGS,
        actor=actor,
        now=NOON,
        advance=lambda rows: None,
    )


def test_a_stopped_import_goes_on_where_it_was(system):
    with pytest.raises(KeyboardInterrupt):
        take_in(File(breaks=True), system)
    stopped = ImportRun.objects.get()
    assert (stopped.next_row, stopped.customers, stopped.state) == (1, 1, "running")
    rest = File()

    run = take_in(rest, system)

    assert rest.asked == [1]
    assert (run.pk, run.rows, run.customers, run.state) == (stopped.pk, 2, 2, "done")
    assert Customer.objects.count() == 2
    assert Event.objects.filter(type="value.PeopleImported").count() == 1
