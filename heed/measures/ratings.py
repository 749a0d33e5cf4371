"""Ratings of the same cases by several raters, as places in a list of categories."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.refusals import Refusal, gettext_noop

UNRATED = -1


@dataclass(frozen=True, eq=False)
class Ratings:
    """Which category each rater put each case into.

    Parameters
    ----------
    places : ndarray of int, shape (n, m)
        Places in `categories`, counted from 0, of n cases and m raters; -1 where not rated.
    categories : tuple
        Lowest first.

    Examples
    --------
    >>> found = placed([["a", "b"], ["b", ""]])
    >>> found.counts
    array([[1, 1],
           [0, 1]])
    """

    places: NDArray[np.int64]
    categories: tuple[Hashable, ...]

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many raters put each case into each category, shape (n, categories)."""
        n, v = len(self.places), len(self.categories)
        cases, raters = np.nonzero(self.places != UNRATED)
        cells = cases * v + self.places[cases, raters]
        return np.bincount(cells, minlength=n * v).reshape(n, v)


def placed(ratings: ArrayLike, *, categories: Sequence[Hashable] = ()) -> Ratings:
    """Return ratings as places in a list of categories.

    Parameters
    ----------
    ratings : array_like, shape (n, m)
        Of n cases by m raters: numbers or words; nan, None or "" where a rater did not rate.
    categories : sequence, default those that occur, sorted
        All there are, lowest first. Words sorted by the alphabet are rarely in order: give them.

    Returns
    -------
    Ratings
        The places.

    Raises
    ------
    ValueError
        If `ratings` has not two dimensions, or a rating is none of the categories.

    Examples
    --------
    >>> placed([["low", "high"], ["mid", None]], categories=["low", "mid", "high"]).places
    array([[ 0,  2],
           [ 1, -1]])
    """
    given = np.asarray(ratings, dtype=object)
    if given.ndim != 2:
        raise ValueError(f"Expected ratings of shape (cases, raters), got {given.shape}.")
    cells = given.ravel().tolist()
    kinds = set(cells)
    known = {each for each in kinds if not _is_missing(each)}
    listed = tuple(categories) or tuple(sorted(known))
    strange = known - set(listed)
    if strange:
        raise Refusal(
            gettext_noop("Expected ratings among %(categories)s, got %(strange)s."),
            categories=", ".join(map(str, listed)),
            strange=", ".join(sorted(map(str, strange))),
        )
    place_of: dict[Hashable, int] = dict.fromkeys(kinds - known, UNRATED)
    place_of |= {category: place for place, category in enumerate(listed)}
    places = np.fromiter(map(place_of.__getitem__, cells), np.int64, len(cells))
    return Ratings(places.reshape(given.shape), listed)


def _is_missing(value: object) -> bool:
    # Only nan differs from itself.
    return value is None or value == "" or value != value  # noqa: PLR0124
