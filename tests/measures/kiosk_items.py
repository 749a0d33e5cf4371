"""The items of the kiosk questionnaire, with what R says of their gaps and dimensions."""

import csv

import numpy as np

from tests.measures.kiosk import DIMENSIONS, KIOSK, visitors

ITEMS = tuple(range(1, 25))
NAMES = tuple(f"sq{item}" for item in ITEMS)
# In the order of DIMENSIONS.
DIMENSION_NAMES = ("reliability", "tangibility", "control", "economy", "convenience", "security")
BY_DIMENSION = {
    name: tuple(f"sq{item}" for item in items)
    for name, items in zip(DIMENSION_NAMES, DIMENSIONS, strict=True)
}


def tables() -> tuple[np.ndarray, np.ndarray]:
    """Return what was perceived and expected, shape (194, 24) each."""
    rows = visitors()
    perceived, expected = (
        np.array([[float(row[f"sq{item}_{side}"]) for item in ITEMS] for row in rows])
        for side in (2, 1)
    )
    return perceived, expected


def reference(kind: str) -> list[dict[str, str]]:
    """Return the rows that R gives for "gap_ipa" or "dimension"."""
    with (KIOSK / f"kiosk_{kind}_R_reference.csv").open(newline="") as file:
        return list(csv.DictReader(file))
