"""Whether satisfaction follows the gap, on the company's own answers (D1.10, Edwards)."""

from collections import Counter
from dataclasses import dataclass

from heed.expectations.queries.scope import Scope
from heed.measures.gap_cost import GapCost, cost_of_ignoring
from heed.measures.response_surface import ResponseSurface, response_surface

NEEDED = 60
MOST = 20_000
STEPS = range(1, 8)
TINTS = 5

Answer = tuple[int, int, int]


@dataclass(frozen=True)
class Cell:
    """Predicted satisfaction for one pair; `n` answers were this pair, `tint` grows from 1 to 5."""

    perceived: int
    expected: int
    predicted: float
    n: int
    tint: int


@dataclass(frozen=True)
class GapModel:
    """What complete answers say of the gap model; surface and cost are None where they cannot."""

    n: int
    is_cut: bool
    surface: ResponseSurface | None
    cost: GapCost | None
    grid: list[list[Cell]]


def complete_answers(scope: Scope) -> list[Answer]:
    """Perceived, expected and satisfaction of the newest answers with all three."""
    rows = scope.perceptions().filter(
        perceived__isnull=False, expected__isnull=False, satisfaction__isnull=False
    )
    columns = rows.select_related(None).values_list("perceived", "expected", "satisfaction")
    return [(p or 0, e or 0, z or 0) for p, e, z in columns[: MOST + 1]]


def gap_model(scope: Scope) -> GapModel:
    """Fit the response surface to the newest complete answers in the scope; one query."""
    answers = complete_answers(scope)
    is_cut, answers = len(answers) > MOST, answers[:MOST]
    if len(answers) < NEEDED:
        return GapModel(len(answers), is_cut, None, None, [])
    perceived, expected, satisfaction = zip(*answers, strict=True)
    try:
        surface = response_surface(perceived, expected, satisfaction)
        cost = cost_of_ignoring(perceived, expected, satisfaction)
    except ValueError:
        # Everybody gave nearly the same answers: no surface lies through them.
        return GapModel(len(answers), is_cut, None, None, [])
    return GapModel(len(answers), is_cut, surface, cost, _grid(surface, answers))


def _grid(surface: ResponseSurface, answers: list[Answer]) -> list[list[Cell]]:
    """What the surface predicts for every pair, highest expectation first."""
    counts = Counter((p, e) for p, e, _z in answers)
    return [
        [_cell(surface, perceived, expected, counts[perceived, expected]) for perceived in STEPS]
        for expected in reversed(STEPS)
    ]


def _cell(surface: ResponseSurface, perceived: int, expected: int, n: int) -> Cell:
    b0, b1, b2, b3, b4, b5 = (each.value for each in surface.coefficients)
    p, e = perceived - surface.midpoint, expected - surface.midpoint
    predicted = min(max(b0 + b1 * p + b2 * e + b3 * p * p + b4 * p * e + b5 * e * e, 1.0), 7.0)
    tint = min(int((predicted - 1) / 6 * TINTS) + 1, TINTS)
    return Cell(perceived, expected, predicted, n, tint)
