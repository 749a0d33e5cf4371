"""What the way of asking does to answers: modes compared as they are, and for one mix of people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import nan, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heed.measures.beta import f_tail
from heed.measures.estimates import Estimate, Flag, Method, require_confidence
from heed.measures.holm import holm_adjusted
from heed.measures.linearised import FEW, ROUNDING
from heed.measures.mode_cells import (
    FEWEST_IN_A_CELL,
    Cells,
    Standardised,
    cells_of,
    compared_strata,
    standardised,
)
from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.shares import wilson_interval
from heed.measures.student import student_t_quantile
from heed.measures.weights import checked_weights

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ModeFigure:
    """The mean of one question, asked one way.

    Parameters
    ----------
    mode : str
        The way of asking.
    raw : Estimate
        Of those who answered this way, in the unit of the answers.
    standardised : Estimate or None
        As if all ways had reached the same mix of people; none where no strata were given or can
        be compared.

    Examples
    --------
    >>> ModeFigure("link", Estimate(5.1, 4.9, 5.3, 200, Method.STUDENT_T, 0.95), None).mode
    'link'
    """

    mode: str
    raw: Estimate
    standardised: Estimate | None


@dataclass(frozen=True)
class Contrast:
    """One mean less another, tested.

    Parameters
    ----------
    difference : Estimate
        In the unit of the answers. FEW_CASES where one of both rests on fewer than 30.
    t, p : float
        Welch's test that there is none; nan where nothing varies.
    p_of_all : float
        p where all contrasts are looked at together (Holm), in 0..1.

    Examples
    --------
    >>> Contrast(Estimate(0.4, 0.1, 0.7, 400, Method.WELCH, 0.95), 2.6, 0.009, 0.027).p_of_all
    0.027
    """

    difference: Estimate
    t: float
    p: float
    p_of_all: float


@dataclass(frozen=True)
class ModeDifference:
    """One way of asking less another.

    Parameters
    ----------
    one, other : str
        Modes.
    raw : Contrast
        As answered.
    standardised : Contrast or None
        For the same mix of people.

    Examples
    --------
    >>> raw = Contrast(Estimate(0.4, 0.1, 0.7, 400, Method.WELCH, 0.95), 2.6, 0.009, 0.027)
    >>> ModeDifference("telephone", "link", raw, None).one
    'telephone'
    """

    one: str
    other: str
    raw: Contrast
    standardised: Contrast | None


@dataclass(frozen=True)
class ItemModes:
    """One question by way of asking.

    Parameters
    ----------
    name : str
        Of the question.
    figures : tuple of ModeFigure
        By mode.
    differences : tuple of ModeDifference
        Each mode less each later one, of those with at least two answers.
    covered : float
        Part of the answers in strata that could be compared, in 0..1; nan without strata.

    Examples
    --------
    >>> ItemModes("speed", (), (), 0.97).covered
    0.97
    """

    name: str
    figures: tuple[ModeFigure, ...]
    differences: tuple[ModeDifference, ...]
    covered: float


def mode_effects(
    answers: ArrayLike,
    modes: Sequence[str],
    *,
    names: Sequence[str] | None = None,
    strata: Sequence[str] | None = None,
    weights: ArrayLike | None = None,
    is_share: bool = False,
    confidence: float = 0.95,
) -> tuple[ItemModes, ...]:
    """Return what each question gives by way of asking, and how the ways differ.

    Parameters
    ----------
    answers : array_like of float, shape (n, k)
        Of n people to k questions; nan where unanswered.
    modes : sequence of str, length n
        How each was asked; "" where unknown.
    names : sequence of str, length k, optional
        Of the questions; their numbers from 1 where not given.
    strata : sequence of str, length n, optional
        Something known of people that may tell the ways' people apart, such as a tier; "" where
        unknown.
    weights : array_like of float, shape (n,), optional
        How many people each stands for; all alike by default.
    is_share : bool, default False
        Whether answers are 1 where they count and 0 else: then the raw figures are shares with
        Wilson's interval.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.

    Returns
    -------
    tuple of ItemModes
        By question, in the order given.

    Raises
    ------
    ValueError
        If shapes do not fit, an answer is infinite or, of a share, neither 0 nor 1, fewer than two
        modes occur, weights do not fit, or `confidence` is out of range.

    Notes
    -----
    Standardised means weight each stratum's mean by the stratum's part among all answers, whatever
    the mode (direct standardisation); strata where a mode has fewer than two answers are left out
    for all modes alike, and `covered` tells how much remains. That takes away what the strata
    explain, and nothing else: people choose how they answer, or are chosen, and may differ in what
    is not known. Only people drawn by lot into modes tell what the mode itself does. Contrasts are
    adjusted together over questions and pairs, raw and standardised ones each by themselves.

    References
    ----------
    Vannieuwenhuyze, J. T. A., Loosveldt, G., & Molenberghs, G. (2010). A method for evaluating mode
    effects in mixed-mode surveys. Public Opinion Quarterly, 74(5), 1027-1045.

    Holt, D., & Smith, T. M. F. (1979). Post stratification. Journal of the Royal Statistical
    Society A, 142(1), 33-46.

    Welch, B. L. (1947). The generalization of "Student's" problem when several different population
    variances are involved. Biometrika, 34(1-2), 28-35.

    Examples
    --------
    >>> answers = [[5], [6], [7], [3], [4], [5]]
    >>> (item,) = mode_effects(answers, ["phone"] * 3 + ["link"] * 3)
    >>> only = item.differences[0]
    >>> only.one, only.other, only.raw.difference.value, round(only.raw.p, 4)
    ('link', 'phone', -2.0, 0.0705)
    """
    require_confidence(confidence)
    table = _checked(answers, modes, strata, is_share=is_share)
    given = checked_weights(weights, len(table))
    called = [str(at + 1) for at in range(table.shape[1])] if names is None else list(names)
    if len(called) != table.shape[1]:
        raise ValueError(f"Expected {table.shape[1]} names, got {len(called)}.")
    known, places = _coded(modes)
    if len(known) < 2:
        raise Refusal(
            gettext_noop("Expected at least two ways of asking, got %(modes)s."),
            modes=", ".join(known) or gettext_noop("none"),
        )
    groups, rows = _coded(strata) if strata is not None else ([], places)
    asked = _Asked(known, places, groups, rows, given, is_share, confidence)
    return _adjusted(
        [asked.item(name, values) for name, values in zip(called, table.T, strict=True)]
    )


@dataclass(frozen=True, eq=False)
class _Asked:
    """Who was asked how, of which stratum and with which weight."""

    modes: list[str]
    places: NDArray[np.intp]
    groups: list[str]
    rows: NDArray[np.intp]
    weights: Floats
    is_share: bool
    confidence: float

    def item(self, name: str, values: Floats) -> ItemModes:
        single = np.zeros(len(values), dtype=np.intp)
        shape = len(self.modes), 1
        raw = cells_of(values, self.places, single, self.weights, shape)
        mixed, covered = self._mixed(values, raw) if self.groups else (None, nan)
        figures = [
            ModeFigure(mode, self._raw(raw, at), self._standardised(mixed, at))
            for at, mode in enumerate(self.modes)
        ]
        enough = np.flatnonzero(raw.counts[:, 0] >= FEWEST_IN_A_CELL)
        differences = [
            ModeDifference(
                self.modes[one],
                self.modes[other],
                self._contrast(raw, one, other, Method.WELCH),
                self._mixed_contrast(mixed, one, other),
            )
            for one, other in combinations(enough.tolist(), 2)
        ]
        return ItemModes(name, tuple(figures), tuple(differences), covered)

    def _mixed(self, values: Floats, raw: Cells) -> tuple[Cells | None, float]:
        """The cells of the strata that can be compared, and the part of answers in them."""
        shape = len(self.modes), len(self.groups)
        cells = cells_of(values, self.places, self.rows, self.weights, shape)
        kept = compared_strata(cells)
        whole = float(raw.totals.sum())
        covered = float(cells.totals[:, kept].sum()) / whole if whole else nan
        return (cells.of_strata(kept) if kept.any() else None), covered

    def _raw(self, cells: Cells, at: int) -> Estimate:
        n, mean = int(cells.counts[at, 0]), float(cells.means[at, 0])
        if n and self.is_share:
            worth = max(float(cells.totals[at, 0] ** 2 / cells.squares[at, 0]), 1.0)
            lower, upper = wilson_interval(mean * worth, worth, confidence=self.confidence)
            ends = float(lower), float(upper)
            return self._estimate(mean, ends, n, worth, Method.WILSON)
        if n < FEWEST_IN_A_CELL:
            return self._estimate(mean, (nan, nan), n, float(n), Method.STUDENT_T)
        found = standardised(cells, _signs(len(self.modes), at))
        return self._estimate(
            mean, self._ends(found, n - 1), n, found.worth, Method.STUDENT_T, found.variance
        )

    def _standardised(self, cells: Cells | None, at: int) -> Estimate | None:
        if cells is None or cells.counts[at].min() < FEWEST_IN_A_CELL:
            return None
        n = int(cells.counts[at].sum())
        found = standardised(cells, _signs(len(self.modes), at))
        lower, upper = self._ends(found, found.degrees)
        ends = (max(lower, 0.0), min(upper, 1.0)) if self.is_share else (lower, upper)
        return self._estimate(found.value, ends, n, found.worth, Method.DELTA, found.variance)

    def _contrast(self, cells: Cells, one: int, other: int, method: Method) -> Contrast:
        found = standardised(cells, _signs(len(self.modes), one, other))
        n = int(cells.counts[[one, other]].sum())
        ends = self._ends(found, found.degrees)
        difference = self._estimate(found.value, ends, n, found.worth, method, found.variance)
        if Flag.NO_SPREAD in difference.flags:
            return Contrast(difference, nan, nan, nan)
        t = found.value / sqrt(found.variance)
        p = f_tail(t * t, 1, found.degrees)
        return Contrast(difference, t, p, p)

    def _mixed_contrast(self, cells: Cells | None, one: int, other: int) -> Contrast | None:
        """None where one of the modes has too few answers of people whose stratum is known."""
        if cells is None or cells.counts[[one, other]].min() < FEWEST_IN_A_CELL:
            return None
        return self._contrast(cells, one, other, Method.DELTA)

    def _ends(self, found: Standardised, degrees: float) -> tuple[float, float]:
        if not degrees >= 1:
            return found.value, found.value
        quantile = float(student_t_quantile((1 + self.confidence) / 2, degrees))
        half = quantile * sqrt(found.variance)
        return found.value - half, found.value + half

    def _estimate(
        self,
        value: float,
        ends: tuple[float, float],
        n: int,
        worth: float,
        method: Method,
        variance: float = nan,
    ) -> Estimate:
        flags = (Flag.FEW_CASES,) if worth < FEW else ()
        if variance <= (ROUNDING * max(1.0, abs(value))) ** 2:
            flags = (*flags, Flag.NO_SPREAD)
        return Estimate(value, *ends, n, method, self.confidence, worth, flags)


def _signs(modes: int, one: int, other: int | None = None) -> Floats:
    signs = np.zeros(modes)
    signs[one] = 1.0
    if other is not None:
        signs[other] = -1.0
    return signs


def _checked(
    answers: ArrayLike, modes: Sequence[str], strata: Sequence[str] | None, *, is_share: bool
) -> Floats:
    table = np.asarray(answers, dtype=float)
    if table.ndim != 2:
        raise ValueError(f"Expected a table, one row per person, got shape {table.shape}.")
    for what, given in (("mode", modes), ("stratum", strata)):
        if given is not None and len(given) != len(table):
            raise ValueError(f"Expected one {what} for each of {len(table)}, got {len(given)}.")
    if np.any(np.isinf(table)):
        raise ValueError("Expected finite answers; an unknown one is nan, not infinite.")
    if is_share and not np.all(np.isnan(table) | (table == 0) | (table == 1)):
        raise Refusal(gettext_noop("Expected answers that are 1 where they count and 0 else."))
    return table


def _coded(words: Sequence[str]) -> tuple[list[str], NDArray[np.intp]]:
    """The words there are, in order, and the place of each row's; -1 where there is none."""
    known, places = np.unique(np.asarray(words, dtype=str), return_inverse=True)
    if known.size and known[0] == "":
        return known[1:].tolist(), places.ravel().astype(np.intp) - 1
    return known.tolist(), places.ravel().astype(np.intp)


def _adjusted(items: list[ItemModes]) -> tuple[ItemModes, ...]:
    pairs = [each for item in items for each in item.differences]
    raw = iter(holm_adjusted([each.raw.p for each in pairs]).tolist())
    mixed = [each.standardised.p if each.standardised else nan for each in pairs]
    fair = iter(holm_adjusted(mixed).tolist())
    return tuple(
        replace(item, differences=tuple(_with_p(item.differences, raw, fair))) for item in items
    )


def _with_p(
    differences: Sequence[ModeDifference], raw: Iterator[float], fair: Iterator[float]
) -> Iterator[ModeDifference]:
    for each in differences:
        p, p_fair = next(raw), next(fair)
        mixed = each.standardised and replace(each.standardised, p_of_all=p_fair)
        yield replace(each, raw=replace(each.raw, p_of_all=p), standardised=mixed)
