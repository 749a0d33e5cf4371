"""How important 24 items are to the kiosk's visitors, how satisfied they are, and R's means."""

import csv

import numpy as np

from tests.measures.kiosk import KIOSK, visitors

ITEMS = range(1, 25)


def importance_and_satisfaction() -> tuple[np.ndarray, np.ndarray]:
    """Return both answers by visitor and item, from 1 to 7, shape (194, 24) each."""
    rows = visitors()
    importance, satisfaction = (
        np.array([[float(row[f"ipa{at}_{side}"]) for at in ITEMS] for row in rows])
        for side in (1, 2)
    )
    return importance, satisfaction


def map_reference() -> list[dict[str, str]]:
    with (KIOSK / "kiosk_gap_ipa_R_reference.csv").open(newline="") as file:
        return list(csv.DictReader(file))
