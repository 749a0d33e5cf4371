import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.conftest import ROOT

FIND = ("promise", "find", "--json")


@pytest.fixture
def run(tmp_path):
    """Runs `promise find` over many lines with its output redirected by a shell."""

    def run(redirected: str) -> tuple[int, str]:
        notes = tmp_path / "notes.txt"
        notes.write_text("I'll call you tomorrow.\n" * 300, "utf-8")
        names = {name: value for name, value in os.environ.items() if not name.startswith("HEED_")}
        done = subprocess.run(
            ["bash", "-c", redirected, sys.executable, "-m", "heed.cli.main", *FIND, str(notes)],
            capture_output=True,
            check=False,
            text=True,
            env=names | {"HEED_HOME": str(tmp_path)},
            cwd=ROOT,
        )
        return done.returncode, done.stderr

    return run


def test_a_reader_who_leaves_ends_it_quietly(run):
    assert run('"$0" "$@" | head -1; exit ${PIPESTATUS[0]}') == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_full_disk_is_a_problem_of_the_output(run):
    said = "The output cannot be written: No space left on device.\n"

    assert run('"$0" "$@" > /dev/full') == (1, said)


def test_a_closed_output_is_said(run):
    said = "The output cannot be written: standard output is closed.\n"

    assert run('"$0" "$@" >&-') == (1, said)
