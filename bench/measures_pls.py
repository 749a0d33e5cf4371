"""Time the intervals of a path model: 5,000 bootstraps of the European index, 250 × 24 answers.

Prints one line of JSON: seconds by the clock and of the processor. The answers are those of the
mobile phone study where they are at hand, else invented ones of the same size. BENCH_QUICK=1 draws
a tenth.
"""

import csv
import json
import os
import time
from pathlib import Path

import numpy as np

from heed.measures.pls.answers import Answers, answers_of
from heed.measures.pls.models import ECSI
from heed.measures.pls.path_model import estimate_path_model

MOBI = Path(__file__).resolve().parents[2] / "shared/data/measure/ecsi_mobi/mobi.csv"
CASES = 250
SAMPLES = 500 if os.environ.get("BENCH_QUICK") else 5_000


def main() -> None:
    given = real() if MOBI.is_file() else invented()
    began, own = time.perf_counter(), time.process_time()
    found = estimate_path_model(given, ECSI, samples=SAMPLES)
    figures = {
        "seconds": round(time.perf_counter() - began, 2),
        "seconds_of_own_time": round(time.process_time() - own, 2),
        "samples": found.samples_used,
        "cases": found.n,
    }
    print(json.dumps(figures), flush=True)


def real() -> Answers:
    with MOBI.open(newline="") as file:
        rows = list(csv.DictReader(file))
    columns = {name: [float(row[name]) for row in rows] for name in ECSI.indicators}
    return answers_of(columns, ECSI)


def invented() -> Answers:
    """Answers from 1 to 10 that go together, more so within a block."""
    rng = np.random.default_rng(1)
    latents = rng.normal(size=(CASES, len(ECSI.latents))) + rng.normal(size=(CASES, 1))
    felt = latents @ ECSI.membership.T + rng.normal(size=(CASES, len(ECSI.indicators)))
    values = np.clip(np.round(2 * felt + 6), 1, 10)
    return answers_of(dict(zip(ECSI.indicators, values.T, strict=True)), ECSI)


if __name__ == "__main__":
    main()
