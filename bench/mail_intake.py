"""How many mails a second one process takes in from a folder into the embedded database.

Each run starts with an empty data folder and takes in the invented mails and, where they are
found, the raw mails of the public corpora. The time is that of the whole command, its start
included. Run it as `python -m bench.mail_intake [--count N] [--runs N] [--corpora DIR]`.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.invented_mails import write_mails

HEED = (sys.executable, "-m", "heed.cli.main")
CORPORA = Path(__file__).resolve().parents[2] / "shared" / "data" / "mail"
TO_REACH = 100


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000, help="how many mails to invent")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="heed-bench-") as folder:
        mails = Path(folder) / "mails"
        mails.mkdir()
        write_mails(mails, count=options.count)
        if options.corpora.is_dir():
            _add_corpora(mails, options.corpora)
        rates = [_run(Path(folder) / f"home{run}", mails) for run in range(options.runs)]
    median = statistics.median(rates)
    print(json.dumps({"bench": "mail_intake", "mails_per_second": round(median, 1), "runs": rates}))
    return 0 if median >= TO_REACH else 1


def _add_corpora(mails: Path, corpora: Path) -> None:
    for number, path in enumerate(sorted(corpora.rglob("*.eml"))):
        shutil.copy(path, mails / f"corpus-{number:06}.eml")


def _run(home: Path, mails: Path) -> float:
    environment = {**os.environ, "HEED_HOME": str(home), "HEED_DATABASE_URL": ""}
    subprocess.run((*HEED, "prepare", "--quiet"), env=environment, check=True)
    begun = time.perf_counter()
    receive = (*HEED, "mail", "receive", "--directory", str(mails), "--json")
    done = subprocess.run(receive, env=environment, check=True, stdout=subprocess.PIPE)
    seconds = time.perf_counter() - begun
    counts = json.loads(done.stdout)
    print(f"{counts['total']} mails in {seconds:.1f} s: {counts}", file=sys.stderr)
    return round(counts["total"] / seconds, 1)


if __name__ == "__main__":
    sys.exit(main())
