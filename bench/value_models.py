"""Time the models of buying: a million invented customers, fitted and asked what to expect.

Prints one line of JSON: cells, then for each model the seconds of a fit after grouping, by the
clock and of the processor, and the seconds of what is asked of all cells. BENCH_QUICK=1 takes a
tenth of the customers and leaves the peer out.

Where the library lifetimes can be installed it is timed on the same customers, in an environment of
its own that is removed afterwards; `--without-peer` leaves it out. A figure of another machine, for
want of it: 8.9 seconds for a fit of BG/NBD (lifetimes 0.11.3, a million customers, two cores).
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from heed.measures.purchases.cells import Cells, cells_from
from heed.measures.purchases.fitting import ModelName
from heed.measures.purchases.models import fit
from heed.measures.purchases.predicting import (
    expected_purchases,
    predictive,
    probability_of_none,
)

Floats = NDArray[np.float64]
Found = TypeVar("Found")
IS_QUICK = bool(os.environ.get("BENCH_QUICK"))
CUSTOMERS = 100_000 if IS_QUICK else 1_000_000
# In days; with these a customer buys again some eighteen times, as in a busy shop.
R, ALPHA, A, B = 0.9, 10.5, 0.6, 16.0
HORIZON = 180.0
PEER = "lifetimes==0.11.3"
PEER_SCRIPT = """
import sys, time
import numpy as np
from lifetimes import BetaGeoFitter
x, t_x, T = np.load(sys.argv[1])
began = time.perf_counter()
model = BetaGeoFitter().fit(x, t_x, T)
print(time.perf_counter() - began)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without-peer", action="store_true")
    options = parser.parse_args()
    histories = invented()
    figures: dict[str, object] = {"customers": CUSTOMERS}
    cells, figures["grouping_seconds"] = timed(lambda: cells_from(*histories))
    figures["cells"] = len(cells.x)
    for name in ModelName:
        figures[name.value] = of_model(name, cells)
    if not (options.without_peer or IS_QUICK):
        seconds = of_peer(*histories)
        if seconds is not None:
            figures["lifetimes_bgnbd_fit_seconds"] = round(seconds, 2)
    print(json.dumps(figures), flush=True)


def of_model(name: ModelName, cells: Cells) -> dict[str, float]:
    began = time.process_time()
    model, seconds = timed(lambda: fit(name, cells))
    own = time.process_time() - began
    histories = (cells.x, cells.t_x, cells.T)
    found = {"fit_seconds": seconds, "fit_seconds_of_own_time": round(own, 2)}
    found["expected_seconds"] = timed(lambda: expected_purchases(model, *histories, HORIZON))[1]
    found["none_seconds"] = timed(lambda: probability_of_none(model, *histories, HORIZON))[1]
    found["interval_seconds"] = timed(lambda: predictive(model, *histories, HORIZON))[1]
    return found


def timed(work: Callable[[], Found]) -> tuple[Found, float]:
    began = time.perf_counter()
    found = work()
    return found, round(time.perf_counter() - began, 3)


def invented() -> tuple[Floats, Floats, Floats]:
    """Customers of BG/NBD seen for up to two years; purchases of one day count once."""
    rng = np.random.default_rng(3)
    T = rng.integers(1, 731, CUSTOMERS).astype(float)  # noqa: N806
    rates, chances = rng.gamma(R, 1 / ALPHA, CUSTOMERS), rng.beta(A, B, CUSTOMERS)
    now, x, t_x = (np.zeros(CUSTOMERS) for _ in range(3))
    rows = np.arange(CUSTOMERS)
    while rows.size:
        now[rows] += rng.exponential(1 / rates[rows])
        rows = rows[now[rows] <= T[rows]]
        x[rows] += np.ceil(now[rows]) > t_x[rows]
        t_x[rows] = np.ceil(now[rows])
        rows = rows[rng.random(len(rows)) >= chances[rows]]
    return x, t_x, T


def of_peer(x: Floats, t_x: Floats, T: Floats) -> float | None:  # noqa: N803
    """The seconds of the same fit by lifetimes, or None where it cannot be installed."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        venv.create(place / "venv", with_pip=True)
        python = str(place / "venv" / "bin" / "python")
        install = (python, "-m", "pip", "install", "--quiet", PEER)
        if subprocess.run(install, check=False, stderr=subprocess.DEVNULL).returncode:
            print(f"{PEER} cannot be installed here.", file=sys.stderr)
            return None
        np.save(place / "histories.npy", np.stack([x, t_x, T]))
        command = (python, "-c", PEER_SCRIPT, str(place / "histories.npy"))
        done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
        return float(done.stdout) if done.returncode == 0 else None


if __name__ == "__main__":
    main()
