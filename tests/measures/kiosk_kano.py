"""The kiosk's 29 pairs of Kano questions, and what R makes of them."""

import csv

import numpy as np

from tests.measures.kiosk import KIOSK, visitors

FEATURES = range(1, 30)


def kano_pairs() -> tuple[np.ndarray, np.ndarray]:
    """Return the answers if the feature is there and if it is missing, shape (194, 29) each."""
    rows = visitors()
    functional, dysfunctional = (
        np.array([[float(row[f"kano{at}_{side}"]) for at in FEATURES] for row in rows])
        for side in (1, 2)
    )
    return functional, dysfunctional


def kano_reference() -> list[dict[str, str]]:
    with (KIOSK / "kiosk_kano_R_reference.csv").open(newline="") as file:
        return list(csv.DictReader(file))
