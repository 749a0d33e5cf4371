"""Time key drivers: 100,000 answers on 15 inputs, shared out by Shapley value and by Johnson.

Prints one line of JSON: median milliseconds, the covariances of all answers included, of Shapley
shares over all 2**15 subsets and of Johnson's relative weights, as points; then the seconds of
their bootstrap intervals with the comparison against noise (1,000 samples of 1,000 answers), and
of Johnson's with all answers. BENCH_QUICK=1 leaves out the last.
"""

import json
import os
import statistics
import time

import numpy as np

from heed.measures.drivers import Decomposition, key_drivers

CASES, FEWER_CASES, INPUTS = 100_000, 1000, 15
ROUNDS = 7


def main() -> None:
    inputs, outcome = answers(CASES)
    few = answers(FEWER_CASES)
    figures = {
        f"{name}_ms": round(
            1000 * statistics.median(seconds(inputs, outcome, name, 0) for _round in range(ROUNDS)),
            1,
        )
        for name in ("shapley", "johnson")
    }
    figures["shapley_bootstrap_seconds"] = round(seconds(*few, "shapley", 1000), 2)
    figures["johnson_bootstrap_seconds"] = round(seconds(*few, "johnson", 1000), 2)
    if not os.environ.get("BENCH_QUICK"):
        whole = seconds(inputs, outcome, "johnson", 1000)
        figures["johnson_bootstrap_of_all_seconds"] = round(whole, 2)
    print(json.dumps(figures), flush=True)


def answers(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Answers from 1 to 7 that go together, and an overall one that rests on half of them."""
    rng = np.random.default_rng(1)
    felt = rng.normal(size=(n, INPUTS)) + rng.normal(size=(n, 1))
    overall = felt[:, ::2].sum(axis=1) / 3 + rng.normal(size=n)
    return np.clip(np.round(felt + 5), 1, 7), np.clip(np.round(overall + 5), 1, 7)


def seconds(inputs: np.ndarray, outcome: np.ndarray, name: str, resamples: int) -> float:
    began = time.perf_counter()
    key_drivers(inputs, outcome, decomposition=Decomposition(name), resamples=resamples)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
