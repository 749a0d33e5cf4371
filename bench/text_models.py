"""How well sentiment and topics of texts never trained on are found, and how fast.

Sentiment: trained on three kinds of goods, tested on the other two, every split, as trained and
adapted to the texts of each of the two without their labels; then on two hundred restaurants with
stars, and on books with reviewed answers learnt. The models Heed starts with, of its own
sentences: on the same reviews and restaurants, and by cross-validation. Topics: a tenth of the
questions to a bank set apart, by three seeds. Tone: requests in English, the politest quarter
against the rudest. Run it as `python -m bench.text_models [--quick]`; without the texts it says so.
"""

import argparse
import csv
import itertools
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from heed.measures.texts.adapted import adapted
from heed.measures.texts.evaluation import Evaluation, evaluated
from heed.measures.texts.linear import LinearModel, probabilities, retrained
from heed.measures.texts.model_files import written
from heed.measures.texts.sentiment import NEGATIVE, POSITIVE, trained_sentiment
from heed.measures.texts.topics import trained_topics
from heed.measures.texts.verdicts import Verdict, verdicts
from heed.surveys.ready.sentences import sentences
from heed.surveys.rules.text_models import (
    cross_validated_sentences,
    model_of,
    starting_sentiment,
)

TEXTS = Path(__file__).resolve().parents[2] / "shared/data/text"
SURE = 0.8
REVIEWED = (50, 200, 500)


class Timing:
    """Seconds of each training, and texts classified a second."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.rates: list[float] = []

    def train(self, train: Callable[..., LinearModel], *given: list[str], seed: int = 0):
        began = time.perf_counter()
        model = train(*given, seed=seed)
        self.seconds.append(time.perf_counter() - began)
        return model

    def classify(self, model: LinearModel, texts: list[str], others: int = 0) -> list[Verdict]:
        began = time.perf_counter()
        found = verdicts(model, texts, others=others)
        self.rates.append(len(texts) / (time.perf_counter() - began))
        return found

    def figures(self) -> dict[str, float]:
        return {
            "train_seconds": round(max(self.seconds), 1),
            "texts_per_second": round(statistics.median(self.rates)),
        }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one split and one seed")
    options = parser.parse_args()
    if not TEXTS.is_dir():
        print(f"The labelled texts are not in {TEXTS}.", file=sys.stderr)
        return 1
    tell({"starting": starting()})
    tell({"sentiment": sentiment(1 if options.quick else None)})
    tell({"topics": topics(range(1 if options.quick else 3))})
    if not options.quick:
        tell({"restaurants": restaurants()})
        tell({"corrected": corrected()})
        tell({"tone": tone()})
    return 0


def tell(found: dict[str, object]) -> None:
    print(json.dumps({"bench": "text_models", **found}, ensure_ascii=False), flush=True)


def reviews() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Texts, sentiments and kinds of goods; each text once."""
    with (TEXTS / "zh_shopping_reviews/reviews.csv").open(encoding="utf-8-sig", newline="") as file:
        row_of = {row["review"]: row for row in csv.DictReader(file)}
    signs = [POSITIVE if row["label"] == "1" else NEGATIVE for row in row_of.values()]
    kinds = [row["cat"] for row in row_of.values()]
    return np.array(list(row_of), dtype=object), np.array(signs), np.array(kinds)


def score(right: np.ndarray, found: list[Verdict]) -> Evaluation:
    return evaluated(right.tolist(), [verdict.label for verdict in found])


def sentiment(most: int | None) -> dict[str, object]:
    texts, signs, kinds = reviews()
    timing, size, splits, sure, adaptations = Timing(), 0, {}, [], {}
    for apart in itertools.islice(itertools.combinations(sorted(set(kinds)), 2), most):
        tested = np.isin(kinds, apart)
        model = timing.train(trained_sentiment, texts[~tested].tolist(), signs[~tested].tolist())
        found = timing.classify(model, texts[tested].tolist())
        splits["+".join(apart)] = as_figures(score(signs[tested], found))
        adaptations["+".join(apart)] = as_figures(adapted_to(model, texts, signs, kinds, apart))
        sure += [
            verdict.label == sign
            for verdict, sign in zip(found, signs[tested], strict=True)
            if verdict.probability >= SURE
        ]
        size = max(size, size_of(model))
    values = [split["accuracy"] for split in splits.values()]
    after = [split["accuracy"] for split in adaptations.values()]
    return {
        "mean": round(statistics.mean(values), 4),
        "worst": min(values),
        "adapted_mean": round(statistics.mean(after), 4),
        "adapted_worst": min(after),
        "sure_right": round(float(np.mean(sure)), 4),
        "sure_n": len(sure),
        "file_mb": size,
        **timing.figures(),
        "split": splits,
        "adapted": adaptations,
    }


def adapted_to(
    model: LinearModel,
    texts: np.ndarray,
    signs: np.ndarray,
    kinds: np.ndarray,
    apart: tuple[str, ...],
) -> Evaluation:
    """How right the model is after it has adapted itself to each kind by itself."""
    right, said = [], []
    for kind in apart:
        own = texts[kinds == kind].tolist()
        right += signs[kinds == kind].tolist()
        said += verdicts(adapted(model, own), own)
    return score(np.array(right), said)


def as_figures(found: Evaluation) -> dict[str, float]:
    accuracy = found.accuracy
    return {
        "accuracy": round(accuracy.value, 4),
        "lower": round(accuracy.lower, 4),
        "upper": round(accuracy.upper, 4),
        "n": accuracy.n,
        "macro_f1": round(found.macro_f1, 4),
    }


def size_of(model: LinearModel) -> float:
    with tempfile.TemporaryDirectory() as folder:
        return round(written(model, Path(folder) / "model.npz", kind="bench") / 1e6, 2)


