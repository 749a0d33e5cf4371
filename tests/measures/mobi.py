"""Real answers: 250 customers of a mobile telephone company, 24 items from 1 to 10."""

import csv
from pathlib import Path

import numpy as np
import pytest

MOBI = Path(__file__).parents[3] / "shared/data/measure/ecsi_mobi/mobi.csv"
needs_mobi = pytest.mark.skipif(not MOBI.is_file(), reason=f"The mobi answers are not in {MOBI}.")


def block(prefix: str) -> np.ndarray:
    """Return the answers to the items of one block, such as PERQ, shape (250, k)."""
    with MOBI.open(newline="") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name.startswith(prefix)]
    return np.array([[float(row[name]) for name in names] for row in rows])
