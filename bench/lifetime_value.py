"""Time what customers are worth: a million of them, with histories of up to two years.

Prints one line of JSON: seconds on the clock (the median of RUNS) and of the processor for a
gamma-gamma fit, values over twelve months, their intervals and values over all time, with how many
histories are distinct and the peak of memory. BENCH_QUICK=1 takes 100,000 customers.
"""

import json
import os
import resource
import statistics
import time
from collections.abc import Callable
from datetime import date

import numpy as np

from heed.measures.purchases.cells import distinct_rows
from heed.measures.purchases.fitting import ModelName, PurchaseFit
from heed.measures.purchases.gamma_gamma import gamma_gamma
from heed.measures.purchases.lifetime_value import lifetime_values
from heed.measures.purchases.terms import Terms
from heed.measures.purchases.value_intervals import mean_value_intervals, value_interval

QUICK = bool(os.environ.get("BENCH_QUICK"))
CUSTOMERS = 100_000 if QUICK else 1_000_000
RUNS = 3
DAYS = 730
# Weeks; with these a customer buys again some eighteen times, as in a busy shop.
MODEL = {"r": 0.9, "alpha": 1.5, "a": 0.6, "b": 16.0}
SPEND = {"p": 6.0, "q": 4.0, "gamma": 1500.0}
YEAR = Terms(date(2026, 6, 30), 12, yearly_discount=0.1, margin=0.3, currency="EUR")
ENDLESS = Terms(date(2026, 6, 30), None, yearly_discount=0.1, margin=0.3, currency="EUR")


def main() -> None:
    history, means = customers()
    model = PurchaseFit(
        ModelName.BGNBD, MODEL, dict.fromkeys(MODEL, 0.0), np.eye(4) * 1e-4, 0.0, CUSTOMERS
    )
    spend = gamma_gamma(history[0], means)
    asked = model, spend, *history, means
    figures: dict[str, float] = {
        "customers": CUSTOMERS,
        "purchases": int(history[0].sum()),
        "distinct_histories": len(distinct_rows(*history)[0][0]),
        "distinct_pairs": len(distinct_rows(history[0], history[2])[0][0]),
    }
    steps: dict[str, Callable[[], object]] = {
        "gamma_gamma": lambda: gamma_gamma(history[0], means),
        "values": lambda: lifetime_values(*asked, YEAR),
        "intervals": lambda: value_interval(*asked, YEAR),
        "mean_intervals": lambda: mean_value_intervals(*asked, YEAR),
        "endless_values": lambda: lifetime_values(*asked, ENDLESS),
    }
    for name, step in steps.items():
        figures |= timed(name, step)
    figures["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(figures), flush=True)


def timed(name: str, step: Callable[[], object]) -> dict[str, float]:
    clock, processor = [], []
    for _ in range(RUNS):
        began = time.perf_counter(), time.process_time()
        step()
        clock.append(time.perf_counter() - began[0])
        processor.append(time.process_time() - began[1])
    return {
        f"{name}_seconds": round(statistics.median(clock), 3),
        f"{name}_processor_seconds": round(statistics.median(processor), 3),
    }


def customers() -> tuple[tuple[np.ndarray, np.ndarray, np.ndarray], np.ndarray]:
    """Let customers buy and stop as the model thinks; times are whole days, in weeks."""
    rng = np.random.default_rng(1)
    observed = rng.integers(1, DAYS + 1, CUSTOMERS) / 7
    rates = rng.gamma(MODEL["r"], 1 / MODEL["alpha"], CUSTOMERS)
    stopping = rng.beta(MODEL["a"], MODEL["b"], CUSTOMERS)
    now, x, last = (np.zeros(CUSTOMERS) for _ in range(3))
    rows = np.arange(CUSTOMERS)
    while rows.size:
        now[rows] += rng.exponential(1 / rates[rows])
        rows = rows[now[rows] <= observed[rows]]
        day = np.ceil(now[rows] * 7) / 7
        is_new = day > last[rows]
        x[rows[is_new]] += 1
        last[rows] = day
        rows = rows[rng.random(rows.size) >= stopping[rows]]
    bought = np.maximum(x, 1)
    worth = rng.gamma(SPEND["q"], 1 / SPEND["gamma"], CUSTOMERS)
    means = np.where(x > 0, rng.gamma(SPEND["p"] * bought) / (worth * bought), 0)
    return (x, np.minimum(last, observed), observed), means


if __name__ == "__main__":
    main()
