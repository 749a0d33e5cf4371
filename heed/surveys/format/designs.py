"""Which things a best–worst question shows together, where its author does not say."""

from collections.abc import Sequence

from heed.measures.choice_designs import (
    FEWEST_ITEMS,
    MOST_ITEMS,
    SMALLEST_TASK,
    best_worst_design,
)

USUAL_TASK = 4


def designed_sets(values: Sequence[str | int]) -> list[list[str | int]]:
    """Sets in which each value is shown about three times; none for fewer than 3 or over 12."""
    if not FEWEST_ITEMS <= len(values) <= MOST_ITEMS:
        return []
    size = USUAL_TASK if len(values) > USUAL_TASK else SMALLEST_TASK
    design = best_worst_design(len(values), task_size=size)
    return [[values[place] for place in task] for task in design]
