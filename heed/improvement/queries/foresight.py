"""How many cases, and months, it takes to notice the effect that is expected."""

from dataclasses import dataclass
from math import sqrt

from heed.improvement.queries.cases import Cases
from heed.improvement.queries.figures import Figure
from heed.improvement.rules.effects import DAYS_A_MONTH, months_for
from heed.improvement.rules.figures import Unit
from heed.measures.group_sizes import answers_for_two_means, answers_for_two_shares


@dataclass(frozen=True)
class Needed:
    """Cases needed before and after, how many come in a month, and the months that takes."""

    answers: int
    per_month: float
    months: int | None
    window_months: int

    @property
    def is_window_enough(self) -> bool:
        return self.months is not None and self.months <= self.window_months


def needed_for(
    figure: Figure, cases: Cases, *, ends: tuple[float, float], days: int, is_compared: bool
) -> Needed | None:
    """What it takes at 80 % power; None where nothing can be said of the spread.

    With a comparison group of the same size it takes twice as many in each group.
    """
    spread, (first, last) = _spread(cases), ends
    if figure.unit is Unit.SHARE:
        if not (0 < first < 1 and 0 < last < 1 and first != last):
            return None
        answers = answers_for_two_shares(first, last).answers
    elif spread and first != last:
        answers = answers_for_two_means(abs(last - first), spread).answers
    else:
        return None
    answers *= 2 if is_compared else 1
    n = cases.total()
    return Needed(
        answers=answers,
        per_month=n / days * DAYS_A_MONTH,
        months=months_for(answers, cases=n, days=days),
        window_months=max(days // DAYS_A_MONTH, 1),
    )


def _spread(cases: Cases) -> float:
    """The standard deviation of the cases; 0 where there are fewer than two."""
    n = cases.total()
    if n < 2:
        return 0.0
    mean = sum(value * times for value, times in cases.items()) / n
    squares = sum((value - mean) ** 2 * times for value, times in cases.items())
    return sqrt(squares / (n - 1))
