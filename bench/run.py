"""Run all benchmarks and print their figures beside what they should reach: `make bench`.

Each script prints JSON lines. `make bench ARGS=--quick` runs a short round, `ARGS=mail_intake`
one script. A figure measured several times is given by its median.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
APART = str(ROOT / "bin" / "apart")
QUICK = {
    "mail_intake": ("--count", "300", "--runs", "1"),
    "promise_find": ("--runs", "1"),
    "start_and_memory": ("--quick",),
    "submissions": ("--seconds", "10"),
    "text_models": ("--quick",),
}
QUICK_SETTINGS = {"BENCH_DOCUMENTS": "10000", "BENCH_QUICK": "1"}


@dataclass(frozen=True)
class Target:
    script: str
    figure: str
    bound: str
    value: float

    def is_reached(self, found: float) -> bool:
        return found <= self.value if self.bound == "≤" else found >= self.value


TARGETS = (
    Target("advice", "advice_ms", "≤", 30),
    Target("advice", "found_while_writing_ms", "≤", 30),
    Target("advice", "disappointment_ms", "≤", 60),
    Target("import_purchases", "seconds", "≤", 60),
    Target("import_purchases", "peak_mb", "≤", 700),
    Target("ledger", "ledger_p95_ms", "≤", 150),
    Target("mail_intake", "mails_per_second", "≥", 100),
    Target("measures_pls", "seconds", "≤", 20),
    Target("measures_best_worst", "maxdiff_seconds", "≤", 1),
    Target("measures_best_worst", "sequential_seconds", "≤", 1),
    *(
        Target("measures_large", f"{name}_seconds", "≤", 5)
        for name in ("agreement", "csat", "drivers", "ipa", "modes", "reliability")
    ),
    Target("measures_drivers", "johnson_ms", "≤", 50),
    Target("measures_drivers", "shapley_ms", "≤", 200),
    Target("measures_drivers", "shapley_bootstrap_seconds", "≤", 10),
    Target("pages", "most_queries", "≤", 25),
    Target("pages", "slowest_ms", "≤", 60),
    Target("promise_find", "sentences_per_second", "≥", 5000),
    Target("promise_find", "letter_ms", "≤", 5),
    Target("promise_backtest", "city.off_target", "≤", 0.015),
    Target("promise_backtest", "city.pinball_ratio", "≤", 0.75),
    Target("promise_backtest", "city.worst_tenth", "≥", 0.88),
    Target("promise_backtest", "help_desk.off_target", "≤", 0.015),
    Target("promise_backtest", "help_desk.pinball_ratio", "≤", 1),
    Target("promise_backtest", "help_desk.worst_tenth", "≥", 0.90),
    Target("promise_backtest", "invented.off_target", "≤", 0.015),
    Target("promise_backtest", "invented.seconds", "≤", 30),
    Target("start_and_memory", "make_demo_seconds", "≤", 120),
    Target("start_and_memory", "restart_seconds", "≤", 3),
    Target("start_and_memory", "idle_pss_mb", "≤", 350),
    Target("surveys_analysis", "longest_seconds", "≤", 30),
    Target("surveys_analysis", "page_ms", "≤", 150),
    Target("surveys_analysis", "peak_mb", "≤", 1024),
    Target("submissions", "complete_per_second", "≥", 40),
    Target("submissions", "killed_lost", "≤", 0),
    Target("submissions", "killed_twice", "≤", 0),
    Target("submissions", "killed_broken", "≤", 0),
    Target("text_models", "sentiment.mean", "≥", 0.88),
    Target("text_models", "sentiment.train_seconds", "≤", 60),
    Target("text_models", "sentiment.texts_per_second", "≥", 2000),
    Target("text_models", "sentiment.file_mb", "≤", 2),
    Target("text_models", "topics.worst", "≥", 0.85),
    Target("text_models", "topics.train_seconds", "≤", 60),
    Target("text_models", "topics.texts_per_second", "≥", 2000),
    Target("text_models", "topics.file_mb", "≤", 2),
    Target("duplicates", "seconds", "≤", 600),
    Target("duplicates", "peak_mb", "≤", 8192),
    Target("lifetime_value", "values_seconds", "≤", 0.5),
    Target("value_score", "rfm_ratio", "≤", 1.5),
    Target("value_score", "summary_ratio", "≤", 3),
    Target("value_score", "sql_ratio", "≤", 1.1),
    Target("value_score", "tiers_seconds", "≤", 8),
    Target("value_score", "tiers_peak_mb", "≤", 2048),
    Target("value_score", "scores_peak_mb", "≤", 2048),
    Target("value_score", "day_seconds", "≤", 2),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scripts", nargs="*", help="run these alone")
    parser.add_argument("--quick", action="store_true", help="a short round")
    options = parser.parse_args()
    print(machine(), end="\n\n", flush=True)
    figures: dict[tuple[str, str], list[float]] = defaultdict(list)
    failed = []
    for script in options.scripts or scripts():
        print(f"running {script} …", file=sys.stderr, flush=True)
        lines = run(script, is_quick=options.quick)
        if lines is None:
            failed.append(script)
        for line in lines or ():
            for name, value in flat(json.loads(line)):
                figures[script, name].append(value)
    medians = {key: statistics.median(values) for key, values in figures.items()}
    print_table(medians)
    for script in failed:
        print(f"{script} failed; the reason stands above.")
    return 1 if failed else 0


def machine() -> str:
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"{os.cpu_count()} cores, {pages * size / 2**30:.0f} GB of memory, load {load}, "
        f"Python {sys.version.split()[0]}"
    )


def scripts() -> list[str]:
    """The modules beside this one that can be run."""
    others = (path for path in sorted(Path(__file__).parent.glob("*.py")) if path.stem != "run")
    return [path.stem for path in others if '__name__ == "__main__"' in path.read_text("utf-8")]


def run(script: str, *, is_quick: bool) -> list[str] | None:
    """Return the JSON lines a script prints, or None where it failed."""
    command = (APART, sys.executable, "-m", f"bench.{script}")
    done = subprocess.run(
        command + (QUICK.get(script, ()) if is_quick else ()),
        check=False,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"} | (QUICK_SETTINGS if is_quick else {}),
    )
    if done.returncode:
        return None
    return [line for line in done.stdout.splitlines() if line.startswith("{")]


def flat(found: dict[str, object], path: str = "") -> Iterator[tuple[str, float]]:
    """The numbers of an object, nested names joined by dots."""
    for name, value in found.items():
        if isinstance(value, dict):
            yield from flat(value, f"{path}{name}.")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield f"{path}{name}", float(value)


def print_table(medians: dict[tuple[str, str], float]) -> None:
    targets = {(target.script, target.figure): target for target in TARGETS}
    rows = [("benchmark", "figure", "found", "to reach", "")]
    for key in sorted(medians | dict.fromkeys(targets)):
        found, target = medians.get(key), targets.get(key)
        rows.append(
            (
                *key,
                "not measured"
                if found is None
                else f"{found:,.4g}"
                if found < 1000
                else f"{found:,.0f}",
                f"{target.bound} {target.value:g}" if target else "",
                ""
                if found is None or not target
                else "reached"
                if target.is_reached(found)
                else "MISSED",
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )


if __name__ == "__main__":
    sys.exit(main())
