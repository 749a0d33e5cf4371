"""Time methods over a table of 100,000 answers to 30 questions, as a survey gives them.

Prints one line of JSON: seconds of processor time of each method, its reading of the cells
included. BENCH_QUICK=1 takes 20,000 answers.
"""

import json
import os
import shlex
import time

import django
import numpy as np

from heed.measuring.catalogue import method_named
from heed.measuring.layout import AnswerTable
from heed.measuring.parsers import options_of
from heed.measuring.report import measured

ROWS = 20_000 if os.environ.get("BENCH_QUICK") else 100_000
QUESTIONS = 30
NAMES = [f"q{place}" for place in range(QUESTIONS)]
HALVES = f"--performance {' '.join(NAMES[:15])} --importance {' '.join(NAMES[15:])}"
METHODS = {
    "csat": "--answer 'q*' --highest 7",
    "reliability": "--items 'q*'",
    "ipa": f"{HALVES} --lowest 1 --highest 7",
    "agreement": "--raters q0 q1 q2 --level ordinal",
    "drivers": "--drivers 'q*' --outcome overall",
    "modes": "--answers 'q*' --mode way --standardise tier --highest 7",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heed.config.settings")
    django.setup()
    table = answers()
    print(json.dumps({f"{name}_seconds": seconds(name, table) for name in METHODS}), flush=True)


def answers() -> AnswerTable:
    """Answers from 1 to 7 that go together, an overall one, a way of asking and a tier."""
    rng = np.random.default_rng(1)
    felt = rng.normal(size=(ROWS, 1))
    given = np.clip(np.round(4 + felt + rng.normal(size=(ROWS, QUESTIONS))), 1, 7).astype(int)
    overall = np.clip(np.round(4 + felt[:, 0] + rng.normal(size=ROWS) / 3), 1, 7).astype(int)
    words = [rng.choice(names, size=ROWS) for names in (["link", "telephone"], ["low", "high"])]
    cells = np.column_stack([given.astype(str), overall.astype(str), *words]).tolist()
    columns = (*NAMES, "overall", "way", "tier")
    return AnswerTable("survey", columns, cells, list(range(2, ROWS + 2)), ROWS)


def seconds(name: str, table: AnswerTable) -> float:
    method = method_named(name)
    options = options_of(name, method, shlex.split(METHODS[name]))
    began = time.process_time()
    measured(name, method, table, options)
    return round(time.process_time() - began, 2)


if __name__ == "__main__":
    main()
