"""A data folder used for the first time, in commands really started."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conversations.factories import make_mail
from tests.faults.conftest import ROOT, wait_until

pytestmark = pytest.mark.sqlite_only  # it is about the data folder
RECEIVE = (sys.executable, "-m", "heed.cli.main", "mail", "receive", "--json")


def start(home: Path, **streams) -> subprocess.Popen:
    names = {name: value for name, value in os.environ.items() if not name.startswith("HEED_")}
    environment = names | {"HEED_HOME": str(home)}
    piped = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(RECEIVE, env=environment, cwd=ROOT, **piped | streams)


def test_a_first_use_that_was_killed_is_finished_by_the_next(tmp_path):
    killed = start(tmp_path)
    wait_until((tmp_path / "heed.sqlite3-wal").exists)
    time.sleep(0.3)  # some tables are there, others not
    killed.send_signal(signal.SIGKILL)
    killed.communicate()

    again = start(tmp_path)
    out, err = again.communicate(make_mail())

    assert (again.returncode, err) == (0, b"")
    assert json.loads(out)["state"] == "new"


def test_a_data_folder_that_cannot_be_made_is_named_and_the_mail_comes_again(tmp_path):
    (tmp_path / "file").touch()

    receiving = start(tmp_path / "file")
    out, err = receiving.communicate(make_mail())

    assert (receiving.returncode, out) == (75, b"")
    assert err.startswith(b"HEED_HOME is ")
    assert err.count(b"\n") == 1


def test_a_preparation_that_fails_is_told_and_the_mail_comes_again(tmp_path):
    (tmp_path / "static").touch()  # where the page files are to go

    receiving = start(tmp_path)
    out, err = receiving.communicate(make_mail())

    assert (receiving.returncode, out) == (75, b"")
    assert err.startswith(b"Heed could not be prepared: ")


def test_a_closed_standard_input_is_told_and_the_mail_comes_again(tmp_path):
    receiving = start(tmp_path, stdin=None, preexec_fn=lambda: os.close(0))
    out, err = receiving.communicate()

    assert (receiving.returncode, out) == (75, b"")
    assert b"standard input is closed" in err
