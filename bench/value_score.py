"""How long a million customers with twenty million purchases take, from Parquet to tiers.

Invented as the Pareto/NBD supposes: gamma rates, pareto stays, gamma spends. Prints one line:

- `floor_seconds`: the bare group-by of the file (count, first, last and sum of each customer);
- `rfm_ratio`: recency, frequency, money and tier from kept days, against it;
- `summary_ratio`: all that models need from the file, against it; `sql_ratio`: against SQL by hand;
- `tiers_seconds`, `tiers_peak_mb`: the command with `--model none`, to the file of scores;
- `scores_seconds`, `scores_peak_mb`: the command with models;
- `day_seconds`: a day of 50,000 purchases added to a kept folder, sums and all
  (`day_command_seconds` with the start of the command and the file of scores).

`processor` holds the seconds of processor of the same, which tell more where a machine is shared.
Each step runs in a process of its own. BENCH_QUICK=1 takes a tenth of all.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb
import ibis

from heed.value.scoring.course import Facts, customer_days
from heed.value.scoring.engines import duckdb_engine
from heed.value.scoring.placing import placed, tier_cuts
from heed.value.scoring.summary import sums_of
from heed.value.scoring.typed import Reading, judged

ROOT = Path(__file__).resolve().parents[1]
HEED = (sys.executable, "-m", "heed.cli.main")
CUSTOMERS = 100_000 if os.environ.get("BENCH_QUICK") else 1_000_000
DAY = CUSTOMERS // 20
AS_OF, CALIBRATION_END = date(2025, 12, 31), date(2024, 12, 31)
INVENT = """
COPY (
    WITH drawn AS (
        SELECT customer_id, (draw(customer_id, 1) * 540)::INTEGER AS first_day,
            60 * (pow(1 - draw(customer_id, 2), -1.0) - 1) AS stays, draw(customer_id, 3) AS often,
            8 + 60 * pow(draw(customer_id, 4), 2) AS spends
        FROM range({customers}) AS t(customer_id)
    ), people AS (
        SELECT *, least(730 - first_day, stays) AS there FROM drawn
    ), bought AS (
        SELECT customer_id, visit, spends * (0.5 + draw(customer_id, -10 - visit)) AS amount,
            first_day + CASE WHEN visit = 0 THEN 0
                ELSE least(draw(customer_id, 10 + visit) * there, 730 - first_day) END AS day
        FROM people, range(0, 1 + least(
            800, floor(ln(often) / ln((there + 0.001) / (there + 6.9)))::BIGINT)) AS v(visit)
    )
    SELECT customer_id, TIMESTAMP '2024-01-01' + INTERVAL (day * 86400 + 60) SECOND AS purchased_at,
        round(amount, 2)::DECIMAL(12, 2) AS amount
    FROM bought ORDER BY purchased_at
) TO '{path}' (FORMAT parquet)
"""
FLOOR = """
CREATE TEMP TABLE found AS
SELECT customer_id, count(*), min(purchased_at), max(purchased_at), sum(amount)
FROM read_parquet($1) GROUP BY customer_id
"""
BY_HAND = """
CREATE TEMP TABLE found AS
SELECT customer_id, min(day) AS first_on, max(day) AS last_on, count(*) AS frequency,
    sum(money)::BIGINT AS money_minor,
    sum(money) FILTER (day > DATE '2024-12-31')::BIGINT AS year_money_minor,
    arg_min(money, day) AS first_kept_minor,
    count(*) FILTER (day <= DATE '2024-12-31') AS calibration_visits,
    max(day) FILTER (day <= DATE '2024-12-31') AS calibration_last_on,
    count(*) FILTER (day <= DATE '2024-12-31' AND day > DATE '2024-01-01') AS window_visits
