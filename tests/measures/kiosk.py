"""Real answers: 194 visitors of a kiosk, 24 items expected and perceived, overall satisfaction."""

import csv
from pathlib import Path

import numpy as np
import pytest

KIOSK = Path(__file__).parents[3] / "shared/data/measure/kiosk_servqual_kano_ipa"
needs_kiosk = pytest.mark.skipif(
    not KIOSK.is_dir(), reason=f"The kiosk answers are not in {KIOSK}."
)
# Items of the six dimensions, counted from 1: those whose means R gives as the dimension's.
DIMENSIONS = (
    (1, 2, 3),
    (4, 5, 6, 22),
    (7, 8),
    (10, 11, 18),
    (13, 14, 15, 16, 17),
    (19, 20, 21),
)


def answers(side: str) -> np.ndarray:
    """Return the mean of each dimension by visitor, shape (194, 6)."""
    number = {"expected": 1, "perceived": 2}[side]
    columns = [[f"sq{item}_{number}" for item in items] for items in DIMENSIONS]
    return np.array(
        [[np.mean([float(row[name]) for name in names]) for names in columns] for row in visitors()]
    )


def satisfaction() -> np.ndarray:
    """Return the mean of the two overall answers by visitor, from 1 to 5."""
    return np.array([(float(row["total1"]) + float(row["total2"])) / 2 for row in visitors()])


def visitors() -> list[dict[str, str]]:
    with (KIOSK / "kiosk_clean_194.csv").open(newline="") as file:
        return list(csv.DictReader(file))
