"""The process that makes one analysis and ends, since methods and renderer are heavy.

It reads from standard input which analysis in which database, and writes what was made of it as
one JSON object: state, content and the responses it rests on. It writes to no database.
"""

import importlib
import json
import os
import sys
from typing import TextIO

import django


def main(given: TextIO, told: TextIO) -> None:
    request = json.load(given)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heed.config.settings")
    django.setup()
    # Models can be loaded only now.
    snapshots = importlib.import_module("heed.surveys.analysis.snapshots")
    json.dump(snapshots.made(request["analysis"], database=request["database"]), told)


if __name__ == "__main__":
    main(sys.stdin, sys.stdout)
