import json

import pytest

from heed.value.importing import take_in_file
from heed.value.kept_files import files_named
from heed.value.models import ImportRun, Purchase
from heed.value.operations.purchases import close_run
from heed.value.refusals import FileChanged, FolderEmpty
from heed.value.rules.settings import ImportSettings
from tests.moments import NOON
from tests.value.test_value_view import run_import

SETTINGS = ImportSettings(currency="GBP", time_zone="UTC")
HEADER = "customer_id,purchased_at,amount,product\n"


def test_a_folder_stands_for_the_files_in_it_each_once(tmp_path):
    for name in ("b.csv", "a.XLSX", ".hidden.csv", "~$a.xlsx", "notes.pdf", "more/c.csv.gz"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()

    found = files_named([tmp_path / "b.csv", tmp_path])

    assert [path.name for path in found] == ["b.csv", "a.XLSX", "c.csv.gz"]


def test_a_folder_without_files_is_refused(tmp_path):
    with pytest.raises(FolderEmpty, match=r"no file ending in \.csv"):
        files_named([tmp_path])


def test_a_file_that_is_in_is_not_read_again_until_the_figures_of_all_are_told(written, system):
    path = written(("1", "2026-02-01", "5.00", "A1", "tea"))
    first = take_in_file(path=path, settings=SETTINGS, actor=system, now=NOON)

    again = take_in_file(path=path, settings=SETTINGS, actor=system, now=NOON)

    assert again.outcome == first.outcome
    assert again.outcome.accepted == 1
    close_run(run=first.run, now=NOON)
    later = take_in_file(path=path, settings=SETTINGS, actor=system, now=NOON)
    assert (later.outcome.accepted, later.outcome.duplicates) == (0, 1)


def test_a_file_that_grows_while_it_is_read_is_refused(written, system):
    path = written(("1", "2026-02-01", "5.00", "A1", "tea"))

    class Growing(ImportSettings):
        def as_kept(self):
            with path.open("a") as stream:
                stream.write("2,2026-02-01,5.00,A2,cup\n")
            return super().as_kept()

    with pytest.raises(FileChanged):
        take_in_file(
            path=path,
            settings=Growing(currency="GBP", time_zone="UTC"),
            actor=system,
            now=NOON,
        )

    assert not ImportRun.objects.exists()
    assert not Purchase.objects.exists()


def test_a_command_takes_in_a_folder_and_says_which_file_is_none(place, tmp_path):
    folder = tmp_path / "orders"
    folder.mkdir()
    (folder / "a.csv").write_text(HEADER + "A,2026-01-10,100.00,tea\n")
    (folder / "b.csv").write_text(HEADER + "A,2026-01-10,100.00,tea\nB,2026-01-11,5.00,cup\n")
    (folder / "c.csv").write_text("")

    done = run_import(place, folder, "--json")

    assert done.returncode == 1
    assert "c.csv holds no line with column names" in done.stderr
    told = json.loads(done.stdout)
    assert [each["accepted"] for each in told["files"]] == [1, 1]
    assert told["refused"] == 1
    assert told["total"] == {
        "rows": 3,
        "accepted": 2,
        "duplicates": 1,
        "rejected": 0,
        "unmatched_returns": 0,
    }
