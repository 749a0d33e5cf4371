"""What each feature does to satisfaction, from Kano answers: category, strength, coefficients."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from heed.measures.estimates import Estimate, Flag, require_confidence
from heed.measures.kano_tables import Category
from heed.measures.kano_tallies import (
    FELT,
    FEW_CASES,
    JUDGED,
    ROUNDING,
    UNFELT,
    FongTest,
    Tally,
    tally_of,
)
from heed.measures.weights import checked_weights

MIXED_BELOW = 0.06  # Lee and Newcomb (1997)
WEAK_BELOW = 0.60  # Lee and Newcomb (1997)
FONG_CRITICAL = 1.65  # Fong (1996): 5 % on one side, 10 % on two


@dataclass(frozen=True)
class KanoFeature:
    """What one feature does to satisfaction.

    Parameters
    ----------
    name : str
        Of the feature.
    counts : mapping of Category to float
        Answers in each category; sums of weights where weights are given.
    n : int
        Persons who answered both questions.
    effective_n : float
        Persons of equal weight that would be as precise.
    mode : Category or None
        The largest category; an exact tie goes to the first of M, O, A, I, R, Q.
    category : Category or None
        The first of M, O, A, I, R, Q among those nearly as large as the mode.
    blauth : Category or None
        Blauth's rule: the largest of M, O, A where they outweigh I, R, Q, else of these.
    is_mixed : bool
        Whether the category strength is below the limit: no single category describes it.
    is_weak : bool
        Whether the total strength is below 60 %: few persons feel it at all.
    category_strength : Estimate
        Share of the largest category minus that of the second, in 0..1.
    total_strength : Estimate
        Share of M, O and A among all answers, in 0..1.
    better : Estimate
        How much having it pleases: (A + O) / (M + O + A + I), in 0..1.
    worse : Estimate
        How much lacking it hurts: -(M + O) / (M + O + A + I), in -1..0.
    average : Estimate
        The average satisfaction coefficient, (better - worse) / 2, in 0..1.
    fong : FongTest
        Whether the two largest categories can be told apart.
    flags : tuple of Flag
        Few answers; undecided, where Fong's test is; inconsistent, where the mode is Q.

    Examples
    --------
    >>> found = kano_of_counts({"M": 87, "O": 51, "A": 39, "I": 16, "Q": 1}, name="sign")
    >>> str(found.category), found.n, round(found.better.value, 3), round(found.worse.value, 3)
    ('M', 194, 0.466, -0.715)
    """

    name: str
    counts: Mapping[Category, float]
    n: int
    effective_n: float
    mode: Category | None
    category: Category | None
    blauth: Category | None
    is_mixed: bool
    is_weak: bool
    category_strength: Estimate
    total_strength: Estimate
    better: Estimate
    worse: Estimate
    average: Estimate
    fong: FongTest
    flags: tuple[Flag, ...]


def kano(
    categories: ArrayLike,
    *,
    names: Sequence[str] | None = None,
    weights: ArrayLike | None = None,
    confidence: float = 0.95,
    mixed_below: float = MIXED_BELOW,
    critical: float = FONG_CRITICAL,
) -> tuple[KanoFeature, ...]:
    """Return what each feature does to satisfaction.

    Parameters
    ----------
    categories : array_like of str, shape (n, k)
        From `kano_categories`: one row per person, one column per feature; "" is not counted.
    names : sequence of str, length k, optional
        Of the features; their numbers from 1 where not given.
    weights : array_like of float, shape (n,), optional
        How many people each person stands for.
    confidence : float, default 0.95
        Coverage wanted, strictly between 0 and 1.
    mixed_below : float, default 0.06
        Category strength below which a feature is mixed, and up to which a near tie is decided.
    critical : float, default 1.65
        Of Fong's test, in standard errors.

    Returns
    -------
    tuple of KanoFeature
        In the order of the columns.

    Raises
    ------
    ValueError
        If there is not one row per person or one name per feature, a category is unknown, a
        weight is out of range, or `confidence` is not strictly between 0 and 1.

    Notes
    -----
    Persons are independent. With weights, intervals and tests use as many cases of equal weight
    as would be as precise (Kish). The mode throws information away: two segments that differ show
    as one mixed feature, so compare segments before averaging. Reverse answers count in n and in
    neither coefficient; where R is the mode, ask the pair the other way round. Vague features
    become indifferent. Better and worse are shares with Wilson's interval; the strength of a
    category and the average have the interval of a multinomial difference and mean (Wald).

    References
    ----------
    Berger, C., et al. (1993). Kano's methods for understanding customer-defined quality. Center
    for Quality of Management Journal, 2(4), 3-36.

    Lee, M. C., & Newcomb, J. F. (1997). Applying the Kano methodology to meet customer
    requirements: NASA's microgravity science program. Quality Management Journal, 4(3), 95-106.

    Fong, D. (1996). Using the self-stated importance questionnaire to interpret Kano
    questionnaire results. Center for Quality of Management Journal, 5(3), 21-24.

    Park, Y.-T., Jang, H., & Song, H. (2012). Determining the importance values of quality
    attributes using ASC. Journal of Korean Society for Quality Management, 40(4), 589-598.

    Examples
    --------
    >>> found = kano([["M", "A"], ["M", "I"], ["O", ""]], names=["brakes", "radio"])
    >>> [(each.name, str(each.category), each.n) for each in found]
    [('brakes', 'M', 3), ('radio', 'A', 2)]
    """
    given = np.asarray(categories)
    if given.ndim != 2:
        raise ValueError(f"Expected one row of categories per person, got shape {given.shape}.")
    called = [str(at + 1) for at in range(given.shape[1])] if names is None else list(names)
    if len(called) != given.shape[1]:
        raise ValueError(f"Expected {given.shape[1]} names, got {len(called)}.")
    unknown = set(np.unique(given)) - {*Category, ""}
    if unknown:
        raise ValueError(f"Expected {', '.join(Category)} or '', got {str(min(unknown))!r}.")
    people = checked_weights(weights, len(given))
    return tuple(
        _feature(name, tally_of(column, people), confidence, mixed_below, critical)
        for name, column in zip(called, given.T, strict=True)
    )


def kano_of_counts(
    counts: Mapping[str, int],
    *,
    name: str = "",
    confidence: float = 0.95,
    mixed_below: float = MIXED_BELOW,
    critical: float = FONG_CRITICAL,
) -> KanoFeature:
    """Return what one feature does to satisfaction, from counts that were made elsewhere.

    Parameters
    ----------
    counts : mapping of str to int
        Persons in each of M, O, A, I, R, Q; 0 where left out.
    name, confidence, mixed_below, critical
        As in `kano`.

    Returns
    -------
    KanoFeature
        As `kano` gives it.

    Raises
    ------
    ValueError
        If a category is unknown, a count is negative, or `confidence` is out of range.

    Notes
    -----
    See `kano`.

    References
    ----------
    Berger, C., et al. (1993). Kano's methods for understanding customer-defined quality. Center
    for Quality of Management Journal, 2(4), 3-36.

    Examples
    --------
    >>> found = kano_of_counts({"M": 77, "O": 81, "A": 16, "I": 17, "Q": 3})
    >>> str(found.mode), str(found.category), found.is_mixed, found.fong.is_significant
    ('O', 'M', True, False)
    """
    unknown = set(counts) - set(Category)
    if unknown or any(count < 0 for count in counts.values()):
        raise ValueError(
            f"Expected counts of at least 0 of {', '.join(Category)}, got {dict(counts)!r}."
        )
    filled = {category: float(counts.get(category, 0)) for category in Category}
    n, judged = (int(sum(filled[each] for each in of)) for of in (Category, JUDGED))
    tally = Tally(filled, n, float(n), judged, float(judged))
    return _feature(name, tally, confidence, mixed_below, critical)


def _feature(
    name: str, tally: Tally, confidence: float, mixed_below: float, critical: float
) -> KanoFeature:
    require_confidence(confidence)
    strength, total_strength = tally.strength(confidence), tally.share(FELT, confidence)
    mode, fong = tally.largest(tuple(Category)), tally.fong(critical)
    hurting = tally.judged_share((Category.ONE_DIMENSIONAL, Category.MUST_BE), confidence)
    return KanoFeature(
        name=name,
        counts=tally.counts,
        n=tally.n,
        effective_n=tally.effective_n,
        mode=mode,
        category=tally.nearly_largest(mixed_below),
        blauth=tally.largest(FELT if tally.sum(FELT) > tally.sum(UNFELT) else UNFELT),
        is_mixed=strength.value < mixed_below - ROUNDING,
        is_weak=total_strength.value < WEAK_BELOW - ROUNDING,
        category_strength=strength,
        total_strength=total_strength,
        better=tally.judged_share((Category.ATTRACTIVE, Category.ONE_DIMENSIONAL), confidence),
        worse=replace(
            hurting, value=0 - hurting.value, lower=0 - hurting.upper, upper=0 - hurting.lower
        ),
        average=tally.average(confidence),
        fong=fong,
        flags=_flags(tally, mode, is_decided=fong.is_significant),
    )


def _flags(tally: Tally, mode: Category | None, *, is_decided: bool) -> tuple[Flag, ...]:
    found = {
        Flag.FEW_CASES: tally.effective_n < FEW_CASES,
        Flag.UNDECIDED: not is_decided,
        Flag.INCONSISTENT: mode == Category.QUESTIONABLE,
    }
    return tuple(flag for flag, is_raised in found.items() if is_raised)
