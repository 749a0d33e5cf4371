"""Whether the gap of a dimension can be trusted: its reliability, and the room to expect more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from heed.measures.difference_scores import DifferenceCheck, difference_check
from heed.measures.estimates import Estimate
from heed.measures.reliability import cronbach_alpha
from heed.measuring.figures import flags, number, plausible, share
from heed.measuring.tables import Table

Floats = NDArray[np.float64]
FEWEST_ITEMS, FEWEST_CASES = 2, 3


@dataclass(frozen=True)
class DimensionCheck:
    """Coefficients alpha of both sides and of the item gaps, and the check of the difference."""

    dimension: str
    perceived_alpha: Estimate
    expected_alpha: Estimate
    gap_alpha: Estimate
    difference: DifferenceCheck


def checks_of(
    perceived: Floats,
    expected: Floats,
    places: Mapping[str, Sequence[int]],
    *,
    highest: float,
    confidence: float,
) -> list[DimensionCheck]:
    """The checks of all dimensions of several items, over persons who answered them all."""
    found = []
    for name, columns in places.items():
        p, e = perceived[:, columns], expected[:, columns]
        is_complete = ~np.isnan(p + e).any(axis=1)
        sides = p[is_complete], e[is_complete]
        if len(columns) < FEWEST_ITEMS or not all(map(_varies, (*sides, sides[0] - sides[1]))):
            continue
        of_p, of_e, of_gap = (
            cronbach_alpha(each, confidence=confidence) for each in (*sides, sides[0] - sides[1])
        )
        check = difference_check(
            *(side.mean(axis=1) for side in sides),
            highest=highest,
            # Items that contradict each other measure nothing.
            perceived_reliability=max(0.0, of_p.value),
            expected_reliability=max(0.0, of_e.value),
            confidence=confidence,
        )
        found.append(DimensionCheck(name, of_p, of_e, of_gap, check))
    return found


def _varies(answers: Floats) -> bool:
    return len(answers) >= FEWEST_CASES and float(np.ptp(answers.sum(axis=1))) > 0


def check_table(checks: Sequence[DimensionCheck]) -> Table:
    """Reliabilities of the dimensions, for people."""
    return Table(
        head=(
            _("dimension"),
            _("alpha perceived"),
            _("alpha expected"),
            _("alpha of gaps"),
            _("plausible"),
            _("reliability of the difference"),
            _("all expect the highest"),
            _("to note"),
        ),
        rows=[
            (
                each.dimension,
                number(each.perceived_alpha.value),
                number(each.expected_alpha.value),
                number(each.gap_alpha.value),
                plausible(each.gap_alpha),
                number(each.difference.reliability.value),
                share(each.difference.expected_at_highest.value),
                flags(each.gap_alpha),
            )
            for each in checks
        ],
    )
