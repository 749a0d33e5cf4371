"""How long, and in how much memory, 541,909 real lines go into the embedded database.

The whole command is measured, each time into an empty data folder: reading, checking, customers,
returns, and the value view at the end. Its totals are compared with those that DuckDB finds in
the file by itself. Where the real file is not found an invented one of that size is taken.
Run it as `python -m bench.import_purchases [--runs N] [--file FILE]`.
"""

import argparse
import json
import os
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "data" / "value" / "uci_online_retail.parquet"
HEED = (sys.executable, "-m", "heed.cli.main")
LINES = 541_909
DIRECT = """
SELECT count(*), count(CustomerID), count(DISTINCT CustomerID),
    (sum(round(Quantity::DECIMAL(12, 0) * UnitPrice::DECIMAL(12, 3), 2))
        FILTER (CustomerID IS NOT NULL) * 100)::BIGINT
FROM read_parquet(?)
"""
STORED = "SELECT count(*), count(DISTINCT customer_id), sum(amount_minor) FROM value_purchase"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1 if os.environ.get("BENCH_QUICK") else 3)
    parser.add_argument("--file", type=Path, default=REAL)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="heed-bench-") as folder:
        file = options.file
        if not file.is_file():
            file = invent(Path(folder) / "invented.parquet")
        runs = [_run(Path(folder) / f"home{number}", file) for number in range(options.runs)]
    medians = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    print(json.dumps({"bench": "import_purchases", "file": file.name, **medians, "runs": runs}))
    return 0


def _run(home: Path, file: Path) -> dict[str, float]:
    environment = {**os.environ, "HEED_HOME": str(home), "HEED_DATABASE_URL": ""}
    subprocess.run((*HEED, "prepare", "--quiet"), env=environment, check=True, cwd=ROOT)
    first = _measure(environment, file)
    _compare(home, file, first.pop("outcome"))
    again = _measure(environment, file)
    accepted = again.pop("outcome")["accepted"]
    if accepted:
        raise SystemExit(f"The second import took in {accepted} lines, but should take in none.")
    return first | {f"again_{name}": value for name, value in again.items()}


def _measure(environment: dict[str, str], file: Path) -> dict:
    begun = time.perf_counter()
    command = (*HEED, "import", "purchases", str(file), "--currency", "GBP", "--json")
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE)
    told = process.stdout.read()
    _pid, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"The import failed with {os.waitstatus_to_exitcode(status)}.")
    seconds = time.perf_counter() - begun
    print(f"{seconds:.1f} s: {told.decode().strip()}", file=sys.stderr)
    return {"outcome": json.loads(told), "seconds": round(seconds, 2), **_use(used)}


def _use(used: resource.struct_rusage) -> dict[str, float]:
    processor = used.ru_utime + used.ru_stime
    return {"processor_seconds": round(processor, 2), "peak_mb": round(used.ru_maxrss / 1024)}


def _compare(home: Path, file: Path, outcome: dict) -> None:
    rows, usable, customers, money = duckdb.execute(DIRECT, [str(file)]).fetchall()[0]
    stored = sqlite3.connect(home / "heed.sqlite3").execute(STORED).fetchall()[0]
    if stored != (usable, customers, money) or outcome["rows"] != rows:
        raise SystemExit(f"Stored were {stored}, but the file holds {(usable, customers, money)}.")


def invent(path: Path) -> Path:
    """Write a file like the real one: a quarter without customer, one line in fifty returned."""
    draw = random.Random(1)  # noqa: S311 -- invented data
    begun = datetime(2025, 1, 1, 8)  # noqa: DTZ001 -- a file without zones
    rows = path.with_suffix(".csv")
    with rows.open("w") as stream:
        stream.write("InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n")
        for line in range(LINES):
            at = begun + timedelta(minutes=line // 20 * 19)
            customer = "" if draw.random() < 0.25 else 12_000 + draw.randrange(4_400)
            quantity = draw.choice((1, 2, 6, 12)) * (-1 if draw.random() < 0.02 else 1)
            price = draw.randrange(20, 2_000) / 100
            stream.write(
                f"{line // 20},S{draw.randrange(4_000)},{quantity},{at},{price},{customer}\n"
            )
    duckdb.execute("CREATE TABLE invented AS SELECT * FROM read_csv(?)", [str(rows)])
    duckdb.execute(f"COPY invented TO '{path}' (FORMAT parquet)")
    return path


if __name__ == "__main__":
    sys.exit(main())
