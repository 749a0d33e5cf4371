"""Which need level a feature's Kano category means, and what to do where it means none."""

from dataclasses import dataclass
from enum import StrEnum

from heed.measures.kano_tables import Category


class Level(StrEnum):
    """The need levels; the words are those a topic of the ledger is stored with."""

    BASIC = "basic"  # the reason to buy at all; missing it loses the sale
    EXPECTED = "expected"  # unnoticed if met, missed if not
    DESIRED = "desired"  # delights if met, accepted if not
    UNEXPECTED = "unexpected"  # not asked for


class Advice(StrEnum):
    """What follows from the category itself."""

    DELIVER = "deliver"  # to the level found
    MORE_IS_BETTER = "more_is_better"  # no enough: each step is noticed
    NO_LEVEL = "no_level"  # it makes no difference
    DO_NOT_OFFER = "do_not_offer"  # customers want it gone
    ASK_AGAIN = "ask_again"  # the answers contradict each other


@dataclass(frozen=True)
class Placement:
    """The need level of a feature, or none, and what follows.

    Parameters
    ----------
    level : Level or None
        None where the category means none.
    advice : Advice
        What follows from the category.

    Examples
    --------
    >>> Placement(None, Advice.ASK_AGAIN).level is None
    True
    """

    level: Level | None
    advice: Advice


# By whether lack stops the purchase.
_MUST_BE = {True: Level.BASIC, False: Level.EXPECTED}
# By whether customers voice it.
_ATTRACTIVE = {True: Level.DESIRED, False: Level.UNEXPECTED}


def placement(category: Category, *, stops_purchase: bool, is_voiced: bool) -> Placement:
    """Return the need level that a feature's category means.

    Parameters
    ----------
    category : Category
        Of the feature, as `kano` finds it.
    stops_purchase : bool
        Whether customers do not buy where it is missing; asked of must-be features alone.
    is_voiced : bool
        Whether customers ask for it of themselves; asked of attractive features alone.

    Returns
    -------
    Placement
        Must-be: basic where lack stops the purchase, else expected. One-dimensional: expected,
        more is better. Attractive: desired if voiced, else unexpected. Others: no level.

    Raises
    ------
    ValueError
        If the category is not one of M, O, A, I, R, Q.

    Notes
    -----
    A Kano form tells nothing of purchases and of what is said unasked: both come from elsewhere.
    Levels move with time, from unexpected to basic: date the result and measure again.

    References
    ----------
    Kano, N., Seraku, N., Takahashi, F., & Tsuji, S. (1984). Attractive quality and must-be
    quality. Journal of the Japanese Society for Quality Control, 14(2), 39-48.

    Examples
    --------
    >>> str(placement(Category.MUST_BE, stops_purchase=True, is_voiced=False).level)
    'basic'
    >>> str(placement(Category.REVERSE, stops_purchase=False, is_voiced=True).advice)
    'do_not_offer'
    """
    table = {
        Category.MUST_BE: Placement(_MUST_BE[stops_purchase], Advice.DELIVER),
        Category.ONE_DIMENSIONAL: Placement(Level.EXPECTED, Advice.MORE_IS_BETTER),
        Category.ATTRACTIVE: Placement(_ATTRACTIVE[is_voiced], Advice.DELIVER),
        Category.INDIFFERENT: Placement(None, Advice.NO_LEVEL),
        Category.REVERSE: Placement(None, Advice.DO_NOT_OFFER),
        Category.QUESTIONABLE: Placement(None, Advice.ASK_AGAIN),
    }
    if category not in table:
        raise ValueError(f"Expected one of {', '.join(Category)}, got {category!r}.")
    return table[category]
