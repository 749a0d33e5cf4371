import json
from pathlib import Path

import pytest

from heed.cli.main import main


@pytest.fixture
def measure(capsys):
    """Runs `heed measure`; `measure.json` wants it to work and gives the object."""

    def run(method: str, path: Path, *options: str):
        code = main(["measure", method, str(path), *options])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    def as_json(method: str, path: Path, *options: str):
        code, out, err = run(method, path, *options, "--json")
        assert (code, err) == (0, "")
        return json.loads(out)

    run.json = as_json
    return run


@pytest.fixture
def written(tmp_path):
    """Writes a file of answers, line by line."""

    def write(*lines: str, name: str = "answers.csv", encoding: str = "utf-8"):
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding=encoding)
        return path

    return write
