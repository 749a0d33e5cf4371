"""Answered best-worst tasks (MaxDiff): which items were shown, the best and the worst of them."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from heed.measures.choices import places_of
from heed.measures.refusals import Refusal, gettext_noop

FEWEST_OFFERED = 3


class BestWorstTask(NamedTuple):
    """One task as one person answered it.

    Parameters
    ----------
    offered : sequence of hashable
        The items shown, each once; at least three.
    best, worst : hashable
        The items picked as most and as least important.
    person : hashable or None
        Who answered; None where unknown.

    Examples
    --------
    >>> BestWorstTask(("speed", "price", "warmth"), best="speed", worst="price").person is None
    True
    """

    offered: Sequence[Hashable]
    best: Hashable
    worst: Hashable
    person: Hashable = None


@dataclass(frozen=True, eq=False)
class BestWorstAnswers:
    """Many answered tasks as arrays.

    Parameters
    ----------
    items : tuple of hashable, length k
        All items asked about.
    persons : tuple of hashable, length p
        Who answered, in the order in which they come.
    offered : ndarray of int, shape (n, m)
        Places of the items shown in each task, filled up with -1 where a task showed fewer.
    best, worst : ndarray of int, shape (n,)
        Column in `offered` of the item picked.
    person : ndarray of int, shape (n,)
        Place of the person in `persons`.
    is_person_known : bool
        Whether every task says who answered.

    Examples
    --------
    >>> found = best_worst_answers("abc", [BestWorstTask("abc", "b", "a")])
    >>> found.offered, found.best, found.worst
    (array([[0, 1, 2]]), array([1]), array([0]))
    """

    items: tuple[Hashable, ...]
    persons: tuple[Hashable, ...]
    offered: NDArray[np.int_]
    best: NDArray[np.int_]
    worst: NDArray[np.int_]
    person: NDArray[np.int_]
    is_person_known: bool

    @property
    def n(self) -> int:
        """Tasks answered."""
        return len(self.best)

    @property
    def best_item(self) -> NDArray[np.int_]:
        """Places of the items picked as the best, shape (n,)."""
        found: NDArray[np.int_] = self.offered[np.arange(self.n), self.best]
        return found

    @property
    def worst_item(self) -> NDArray[np.int_]:
        """Places of the items picked as the worst, shape (n,)."""
        found: NDArray[np.int_] = self.offered[np.arange(self.n), self.worst]
        return found


def best_worst_answers(
    items: Sequence[Hashable], tasks: Iterable[BestWorstTask]
) -> BestWorstAnswers:
    """Return answered tasks as arrays, once they are found possible.

    Parameters
    ----------
    items : sequence of hashable, length k
        All items asked about, each once; at least two.
    tasks : iterable of BestWorstTask
        The answered tasks, of one person or of many; at least one.

    Returns
    -------
    BestWorstAnswers
        What counts and logits are made from.

    Raises
    ------
    ValueError
        If there is no task, a task shows an item twice, an item not in `items` or fewer than
        three, or its best and worst are the same or were not shown. The task is named by its
        place, counted from 1.

    Notes
    -----
    Leave out tasks that were not answered in full: half an answer is no answer to this question.

    References
    ----------
    Louviere, J. J., Flynn, T. N., & Marley, A. A. J. (2015). Best-worst scaling: theory, methods
    and applications. Cambridge University Press.

    Examples
    --------
    >>> found = best_worst_answers("abc", [BestWorstTask("abc", "b", "a", person=7)])
    >>> found.n, found.persons, found.best_item, found.worst_item
    (1, (7,), array([1]), array([0]))
    """
    places = places_of(items)
    given = list(tasks)
    if not given:
        raise Refusal(gettext_noop("Expected at least one answered best-worst task, got none."))
    for number, task in enumerate(given, start=1):
        _require_possible(task, places, number)
    offered = np.full((len(given), max(len(task.offered) for task in given)), -1)
    for row, task in enumerate(given):
        offered[row, : len(task.offered)] = [places[item] for item in task.offered]
    number_of = {person: at for at, person in enumerate(dict.fromkeys(t.person for t in given))}
    return BestWorstAnswers(
        tuple(items),
        tuple(number_of),
        offered,
        np.array([list(task.offered).index(task.best) for task in given]),
        np.array([list(task.offered).index(task.worst) for task in given]),
        np.array([number_of[task.person] for task in given]),
        None not in number_of,
    )


def _require_possible(task: BestWorstTask, places: dict[Hashable, int], number: int) -> None:
    shown = set(task.offered)
    if len(shown) != len(task.offered) or len(shown) < FEWEST_OFFERED or not shown <= places.keys():
        raise Refusal(
            gettext_noop(
                "Expected at least three different items out of %(items)s in each "
                "task, got %(offered)s in task %(number)s."
            ),
            items=", ".join(map(str, places)),
            offered=", ".join(map(str, task.offered)),
            number=number,
        )
    if task.best == task.worst or task.best not in shown or task.worst not in shown:
        raise Refusal(
            gettext_noop(
                "Expected a best and another, worst item out of %(offered)s, got "
                "best %(best)s and worst %(worst)s in task %(number)s."
            ),
            offered=", ".join(map(str, task.offered)),
            best=repr(task.best),
            worst=repr(task.worst),
            number=number,
        )
