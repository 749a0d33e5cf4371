"""Time the best-worst logits: 1,000 persons, 12 tasks each of 5 out of 12 items.

Prints one line of JSON: seconds to check the tasks and put them in arrays, of each of the three
logits with their clustered errors (median), and of the utilities of every single person.
"""

import json
import os
import statistics
import time

import numpy as np

from heed.measures.best_worst import BestWorstAnswers, BestWorstTask, best_worst_answers
from heed.measures.best_worst_individual import individual_utilities
from heed.measures.best_worst_logits import BestWorstModel, best_worst_logit

PERSONS, TASKS, SHOWN, ITEMS = 1000, 12, 5, 12
ROUNDS = 5


def main() -> None:
    began = time.perf_counter()
    answers = best_worst_answers(range(ITEMS), tasks())
    figures = {"reading_seconds": round(time.perf_counter() - began, 3)}
    for model in BestWorstModel:
        figures[f"{model}_seconds"] = round(
            statistics.median(seconds(answers, model) for _round in range(ROUNDS)), 3
        )
    if not os.environ.get("BENCH_QUICK"):
        began = time.perf_counter()
        individual_utilities(answers)
        figures["individual_seconds"] = round(time.perf_counter() - began, 2)
    print(json.dumps(figures), flush=True)


def tasks() -> list[BestWorstTask]:
    """Every task is drawn anew: the hardest case, as equal sets are computed once."""
    rng = np.random.default_rng(1)
    utilities = np.linspace(1.5, -1.5, ITEMS) + rng.normal(0, 1, (PERSONS, ITEMS))
    found = []
    for person in range(PERSONS):
        for _task in range(TASKS):
            shown = rng.permutation(ITEMS)[:SHOWN].tolist()
            felt = dict(zip(shown, utilities[person, shown] + rng.gumbel(size=SHOWN), strict=True))
            best, worst = max(felt, key=felt.__getitem__), min(felt, key=felt.__getitem__)
            found.append(BestWorstTask(shown, best, worst, person))
    return found


def seconds(answers: BestWorstAnswers, model: BestWorstModel) -> float:
    began = time.perf_counter()
    best_worst_logit(answers, model=model)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
