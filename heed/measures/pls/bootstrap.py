"""Resamples of cases, the model fitted to each, and between which bounds its numbers fall."""

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from heed.measures.pls.answers import Answers
from heed.measures.pls.index import index_effects, indices
from heed.measures.pls.model import Floats, PathModel
from heed.measures.pls.moments import resampled
from heed.measures.pls.outer_weights import Scheme
from heed.measures.pls.quality import quality_of
from heed.measures.pls.solution import Metric, Solution, solve

FEWEST_SAMPLES = 100


@dataclass(frozen=True, eq=False)
class Numbers:
    """All numbers that get an interval, of one solution or of many along the first axis."""

    weights: Floats
    loadings: Floats
    paths: Floats
    total_effects: Floats
    r_squared: Floats
    communality: Floats
    redundancy: Floats
    rho_c: Floats
    rho_a: Floats
    htmt: Floats
    gof: Floats
    index: Floats
    index_effects: Floats


@dataclass(frozen=True, eq=False)
class Bootstrapped:
    """The bounds of all numbers, and in how many samples the model could be fitted."""

    lower: Numbers
    upper: Numbers
    indirect_lower: Floats
    indirect_upper: Floats
    used: int


def numbers_of(solution: Solution, model: PathModel) -> Numbers:
    """Gather all that gets an interval, along the leading axes of the solution."""
    quality = quality_of(solution, model)
    return Numbers(
        weights=solution.weights,
        loadings=solution.loadings,
        paths=solution.paths,
        total_effects=solution.total_effects,
        r_squared=solution.r_squared,
        communality=quality.communality,
        redundancy=quality.redundancy,
        rho_c=quality.rho_c,
        rho_a=quality.rho_a,
        htmt=quality.htmt,
        gof=quality.gof,
        index=indices(solution, model),
        index_effects=index_effects(solution, model),
    )


def bootstrapped(
    answers: Answers,
    model: PathModel,
    metric: Metric,
    scheme: Scheme,
    *,
    reference: Floats,
    samples: int,
    seed: int,
    confidence: float,
    progress: Callable[[int], None] | None = None,
) -> Bootstrapped:
    """Return percentile bounds of all numbers from resamples of cases.

    Parameters
    ----------
    answers : Answers
        Complete cases; each keeps its weight.
    model : PathModel
        Latents and arrows.
    metric : Metric
        Whether answers are brought to unit variance, in each resample anew.
    scheme : Scheme
        How latents are approached by their neighbours.
    reference : ndarray of float, shape (p,)
        Loadings of the whole sample, which set the signs of latents in each resample.
    samples : int
        Resamples; with fewer than 100 that can be fitted all bounds are nan.
    seed : int
        Where the drawing begins.
    confidence : float
        Coverage, strictly between 0 and 1.
    progress : callable, optional
        Told the resamples done in each batch.

    Returns
    -------
    Bootstrapped
        Bounds in the shapes of one solution.

    Notes
    -----
    Resamples in which the weights do not settle, or cannot be found since an answer never varies
    or repeats another, are left out and not counted as used.

    References
    ----------
    Efron, B., & Tibshirani, R. J. (1993). An introduction to the bootstrap. Chapman & Hall.
    Chapter 13.

    Examples
    --------
    >>> from heed.measures.pls.answers import answers_of
    >>> from heed.measures.pls.model import Latent
    >>> model = PathModel((Latent("a", ("x",)), Latent("b", ("y",))), (("a", "b"),))
    >>> answers = answers_of({"x": [1, 2, 3, 4, 5] * 8, "y": [1, 3, 2, 5, 4] * 8}, model)
    >>> found = bootstrapped(
    ...     answers, model, Metric.STANDARDISED, Scheme.PATH,
    ...     reference=np.ones(2), samples=200, seed=1, confidence=0.95,
    ... )
    >>> bool(found.lower.paths[0, 1] < 0.8 < found.upper.paths[0, 1]), found.used
    (True, 200)
    """
    rng = np.random.default_rng(seed)
    batches = []
    for drawn in resampled(answers.values, answers.weights, samples, rng):
        solution = solve(drawn, model, metric, scheme, reference)
        batches.append(_kept(numbers_of(solution, model), _is_sound(solution)))
        if progress:
            progress(len(drawn.means))
    drawn_numbers = Numbers(
        **{
            each.name: np.concatenate([getattr(batch, each.name) for batch in batches])
            for each in fields(Numbers)
        }
    )
    used = len(drawn_numbers.weights)
    lower, upper = _bounds(drawn_numbers, used, confidence)
    indirect = drawn_numbers.total_effects - drawn_numbers.paths
    return Bootstrapped(lower, upper, *_ends(indirect, used, confidence), used)


def _is_sound(solution: Solution) -> NDArray[np.bool_]:
    is_known = np.isfinite(solution.total_effects).all(axis=(1, 2))
    return solution.weighting.has_converged & is_known & np.isfinite(solution.loadings).all(axis=1)


def _kept(numbers: Numbers, is_kept: NDArray[np.bool_]) -> Numbers:
    return Numbers(**{each.name: getattr(numbers, each.name)[is_kept] for each in fields(Numbers)})


def _bounds(numbers: Numbers, used: int, confidence: float) -> tuple[Numbers, Numbers]:
    ends = {
        each.name: _ends(getattr(numbers, each.name), used, confidence) for each in fields(Numbers)
    }
    return (
        Numbers(**{name: low for name, (low, _) in ends.items()}),
        Numbers(**{name: high for name, (_, high) in ends.items()}),
    )


def _ends(values: Floats, used: int, confidence: float) -> tuple[Floats, Floats]:
    """Percentiles along the first axis; nan where samples are too few or a value is unknown."""
    if used < FEWEST_SAMPLES:
        unknown = np.full(values.shape[1:], np.nan)
        return unknown, unknown
    tail = (1 - confidence) / 2
    lower, upper = np.quantile(values, [tail, 1 - tail], axis=0)
    return lower, upper
