"""Test answers to "would you recommend us?" with the results of the R package NPS."""

import csv
from pathlib import Path

import numpy as np
import pytest

NPS = Path(__file__).parents[3] / "shared/data/measure/nps"
needs_nps = pytest.mark.skipif(not NPS.is_dir(), reason=f"The NPS answers are not in {NPS}.")


def answers(unit: str = "") -> np.ndarray:
    """Return the answers 0 to 10 of one business unit, or of all, shape (n,)."""
    with (NPS / "nps_testdata_1000.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return np.array([float(row["REC"]) for row in rows if unit in ("", row["BU"])])


def reference(unit: str) -> dict[str, float]:
    """Return what R says of one business unit."""
    with (NPS / "nps_by_BU_R_NPS_reference.csv").open(newline="") as file:
        row = next(row for row in csv.DictReader(file) if row[""] == unit)
    return {name: float(value) for name, value in row.items() if name}