def topics(seeds: range) -> dict[str, object]:
    with (TEXTS / "en_banking77/train.csv").open(encoding="utf-8", newline="") as file:
        topic_of = {row["text"]: row["category"] for row in csv.DictReader(file)}
    texts = np.array(list(topic_of), dtype=object)
    labels = np.array(list(topic_of.values()), dtype=object)
    timing, size, right, third = Timing(), 0, {}, []
    for seed in seeds:
        tested = np.zeros(len(texts), dtype=bool)
        tested[np.random.default_rng(seed).permutation(len(texts))[: len(texts) // 10]] = True
        given = texts[~tested].tolist(), labels[~tested].tolist()
        model = timing.train(trained_topics, *given, seed=seed)
        found = timing.classify(model, texts[tested].tolist(), others=2)
        right[f"seed_{seed}"] = as_figures(score(labels[tested], found))
        third += [
            label in {verdict.label, *dict(verdict.others)}
            for verdict, label in zip(found, labels[tested], strict=True)
        ]
        size = max(size, size_of(model))
    values = [each["accuracy"] for each in right.values()]
    return {
        "mean": round(statistics.mean(values), 4),
        "worst": min(values),
        "among_three": round(float(np.mean(third)), 4),
        "file_mb": size,
        **timing.figures(),
        **right,
    }


def starting() -> dict[str, object]:
    """The models of Heed's own sentences: content or not where they must choose."""
    texts, signs, kinds = reviews()
    model = model_of("sentiment", starting_sentiment(), [])
    found: dict[str, object] = {
        str(kind): as_figures(score(signs[kinds == kind], sided(model, texts[kinds == kind])))
        for kind in sorted(set(kinds))
    }
    for kind in sorted(set(kinds)):
        own = texts[kinds == kind]
        nearer = adapted(model, own.tolist())
        found[f"{kind}_adapted"] = as_figures(score(signs[kinds == kind], sided(nearer, own)))
    right, rated = rated_restaurants()
    found["restaurants"] = as_figures(score(right, sided(model, rated)))
    written_out = [each for each in sentences() if each.is_whole]
    for name, labels in (
        ("sentiment_of_three", [each.sentiment for each in written_out]),
        ("topic_of_twelve", [each.topic for each in written_out]),
    ):
        kind = name.split("_")[0].replace("topic", "topics")
        said = cross_validated_sentences(kind)
        for language in ("en", "zh"):
            at = [n for n, each in enumerate(written_out) if each.language == language]
            found[f"{name}_{language}"] = as_figures(
                evaluated([labels[n] for n in at], [said[n] for n in at])
            )
    return found


def sided(model: LinearModel, texts: np.ndarray) -> list[Verdict]:
    """Content or not, whichever is likelier; the neutral label is left out."""
    shares = probabilities(model, texts.tolist())
    places = [model.labels.index(label) for label in (NEGATIVE, POSITIVE)]
    sides = shares[:, places].argmax(axis=1)
    return [Verdict((NEGATIVE, POSITIVE)[side], 0.0) for side in sides]


def rated_restaurants() -> tuple[np.ndarray, np.ndarray]:
    """Reviews with one or two stars, or with four or five."""
    rows = []
    for name in ("dev_sample.csv", "train_sample.csv"):
        with (TEXTS / "zh_dianping_asap" / name).open(encoding="utf-8-sig", newline="") as file:
            rows += [row for row in csv.DictReader(file) if float(row["star"]) != 3]
    right = np.array([POSITIVE if float(row["star"]) > 3 else NEGATIVE for row in rows])
    return right, np.array([row["reviewbody"] for row in rows], dtype=object)


def restaurants() -> dict[str, float]:
    """One or two stars against four or five, by a model of all goods."""
    texts, signs, _kinds = reviews()
    model = trained_sentiment(texts.tolist(), signs.tolist())
    right, rated = rated_restaurants()
    found = verdicts(model, rated.tolist())
    return {**as_figures(score(right, found)), "negative": int((right == NEGATIVE).sum())}


def corrected() -> dict[str, object]:
    """Books, by a model of the other goods that learns from so many reviewed answers on books."""
    texts, signs, kinds = reviews()
    books = np.flatnonzero(kinds == "书籍")
    books = np.random.default_rng(0).permutation(books)
    reviewed, rest = books[: max(REVIEWED)], books[max(REVIEWED) :]
    others = kinds != "书籍"
    model = trained_sentiment(texts[others].tolist(), signs[others].tolist())
    found = {}
    for many in (0, *REVIEWED):
        pairs = list(zip(texts[reviewed[:many]], signs[reviewed[:many]].tolist(), strict=True))
        better = retrained(model, pairs)
        found[f"after_{many}"] = as_figures(
            score(signs[rest], verdicts(better, texts[rest].tolist()))
        )
    return found


def tone() -> dict[str, float]:
    """Politest against rudest quarter of requests in English; a tenth set apart."""
    path = TEXTS / "en_politeness_wikipedia/wikipedia.annotated.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row["Request"], float(row["Normalized Score"])) for row in csv.DictReader(file)]
    scores = np.array([score for _text, score in rows])
    low, high = np.quantile(scores, [0.25, 0.75])
    kept = np.flatnonzero((scores <= low) | (scores >= high))
    texts = np.array([rows[at][0] for at in kept], dtype=object)
    signs = np.where(scores[kept] >= high, POSITIVE, NEGATIVE)
    tested = np.random.default_rng(0).random(len(kept)) < 0.1
    model = trained_sentiment(texts[~tested].tolist(), signs[~tested].tolist())
    return as_figures(score(signs[tested], verdicts(model, texts[tested].tolist())))


if __name__ == "__main__":
    sys.exit(main())
