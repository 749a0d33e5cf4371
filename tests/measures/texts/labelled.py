"""Real labelled texts: Chinese reviews of five kinds of goods, questions to a bank."""

import csv
from pathlib import Path

import numpy as np
import pytest

from heed.measures.texts.sentiment import NEGATIVE, POSITIVE

TEXTS = Path(__file__).parents[4] / "shared/data/text"
REVIEWS = TEXTS / "zh_shopping_reviews/reviews.csv"
QUESTIONS = TEXTS / "en_banking77/train.csv"
needs_texts = pytest.mark.skipif(
    not TEXTS.is_dir(), reason=f"The labelled texts are not in {TEXTS}."
)


def reviews(*kinds: str, each: int, seed: int = 0) -> tuple[list[str], list[str]]:
    """Texts and sentiments of so many reviews of each kind, drawn by seed."""
    with REVIEWS.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["cat"] in kinds]
    drawn = np.random.default_rng(seed)
    chosen = [
        row
        for kind in kinds
        for row in drawn.permutation([row for row in rows if row["cat"] == kind])[:each]
    ]
    return (
        [row["review"] for row in chosen],
        [POSITIVE if row["label"] == "1" else NEGATIVE for row in chosen],
    )


def questions() -> tuple[list[str], list[str]]:
    """Texts and topics, each text once."""
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        topic_of = {row["text"]: row["category"] for row in csv.DictReader(file)}
    return list(topic_of), list(topic_of.values())
