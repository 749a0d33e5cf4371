"""Kano answers turned into categories, and how often a person contradicts himself."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.kano_tables import Category, EvaluationTable, evaluation_table
from heed.measures.refusals import Refusal, gettext_noop

# Category of a pair of which a side is unknown.
NOT_ANSWERED = ""


def kano_categories(
    functional: ArrayLike,
    dysfunctional: ArrayLike,
    *,
    table: str | Sequence[str] | EvaluationTable = "berger",
) -> NDArray[np.str_]:
    """Return the category of each pair of answers.

    Parameters
    ----------
    functional : array_like of float, shape (n, k) or (n,)
        Answers of n persons on k features if they are there, counted from 1; nan where unknown.
    dysfunctional : array_like of float, same shape
        Answers if the features are missing.
    table : str, rows or EvaluationTable, default "berger"
        See `evaluation_table`.

    Returns
    -------
    ndarray of str, same shape
        One of M, O, A, I, R, Q, or "" where a side is unknown.

    Raises
    ------
    ValueError
        If the two differ in shape, an answer is not on the form, or the table is not known.

    Notes
    -----
    1 is "I like it" on both sides. A form that counts backwards must be turned round first.

    References
    ----------
    Berger, C., et al. (1993). Kano's methods for understanding customer-defined quality. Center
    for Quality of Management Journal, 2(4), 3-36.

    Examples
    --------
    >>> kano_categories([1, 2, 1, float("nan")], [5, 5, 1, 3])
    array(['O', 'M', 'Q', ''], dtype='<U1')
    """
    rules = evaluation_table(table)
    there, missing = np.asarray(functional, dtype=float), np.asarray(dysfunctional, dtype=float)
    if there.shape != missing.shape:
        raise ValueError(
            "Expected as many functional as dysfunctional answers, "
            f"got shapes {there.shape} and {missing.shape}."
        )
    letters = np.array([list(row) for row in rules.rows])
    is_known = ~(np.isnan(there) | np.isnan(missing))
    found = np.full(there.shape, NOT_ANSWERED, dtype="<U1")
    rows, columns = (_positions(side[is_known], rules) for side in (there, missing))
    found[is_known] = letters[rows, columns]
    return found


class Contradictions(NamedTuple):
    """How much of a person's form contradicts itself.

    Examples
    --------
    >>> Contradictions(np.array([2]), np.array([8])).share
    array([0.25])
    """

    questionable: NDArray[np.intp]
    answered: NDArray[np.intp]

    @property
    def share(self) -> NDArray[np.float64]:
        """Questionable pairs of the pairs answered, in 0..1; nan where none is answered."""
        shares = np.full(self.answered.shape, np.nan)
        np.divide(self.questionable, self.answered, out=shares, where=self.answered > 0)
        return shares


def contradictions(categories: ArrayLike) -> Contradictions:
    """Return how many pairs of each person are questionable, a sign of careless answers.

    Parameters
    ----------
    categories : array_like of str, shape (n, k)
        From `kano_categories`, one row per person.

    Returns
    -------
    Contradictions
        Counts of shape (n,), and their share.

    Raises
    ------
    ValueError
        If there is not one row per person.

    Notes
    -----
    A badly worded or reversed pair makes everybody contradict himself: look at the features'
    questionable counts before blaming persons. Persons should be left out by a rule that is
    written down before the categories are seen.

    References
    ----------
    Berger, C., et al. (1993). Kano's methods for understanding customer-defined quality. Center
    for Quality of Management Journal, 2(4), 3-36.

    Examples
    --------
    >>> contradictions([["M", "Q", ""], ["A", "O", "I"]]).share
    array([0.5, 0. ])
    """
    given = np.asarray(categories)
    if given.ndim != 2:
        raise ValueError(f"Expected one row of categories per person, got shape {given.shape}.")
    return Contradictions(
        (given == Category.QUESTIONABLE).sum(axis=1), (given != NOT_ANSWERED).sum(axis=1)
    )


def _positions(answers: NDArray[np.float64], table: EvaluationTable) -> NDArray[np.intp]:
    is_wrong = (answers != np.round(answers)) | (answers < 1) | (answers > table.answers)
    if is_wrong.any():
        raise Refusal(
            gettext_noop(
                "Expected answers from 1 to %(highest)s (table %(table)s), got %(answer)s."
            ),
            highest=table.answers,
            table=table.name,
            answer=repr(float(answers[is_wrong][0])),
        )
    return answers.astype(np.intp) - 1
