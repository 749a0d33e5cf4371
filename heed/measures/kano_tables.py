"""Which category a pair of Kano answers falls into: evaluation tables, as data.

A row is the answer if the feature is there, a column the answer if it is missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """What a feature does to satisfaction, in the order in which near ties are decided."""

    MUST_BE = "M"  # unnoticed if there, missed if not
    ONE_DIMENSIONAL = "O"  # the more the better
    ATTRACTIVE = "A"  # delights if there, not missed if not
    INDIFFERENT = "I"  # makes no difference
    REVERSE = "R"  # better without it
    QUESTIONABLE = "Q"  # the two answers contradict each other


@dataclass(frozen=True)
class EvaluationTable:
    """The category of each pair of answers.

    Parameters
    ----------
    name : str
        What the table is called.
    rows : tuple of str
        One row for each answer if the feature is there, one letter (M, O, A, I, R or Q) in it for
        each answer if it is missing. Answers count from 1, which is "I like it".

    Raises
    ------
    ValueError
        If the rows are not as long as there are rows, or hold another letter.

    Examples
    --------
    >>> EvaluationTable("three", ("AAO", "IIM", "IIM")).category(1, 3)
    <Category.ONE_DIMENSIONAL: 'O'>
    """

    name: str
    rows: tuple[str, ...]

    def __post_init__(self) -> None:
        letters = {str(category) for category in Category}
        is_square = len(self.rows) > 1 and all(len(row) == len(self.rows) for row in self.rows)
        if not is_square or not set("".join(self.rows)) <= letters:
            raise ValueError(
                "Expected as many letters in each row as there are rows, "
                f"of {', '.join(Category)}, got {self.rows!r}."
            )

    @property
    def answers(self) -> int:
        """How many answers a question offers."""
        return len(self.rows)

    def category(self, functional: int, dysfunctional: int) -> Category:
        """Return the category of one pair of answers, each from 1."""
        if not (1 <= functional <= self.answers and 1 <= dysfunctional <= self.answers):
            raise ValueError(
                f"Expected answers from 1 to {self.answers} (table {self.name}), "
                f"got {functional!r} and {dysfunctional!r}."
            )
        return Category(self.rows[functional - 1][dysfunctional - 1])


# Answers: 1 I like it, 2 it must be so, 3 neutral, 4 I can live with it, 5 I dislike it. In the
# short form: 1 like, 2 neutral, 3 dislike. Berger's is also Kano's own; Pouliot takes the same
# middle answer twice, once for the feature and once for its absence, for a contradiction.
TABLES = {
    table.name: table
    for table in (
        EvaluationTable("berger", ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")),
        EvaluationTable("pouliot", ("QAAAO", "RQIIM", "RIIIM", "RIIQM", "RRRRQ")),
        EvaluationTable("three-level", ("AAO", "IIM", "IIM")),
    )
}


def evaluation_table(table: str | Sequence[str] | EvaluationTable) -> EvaluationTable:
    """Return a table by its name, or one given as rows of letters.

    Parameters
    ----------
    table : str, sequence of str or EvaluationTable
        "berger" (also Kano's own), "pouliot", "three-level", or the rows of a table.

    Returns
    -------
    EvaluationTable
        The table; one given as rows is called "given".

    Raises
    ------
    ValueError
        If no table has the name, or the rows are none.

    Notes
    -----
    The short form of three answers cannot tell a contradiction: "like" twice counts as attractive,
    "dislike" twice as must-be, and nothing is ever reverse.

    References
    ----------
    Berger, C., et al. (1993). Kano's methods for understanding customer-defined quality. Center
    for Quality of Management Journal, 2(4), 3-36.

    Kano, N., Seraku, N., Takahashi, F., & Tsuji, S. (1984). Attractive quality and must-be
    quality. Journal of the Japanese Society for Quality Control, 14(2), 39-48.

    Examples
    --------
    >>> evaluation_table("berger").category(1, 1), evaluation_table("pouliot").category(2, 2)
    (<Category.QUESTIONABLE: 'Q'>, <Category.QUESTIONABLE: 'Q'>)
    >>> evaluation_table("bergr")
    Traceback (most recent call last):
    ValueError: Expected berger, pouliot, three-level or rows of a table, got 'bergr'.
    """
    if isinstance(table, EvaluationTable):
        return table
    if not isinstance(table, str):
        return EvaluationTable("given", tuple(table))
    if table not in TABLES:
        raise ValueError(f"Expected {', '.join(TABLES)} or rows of a table, got {table!r}.")
    return TABLES[table]
