"""What the trade tells without a study, as it stands until a company writes its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from heed.loyalty.rules.reasons import BEYOND_US

REASONS_FOR_LEAVING = "reasons_for_leaving"
LEAST_CASES, MOST_CASES = 1, 1000


@dataclass(frozen=True)
class ReadyPrior:
    """Percent of each, and how many own cases the belief is worth."""

    values: Mapping[str, float]
    cases: float


# A list of seven reasons told in the trade since the 1980s, in many versions, none with a method.
READY = {
    REASONS_FOR_LEAVING: ReadyPrior(
        MappingProxyType(
            {
                "died": 1.0,
                "moved": 3.0,
                "tastes": 4.0,
                "friend": 5.0,
                "cheaper": 9.0,
                "product": 10.0,
                "indifference": 68.0,
            }
        ),
        cases=10.0,
    )
}


def controllable(values: Mapping[str, float]) -> float:
    """The share, in 0..1, that one could have kept: all but those who died or moved."""
    whole = sum(values.values())
    return sum(value for key, value in values.items() if key not in BEYOND_US) / whole
