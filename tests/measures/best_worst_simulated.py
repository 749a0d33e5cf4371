"""Best-worst answers drawn from known utilities."""

import numpy as np

from heed.measures.best_worst import BestWorstAnswers, BestWorstTask, best_worst_answers
from heed.measures.choice_designs import best_worst_design

MEAN = np.linspace(1.5, -1.5, 8)
VERSIONS = 6


def simulated(
    persons: int, *, tasks: int, spread: float, seed: int
) -> tuple[BestWorstAnswers, np.ndarray]:
    """Return answers by the sequential model, and the utilities of each person."""
    rng = np.random.default_rng(seed)
    designs = [
        best_worst_design(len(MEAN), task_size=4, tasks=tasks, seed=version)
        for version in range(VERSIONS)
    ]
    utilities = MEAN + rng.normal(0, spread, (persons, len(MEAN)))
    utilities -= utilities.mean(axis=1, keepdims=True)
    answered = [
        _answered(list(offered), utilities[person], person, rng)
        for person in range(persons)
        for offered in designs[person % VERSIONS]
    ]
    return best_worst_answers(range(len(MEAN)), answered), utilities


def _answered(
    offered: list[int], utilities: np.ndarray, person: int, rng: np.random.Generator
) -> BestWorstTask:
    best = offered[int(np.argmax(utilities[offered] + rng.gumbel(size=len(offered))))]
    rest = [item for item in offered if item != best]
    worst = rest[int(np.argmax(rng.gumbel(size=len(rest)) - utilities[rest]))]
    return BestWorstTask(offered, best, worst, person)
