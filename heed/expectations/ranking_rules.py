"""The tasks of a ranking, and what answers to them say; from plain values to plain values (D1.4).

Items are known by number. An answer names its task and, by the kind of task, the whole `order`,
the `best` and the `worst`, or the one `preferred`; best or worst alone is an answer too.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import NotRequired, TypedDict, cast

from heed.measures.choice_designs import best_worst_design, pairs_to_ask
from heed.measures.choices import Choice, best_worst_choices, pair_choices, ranking_choices
from heed.measures.rankings import Worths, worths

ORDER, BEST_WORST, PAIRS = "order", "best_worst", "pairs"
FEWEST, MOST = 2, 12
FEWEST_FOR_BEST_WORST = 3
SMALL_TASKS_UP_TO = 5
ANSWERABLE = timedelta(days=30)


@dataclass(frozen=True)
class Task:
    """One question: which items are shown, in this order."""

    number: int
    kind: str
    offered: tuple[int, ...]


class Answer(TypedDict):
    """What was said to one task; as kept it says too what was `offered`."""

    task: int
    offered: NotRequired[list[int]]
    order: NotRequired[list[int]]
    best: NotRequired[int | None]
    worst: NotRequired[int | None]
    preferred: NotRequired[int]


def tasks_of(method: str, items: Sequence[int], seed: int) -> list[Task]:
    """Return the questions to ask about the items; the same seed gives the same questions."""
    if method == ORDER:
        return [Task(1, ORDER, tuple(items))]
    count = len(items)
    design: Sequence[tuple[int, ...]]
    if method == PAIRS:
        design = pairs_to_ask(count, seed=seed)
    else:
        size = 3 if count <= SMALL_TASKS_UP_TO else 4
        design = best_worst_design(count, task_size=size, seed=seed)
    return [
        Task(number, method, tuple(items[place] for place in places))
        for number, places in enumerate(design, start=1)
    ]


def shuffled(items: Sequence[int], seed: int) -> list[int]:
    """Return the items in a random order, so that none is first by habit."""
    mixed = list(items)
    Random(seed).shuffle(mixed)  # noqa: S311 - an order to be shown, not a secret
    return mixed


def fault_of(task: Task, answer: Answer) -> str:
    """Return what is wrong with an answer: unknown, twice, missing, same, empty; or nothing."""
    if task.kind == ORDER:
        named = answer.get("order") or []
    elif task.kind == PAIRS:
        named = [answer["preferred"]] if "preferred" in answer else []
    else:
        named = [each for each in (answer.get("best"), answer.get("worst")) if each is not None]
    if not named:
        return "empty"
    if set(named) - set(task.offered):
        return "unknown"
    if len(set(named)) < len(named):
        return "same" if task.kind == BEST_WORST else "twice"
    return "missing" if task.kind == ORDER and len(named) < len(task.offered) else ""


def choices_of(answers: Sequence[Answer]) -> list[Choice]:
    """Return the single choices that kept answers tell of; tasks left out tell of none."""
    return [choice for answer in answers for choice in _choices(answer)]


def _choices(answer: Answer) -> list[Choice]:
    offered = tuple(answer["offered"])
    if "order" in answer:
        return ranking_choices(answer["order"])
    if "preferred" in answer:
        (other,) = set(offered) - {answer["preferred"]}
        return pair_choices(answer["preferred"], other)
    best, worst = answer.get("best"), answer.get("worst")
    if best is not None and worst is not None:
        return best_worst_choices(offered, best=best, worst=worst)
    if best is not None:
        return [Choice(best, offered)]
    return [Choice(worst, offered, is_best=False)]


def as_of_topics(
    choices: Sequence[Choice], topic_of: Mapping[int, int], *, judge: int
) -> list[Choice]:
    """Return a person's choices among expectations as choices among their topics."""
    of = cast(Mapping[Hashable, int], topic_of)
    return [
        Choice(of[each.chosen], tuple(of[item] for item in each.offered), each.is_best, judge)
        for each in choices
    ]


def importance_from(items: Sequence[int], answers: Sequence[Answer]) -> Worths:
    """Return how much each item matters by the kept answers."""
    return worths(items, choices_of(answers))
