"""Real best-worst answers: 100 persons, 7 fruits, 7 tasks of 4."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

FRUIT = Path(__file__).parents[3] / "shared/data/measure/bws_fruit"
NAMES = ("Apple", "Orange", "Grapes", "Banana", "Peach", "Melon", "Pear")
needs_fruit = pytest.mark.skipif(
    not FRUIT.is_dir(), reason=f"The best-worst answers are not in {FRUIT}."
)


def answers() -> Iterator[tuple[str, list[str], str, str]]:
    """Return person, items offered, the best and the worst of each task answered."""
    with (FRUIT / "fruit_design_sets.csv").open(newline="") as file:
        sets = [
            [NAMES[int(row[f"V{at}"]) - 1] for at in range(1, 5)] for row in csv.DictReader(file)
        ]
    with (FRUIT / "fruit.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            for task, offered in enumerate(sets, start=1):
                best, worst = (offered[int(row[f"{side}{task}"]) - 1] for side in "BW")
                yield row["ID"], offered, best, worst


def tasks() -> list[tuple[list[str], str, str]]:
    return [(offered, best, worst) for _, offered, best, worst in answers()]
