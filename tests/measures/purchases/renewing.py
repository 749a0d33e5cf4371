"""Who stayed of a thousand customers over twelve years, as published; and invented stays.

Fader and Hardie (2007), Journal of Interactive Marketing 21(1):76-90.
"""

import csv

import numpy as np
import pytest
from numpy.random import Generator
from numpy.typing import NDArray

from tests.measures.purchases import cdnow

PUBLISHED = cdnow.VALUE / "sbg_fader_hardie_2007.csv"
needs_table = pytest.mark.skipif(not PUBLISHED.is_file(), reason=f"There is no {PUBLISHED}.")
# The first seven years of the regular customers.
TABLE = [1000, 631, 468, 382, 326, 289, 262, 241]


def remaining(column: str) -> list[float]:
    """Customers left at the start and after each year."""
    with PUBLISHED.open(newline="") as file:
        return [10 * float(row[column]) for row in csv.DictReader(file)]


def left_after(rng: Generator, alpha: float, beta: float, n: int) -> NDArray[np.int64]:
    """The period at whose end each of n customers leaves."""
    return rng.geometric(rng.beta(alpha, beta, n))
