"""Covariates as small whole numbers: names by frequency, figures by their quantiles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int32]
MOST_NAMES = 40
FEWEST_CASES = 15
MOST_VALUES = 24
CUTS = 12


@dataclass(frozen=True)
class Encoder:
    """Which code each value of each covariate has.

    Parameters
    ----------
    names : dict of str to dict of str to int
        Per categorical covariate the code of each name; 0 stands for rare and unknown ones.
    counts : dict of str to dict of str to int
        Per categorical covariate how many cases had each name.
    cuts : dict of str to list of float
        Per numeric covariate the upper ends of its bins.

    Examples
    --------
    >>> encoder = encoder_of({"topic": ["a"] * 20 + ["b"]}, {})
    >>> encoder.code_of({"topic": "a"}), encoder.code_of({"topic": "b"})
    ([1], [0])
    """

    names: dict[str, dict[str, int]]
    counts: dict[str, dict[str, int]]
    cuts: dict[str, list[float]]

    @property
    def sizes(self) -> list[int]:
        """How many codes each covariate has, the categorical ones first."""
        named = [len(codes) + 1 for codes in self.names.values()]
        return named + [len(cuts) + 1 for cuts in self.cuts.values()]

    @property
    def is_named(self) -> list[bool]:
        return [True] * len(self.names) + [False] * len(self.cuts)

    def codes(
        self, categories: Mapping[str, Sequence[str]], numbers: Mapping[str, Sequence[float]]
    ) -> Codes:
        """The codes of many cases, shape (cases, covariates)."""
        columns = [
            np.fromiter((codes.get(value, 0) for value in categories[name]), np.int32)
            for name, codes in self.names.items()
        ]
        columns += [
            np.searchsorted(cuts, np.nan_to_num(np.asarray(numbers[name], dtype=float)))
            for name, cuts in self.cuts.items()
        ]
        return np.stack(columns, axis=1).astype(np.int32)

    def code_of(self, case: Mapping[str, str | float]) -> list[int]:
        """The codes of one case; what it does not name is unknown, or the middle of the past."""
        codes = [by_name.get(str(case.get(name, "")), 0) for name, by_name in self.names.items()]
        for name, cuts in self.cuts.items():
            value = case.get(name)
            known = value is not None and np.isfinite(float(value))
            codes.append(int(np.searchsorted(cuts, float(value or 0))) if known else len(cuts) // 2)
        return codes

    def alike(self, case: Mapping[str, str | float]) -> int | None:
        """Past cases that share the rarest name of this one; None where it has no names."""
        given = self.counts.keys() & case.keys()
        found = [self.counts[name].get(str(case[name]), 0) for name in given]
        return min(found, default=None)

    def as_plain(self) -> dict[str, Any]:
        return {"names": self.names, "counts": self.counts, "cuts": self.cuts}


def encoder_of(
    categories: Mapping[str, Sequence[str]], numbers: Mapping[str, Sequence[float]]
) -> Encoder:
    """Return the codes for these cases.

    Parameters
    ----------
    categories : mapping of str to sequence of str
        Names per covariate, one per case.
    numbers : mapping of str to sequence of float
        Figures per covariate, one per case.

    Returns
    -------
    Encoder
        The forty most frequent names of at least fifteen cases each have a code of their own; rare
        ones share one. Figures with more than 24 different values are cut at their twelfths.

    Raises
    ------
    ValueError
        If a figure is no number.

    Notes
    -----
    Names too rare to learn from are treated as one, so what is known of all serves them too.

    References
    ----------
    Hyndman, R. J., & Fan, Y. (1996). Sample quantiles in statistical packages. The American
    Statistician, 50(4), 361-365.

    Examples
    --------
    >>> encoder_of({}, {"hour": [8.0, 9.0, 9.0]}).cuts
    {'hour': [8.0]}
    """
    names, counts = {}, {}
    for covariate, values in categories.items():
        found, number = np.unique(np.asarray(values, dtype=str), return_counts=True)
        ranked = sorted(zip(number.tolist(), found.tolist(), strict=True), reverse=True)
        kept = [name for many, name in ranked[:MOST_NAMES] if many >= FEWEST_CASES]
        names[covariate] = {name: code for code, name in enumerate(kept, 1)}
        counts[covariate] = {name: many for many, name in ranked[: 10 * MOST_NAMES]}
    cuts = {covariate: _cuts(values) for covariate, values in numbers.items()}
    return Encoder(names=names, counts=counts, cuts=cuts)


def _cuts(values: Sequence[float]) -> list[float]:
    figures = np.asarray(values, dtype=float)
    figures = np.unique(figures[np.isfinite(figures)]) if len(figures) else figures
    if len(figures) > MOST_VALUES:
        finite = np.asarray(values, dtype=float)
        finite = finite[np.isfinite(finite)]
        return [float(cut) for cut in np.unique(np.quantile(finite, np.arange(1, CUTS) / CUTS))]
    return [float(cut) for cut in figures[:-1]]
