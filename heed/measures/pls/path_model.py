"""Partial least squares path models, such as those behind national satisfaction indices."""

from collections.abc import Callable
from typing import NoReturn

import numpy as np

from heed.measures.estimates import require_confidence
from heed.measures.pls.answers import Answers
from heed.measures.pls.bootstrap import FEWEST_SAMPLES, bootstrapped, numbers_of
from heed.measures.pls.estimating import Estimating
from heed.measures.pls.figures import PathModelEstimates
from heed.measures.pls.model import PathModel
from heed.measures.pls.moments import moments
from heed.measures.pls.outer_weights import Scheme
from heed.measures.pls.solution import Metric, Solution, solve
from heed.measures.refusals import Refusal, gettext_noop

SAMPLES = 5_000


def fit_path_model(
    answers: Answers,
    model: PathModel,
    *,
    metric: Metric = Metric.STANDARDISED,
    scheme: Scheme = Scheme.PATH,
) -> Solution:
    """Return the numbers of a path model, without intervals.

    Parameters
    ----------
    answers : Answers
        From `answers_of` with the same model.
    model : PathModel
        Latents and arrows.
    metric : Metric, default Metric.STANDARDISED
        Whether answers are brought to unit variance first.
    scheme : Scheme, default Scheme.PATH
        How latents are approached by their neighbours.

    Returns
    -------
    Solution
        Weights, loadings, paths, effects and explained shares as arrays.

    Raises
    ------
    ValueError
        If answers repeat each other so that weights or paths cannot be told apart.

    Notes
    -----
    See `estimate_path_model`, which gives the same numbers with their intervals.

    References
    ----------
    Tenenhaus, M., Vinzi, V. E., Chatelin, Y.-M., & Lauro, C. (2005). PLS path modeling.
    Computational Statistics & Data Analysis, 48(1), 159-205.

    Examples
    --------
    >>> from heed.measures.pls.answers import answers_of
    >>> from heed.measures.pls.model import Latent
    >>> model = PathModel((Latent("a", ("x",)), Latent("b", ("y",))), (("a", "b"),))
    >>> answers = answers_of({"x": [1, 2, 3, 4], "y": [2, 1, 4, 3]}, model)
    >>> fit_path_model(answers, model).paths.round(3)
    array([[0. , 0.6],
           [0. , 0. ]])
    """
    given = moments(answers.values, answers.weights)
    solution = solve(given, model, metric, scheme)
    if not np.isfinite(solution.paths).all():
        _refuse_repeated(solve(given, model, metric, Scheme.CENTROID), model)
    return solution


def _refuse_repeated(plain: Solution, model: PathModel) -> NoReturn:
    """Say which answers repeat each other, from the scheme that needs no regressions."""
    for at, latent in enumerate(model.latents):
        if not np.isfinite(plain.weights[model.block(at)]).all():
            raise Refusal(
                gettext_noop(
                    "Expected answers of %(latent)s that do not repeat each other, got "
                    "some from which no weights follow."
                ),
                latent=repr(latent.name),
            )
    targets = [
        name
        for name, column in zip(model.names, plain.paths.T, strict=True)
        if not np.isfinite(column).all()
    ]
    raise Refusal(
        gettext_noop(
            "Expected causes whose answers do not repeat each other, got some of %(names)s that do."
        ),
        names=", ".join(targets or model.names),
    )


