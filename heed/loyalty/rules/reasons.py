"""The reasons for leaving: which there are, which we could have prevented, which was said."""

from collections.abc import Collection

DIED, MOVED, TASTES, FRIEND, CHEAPER, PRODUCT, INDIFFERENCE = REASONS = (
    "died", "moved", "tastes", "friend", "cheaper", "product", "indifference",
)  # fmt: skip
UNKNOWN = "unknown"
BEYOND_US = frozenset({DIED, MOVED})
FEWEST_OFFERED = 4


def is_controllable(reason: str) -> bool:
    """Whether we could have done something about it; nothing is said of an unknown reason."""
    return reason in REASONS and reason not in BEYOND_US


def is_about_leaving(items: Collection[str]) -> bool:
    """Whether choices that stand for these items ask why somebody left, and not of a score."""
    return len(set(items) & set(REASONS)) >= FEWEST_OFFERED


def is_exit_interview(items: Collection[str]) -> bool:
    """Whether all reasons are offered; a survey that offers some is a survey."""
    return set(REASONS) <= set(items)


def reason_of(item: str) -> str:
    """The reason a chosen item stands for; `unknown` for another, or one not told."""
    return item if item in REASONS else UNKNOWN
