"""The promise advisor on the public logs and on 10,000 cases: coverage, cost and seconds.

The public logs stand beside the project (../shared/data/logs); without them only the invented
log of 10,000 cases is run.
"""

import csv
import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
LOGS = ROOT.parent / "shared" / "data" / "logs"
KEPT = ("kept", "worst_tenth", "seconds")
PUBLIC = {
    "help_desk": ("helpdesk/helpdesk.csv", "--case", "CaseID", "--time", "CompleteTimestamp"),
    "city": (
        *("nyc311/311_Animals_short.csv", "--case", "Unique Key"),
        *("--start", "Created Date", "--end", "Closed Date", "--timezone", "America/New_York"),
        *("--by", "Complaint Type", "--by", "Descriptor", "--by", "Borough"),
    ),
}
CASES = 10_000
SPAN = ("--case", "id", "--start", "opened", "--end", "closed", "--by", "topic", "--by", "place")


def main() -> int:
    for name, (file, *options) in PUBLIC.items():
        if (LOGS / file).exists():
            tell(name, backtest(LOGS / file, *options))
    with tempfile.TemporaryDirectory() as folder:
        tell("invented", backtest(invented(Path(folder) / "log.csv"), *SPAN))
    return 0


def backtest(path: Path, *options: str) -> dict:
    command = (sys.executable, "-m", "heed.cli.main", "promise", "backtest", str(path), *options)
    done = subprocess.run((*command, "--json"), check=True, cwd=ROOT, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def tell(name: str, found: dict) -> None:
    figures = {figure: found[figure] for figure in KEPT}
    figures["off_target"] = round(abs(found["kept"] - found["target"]), 4)
    figures["pinball_ratio"] = round(found["pinball"] / found["pinball_plain"], 3)
    print(json.dumps({name: figures}), flush=True)


def invented(path: Path) -> Path:
    """Four topics, thirty places, times half as long again in the end, the last ones still open."""
    rng = np.random.default_rng(2026)
    starts = np.cumsum(rng.exponential(0.3, CASES))
    topic, place = rng.integers(0, 4, CASES), rng.integers(0, 30, CASES)
    middle = 1 + 0.6 * topic + 0.02 * place + 0.4 * np.arange(CASES) / CASES
    ends = starts + np.exp(rng.normal(middle, 1.0))
    began = datetime(2025, 1, 1, tzinfo=UTC)
    with path.open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(("id", "opened", "closed", "topic", "place"))
        for number in range(CASES):
            moments = [began + timedelta(hours=float(each[number])) for each in (starts, ends)]
            is_closed = ends[number] <= starts[-1]
            texts = [each.strftime("%Y-%m-%d %H:%M:%S") for each in moments]
            named = (f"topic {topic[number]}", f"place {place[number]}")
            rows.writerow((number, texts[0], texts[1] if is_closed else "", *named))
    return path


if __name__ == "__main__":
    sys.exit(main())