def estimate_path_model(
    answers: Answers,
    model: PathModel,
    *,
    metric: Metric = Metric.STANDARDISED,
    scheme: Scheme = Scheme.PATH,
    samples: int = SAMPLES,
    seed: int = 1,
    confidence: float = 0.95,
    progress: Callable[[int], None] | None = None,
) -> PathModelEstimates:
    """Return a path model's numbers with their intervals: paths, effects, quality and indices.

    Parameters
    ----------
    answers : Answers
        From `answers_of` with the same model.
    model : PathModel
        Latents and arrows.
    metric : Metric, default Metric.STANDARDISED
        Standardised as in SmartPLS and semPLS, or raw: answers weigh by their scatter.
    scheme : Scheme, default Scheme.PATH
        How latents are approached by their neighbours.
    samples : int, default 5000
        Resamples of cases, at least 100.
    seed : int, default 1
        Where the resamples begin; the same seed gives the same bounds.
    confidence : float, default 0.95
        Coverage of the intervals, strictly between 0 and 1.
    progress : callable, optional
        Called with the number of resamples done since the last call.

    Returns
    -------
    PathModelEstimates
        Every number with n, interval and flags: negative weights, paths whose interval holds 0
        (undecided) or whose sign contradicts the correlation (suppressed), reliability below
        .70, latents hardly told apart (HTMT of .90 or more: singular).

    Raises
    ------
    ValueError
        If answers repeat each other, `samples` is below 100 or `confidence` out of range.

    Notes
    -----
    Each latent is a weighted sum of its answers. Weights are found by turns: latents are
    approached by their neighbours, answers are weighted by how they go with that approach (mode A:
    covariance; mode B: regression), until nothing moves by more than 1e-9. Paths are regressions
    of each latent on what leads to it. All of it follows from means and covariances alone, so
    that thousands of resamples are fitted together. Resamples draw cases with replacement; the
    sign of each latent is set to agree with the loadings of the whole sample; bounds are
    percentiles. Weights of cases are kept in the resamples, as if they were known exactly.

    Paths are no proof of causes: they describe what goes with what if the arrows are right.
    Composites of few, unreliable answers make paths too weak (look at rho). Standardised paths of
    different companies can be compared only where the scatter is alike; effects on the index can.

    References
    ----------
    Tenenhaus, M., Vinzi, V. E., Chatelin, Y.-M., & Lauro, C. (2005). PLS path modeling.
    Computational Statistics & Data Analysis, 48(1), 159-205.

    Dijkstra, T. K., & Henseler, J. (2015). Consistent partial least squares path modeling. MIS
    Quarterly, 39(2), 297-316.

    Henseler, J., Ringle, C. M., & Sarstedt, M. (2015). A new criterion for assessing discriminant
    validity in variance-based structural equation modeling. Journal of the Academy of Marketing
    Science, 43(1), 115-135.

    Ringle, C. M., & Sarstedt, M. (2016). Gain more insight from your PLS-SEM results: the
    importance-performance map analysis. Industrial Management & Data Systems, 116(9), 1865-1886.

    Examples
    --------
    >>> from heed.measures.pls.answers import answers_of
    >>> from heed.measures.pls.model import Latent
    >>> model = PathModel(
    ...     (Latent("a", ("x",), scale=(1, 5)), Latent("b", ("y",), scale=(1, 5))), (("a", "b"),)
    ... )
    >>> answers = answers_of({"x": [1, 2, 3, 4, 5] * 8, "y": [1, 3, 2, 5, 4] * 8}, model)
    >>> found = estimate_path_model(answers, model, samples=200)
    >>> path = found.paths[0].effect
    >>> round(path.value, 3), path.lower < 0.8 < path.upper, path.n
    (0.8, True, 40)
    >>> round(found.blocks[0].index.value, 1)
    50.0
    """
    require_confidence(confidence)
    if samples < FEWEST_SAMPLES:
        raise ValueError(f"Expected at least {FEWEST_SAMPLES} resamples, got {samples}.")
    solution = fit_path_model(answers, model, metric=metric, scheme=scheme)
    found = bootstrapped(
        answers,
        model,
        metric,
        scheme,
        reference=solution.loadings,
        samples=samples,
        seed=seed,
        confidence=confidence,
        progress=progress,
    )
    estimating = Estimating(
        answers, model, solution, numbers_of(solution, model), found, confidence
    )
    return PathModelEstimates(
        n=answers.n,
        given=answers.given,
        left_out=answers.left_out,
        filled=answers.filled,
        effective_n=answers.effective_n,
        missing=answers.missing,
        metric=metric,
        scheme=scheme,
        rounds=int(solution.weighting.rounds),
        has_converged=bool(solution.weighting.has_converged),
        samples=samples,
        samples_used=found.used,
        paths=estimating.paths(),
        indirect_effects=estimating.indirect_effects(),
        total_effects=estimating.total_effects(),
        indicators=estimating.indicators(),
        blocks=estimating.blocks(),
        latents=model.names,
        columns=model.indicators,
        cross_loadings=solution.cross_loadings,
        correlations=solution.correlations,
        likenesses=estimating.likenesses(),
        gof=estimating.gof(),
        target=model.target,
        priorities=estimating.priorities(),
    )