FROM (
    SELECT customer_id, purchased_at::DATE AS day, sum((amount * 100)::BIGINT)::BIGINT AS money
    FROM read_parquet($1) WHERE customer_id IS NOT NULL AND amount IS NOT NULL
        AND purchased_at IS NOT NULL
    GROUP BY ALL
) GROUP BY customer_id
"""
READING = Reading(
    columns={"customer_id": "customer_id", "purchased_at": "purchased_at", "amount": "amount"},
    currency="EUR",
    time_zone="UTC",
    last_on=AS_OF,
)


def main() -> int:
    if len(sys.argv) > 1:
        began, used = time.perf_counter(), time.process_time()
        STEPS[sys.argv[1]](Path(sys.argv[2]))
        took = [time.perf_counter() - began, time.process_time() - used]
        print(json.dumps([round(each, 2) for each in took]))
        return 0
    with tempfile.TemporaryDirectory(prefix="heed-bench-") as name:
        folder = Path(name)
        invent(folder)
        found = {step: alone(step, folder) for step in STEPS}
        commands = {
            "tiers": score(folder, "--model", "none"),
            "scores": score(folder),
            "keep": score(folder, "--model", "none", "--state", str(folder / "state")),
        }
        commands["day"] = score(
            folder, "--model", "none", "--state", str(folder / "state"), file="day.parquet"
        )
    print(json.dumps(told(found, commands)), flush=True)
    return 0


def told(found: dict[str, list[float]], commands: dict[str, dict]) -> dict[str, object]:
    floor, by_hand = found["floor"], found["by_hand"]
    return {
        "floor_seconds": floor[0],
        "rfm_ratio": round(found["rfm"][0] / floor[0], 2),
        "summary_ratio": round(found["summary"][0] / floor[0], 2),
        "sql_ratio": round(found["summary"][0] / by_hand[0], 2),
        "tiers_seconds": commands["tiers"]["seconds"],
        "tiers_peak_mb": commands["tiers"]["peak_mb"],
        "scores_seconds": commands["scores"]["seconds"],
        "scores_peak_mb": commands["scores"]["peak_mb"],
        "day_seconds": commands["day"]["steps"]["reading"] + commands["day"]["steps"]["summing"],
        "day_command_seconds": commands["day"]["seconds"],
        "processor": {
            **{f"{step}_seconds": values[1] for step, values in found.items()},
            **{f"{name}_seconds": each["processor"] for name, each in commands.items()},
        },
    }


def invent(folder: Path) -> None:
    """Write the purchases, and those of one more day."""
    with duckdb.connect() as engine:
        engine.execute("CREATE MACRO draw(a, b) AS hash(a, b) / 18446744073709551616.0")
        engine.execute(INVENT.format(customers=CUSTOMERS, path=folder / "all.parquet"))
        engine.execute(
            f"COPY (SELECT (draw(n, 7) * {CUSTOMERS})::BIGINT AS customer_id, "  # noqa: S608
            "TIMESTAMP '2026-01-01 09:00:00' AS purchased_at, "
            f"12.5::DECIMAL(12, 2) AS amount FROM range({DAY}) AS t(n)) "
            f"TO '{folder / 'day.parquet'}' (FORMAT parquet)"
        )
        engine.execute(
            f"COPY (SELECT customer_id, purchased_at::DATE AS purchased_on, "  # noqa: S608
            "sum((amount * 100)::BIGINT)::BIGINT AS money_minor, money_minor AS kept_minor, "
            "true AS is_visit, count(*) AS own_lines, 0::BIGINT AS other_lines, true AS has_bought "
            f"FROM '{folder / 'all.parquet'}' GROUP BY ALL) "
            f"TO '{folder / 'days.parquet'}' (FORMAT parquet)"
        )


def alone(step: str, folder: Path) -> list[float]:
    """Seconds of wall and of processor of a step in its own process; the best of two."""
    command = (sys.executable, "-m", "bench.value_score", step, str(folder))
    runs = [
        json.loads(subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE).stdout)
        for _run in range(2)
    ]
    return min(runs)


def score(folder: Path, *options: str, file: str = "all.parquet") -> dict:
    out = folder / "scores.parquet"
    begun = time.perf_counter()
    command = (*HEED, "value", "score", str(folder / file), "--out", str(out), "--json", *options)
    process = subprocess.Popen((*command, "--currency", "EUR"), cwd=ROOT, stdout=subprocess.PIPE)
    found = process.stdout.read()
    _pid, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"Scoring failed with {os.waitstatus_to_exitcode(status)}.")
    process.returncode = 0
    out.unlink()
    return {
        "seconds": round(time.perf_counter() - begun, 2),
        "processor": round(used.ru_utime + used.ru_stime, 2),
        "peak_mb": round(used.ru_maxrss / 1024),
        "steps": json.loads(found)["seconds"],
    }


def floor(folder: Path) -> None:
    with duckdb_engine(folder) as engine:
        engine.connection.execute(FLOOR, [str(folder / "all.parquet")])


def by_hand(folder: Path) -> None:
    with duckdb_engine(folder) as engine:
        engine.connection.execute(BY_HAND, [str(folder / "all.parquet")])


def rfm(folder: Path) -> None:
    with duckdb_engine(folder) as engine:
        days: ibis.Table = engine.backend.read_parquet(str(folder / "days.parquet"))
        basics = sums_of(days, as_of=AS_OF).select(
            "customer_id", "first_on", "last_on", "frequency", "year_money_minor", "own_lines",
            "has_bought",
        )  # fmt: skip
        sums = engine.keep("sums", basics)
        cuts, _ranked = tier_cuts(sums)
        engine.keep("placed", placed(sums, cuts, as_of=AS_OF))


def summary(folder: Path) -> None:
    with duckdb_engine(folder) as engine:
        lines = judged(engine.read([folder / "all.parquet"]), READING, engine.local_day)
        facts = Facts(1, 0, 0, 0, None, None)
        days, _changes = customer_days(engine, lines, facts, currency="EUR")
        expression = sums_of(
            days, as_of=AS_OF, calibration_end=CALIBRATION_END, are_all_paid=facts.are_all_paid
        )
        engine.keep("sums", expression)


STEPS = {"floor": floor, "by_hand": by_hand, "rfm": rfm, "summary": summary}


if __name__ == "__main__":
    sys.exit(main())
