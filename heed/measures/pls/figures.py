"""What a fitted path model says, each number with its interval."""

from dataclasses import dataclass

from heed.measures.estimates import Estimate
from heed.measures.pls.answers import Missing
from heed.measures.pls.model import Floats, Mode
from heed.measures.pls.outer_weights import Scheme
from heed.measures.pls.solution import Metric


@dataclass(frozen=True)
class Effect:
    """What a latent does to another, in standard deviations of both.

    Parameters
    ----------
    source, target : str
        Names of latents.
    effect : Estimate
        Change of the target with one standard deviation of the source.

    Examples
    --------
    >>> from heed.measures.estimates import Method
    >>> Effect("Quality", "Value", Estimate(0.56, 0.42, 0.68, 250, Method.BOOTSTRAP, 0.95)).target
    'Value'
    """

    source: str
    target: str
    effect: Estimate


@dataclass(frozen=True)
class Indicator:
    """How an answer stands to its latent.

    Parameters
    ----------
    name, latent : str
        The column, and what it measures.
    weight : Estimate
        Outer weight: the latent, of variance 1, is the weighted sum of its answers.
    share : float
        The same weight, weights of the block summing to 1.
    loading : Estimate
        Correlation of the answer with its latent, in -1..1.
    """

    name: str
    latent: str
    weight: Estimate
    share: float
    loading: Estimate


@dataclass(frozen=True)
class Block:
    """How well a latent is measured and explained, and where it stands.

    Parameters
    ----------
    latent : str
        Its name.
    mode : Mode
        How it was weighted.
    r_squared, adjusted_r_squared : Estimate or None
        Explained share of its variance, in 0..1; adjusted for what causes explain by chance. None
        where nothing leads to it.
    communality : Estimate
        Mean squared loading, in 0..1; for mode A the average variance extracted (AVE).
    redundancy : Estimate or None
        Communality × explained share; None where nothing leads to it.
    rho_c, rho_a : Estimate or None
        Reliability from loadings and from weights; None for mode B and for one indicator.
    index : Estimate or None
        From 0 to 100; without value where a weight is negative, None without scale.
    """

    latent: str
    mode: Mode
    r_squared: Estimate | None
    adjusted_r_squared: Estimate | None
    communality: Estimate
    redundancy: Estimate | None
    rho_c: Estimate | None
    rho_a: Estimate | None
    index: Estimate | None


@dataclass(frozen=True)
class Likeness:
    """How little two latents are told apart (HTMT); .90 and more is flagged as singular.

    Parameters
    ----------
    first, second : str
        Names of latents.
    htmt : Estimate
        Correlation of answers between blocks over that within them.
    """

    first: str
    second: str
    htmt: Estimate


@dataclass(frozen=True)
class Priority:
    """Where an improvement of the target should begin.

    Parameters
    ----------
    latent : str
        What leads to the target.
    importance : Estimate
        Points of the target's index for one point of this one's, over all paths.
    performance : Estimate
        The latent's index, from 0 to 100.
    """

    latent: str
    importance: Estimate
    performance: Estimate


@dataclass(frozen=True, eq=False)
class PathModelEstimates:
    """Everything known from fitting a path model.

    Parameters
    ----------
    n, given, left_out, filled : int
        Cases used, handed over and left out; single answers replaced by a mean.
    effective_n : float
        Cases of equal weight that would be as precise.
    missing : Missing
        What became of missing answers.
    metric : Metric
        Whether answers were standardised.
    scheme : Scheme
        How latents were approached by their neighbours.
    rounds : int
        Rounds until the weights stood still.
    has_converged : bool
        Whether they did.
    samples, samples_used : int
        Bootstrap samples drawn, and those in which the model could be fitted.
    paths, indirect_effects, total_effects : tuple of Effect
        Straight effects; those over other latents; both together.
    indicators : tuple of Indicator
        Weights and loadings.
    blocks : tuple of Block
        Quality and index of each latent.
    latents, columns : tuple of str
        Names along the axes of the two tables below.
    cross_loadings : ndarray of float, shape (p, l)
        Correlation of each indicator with each latent.
    correlations : ndarray of float, shape (l, l)
        Of the latents.
    likenesses : tuple of Likeness
        Of each pair of latents of mode A.
    gof : Estimate or None
        Goodness of fit, in 0..1; None where all blocks have one indicator.
    target : str
        The latent that the priorities are about; empty for none.
    priorities : tuple of Priority
        Importance and performance of what leads to the target; the most important first.
    """

    n: int
    given: int
    left_out: int
    filled: int
    effective_n: float
    missing: Missing
    metric: Metric
    scheme: Scheme
    rounds: int
    has_converged: bool
    samples: int
    samples_used: int
    paths: tuple[Effect, ...]
    indirect_effects: tuple[Effect, ...]
    total_effects: tuple[Effect, ...]
    indicators: tuple[Indicator, ...]
    blocks: tuple[Block, ...]
    latents: tuple[str, ...]
    columns: tuple[str, ...]
    cross_loadings: Floats
    correlations: Floats
    likenesses: tuple[Likeness, ...]
    gof: Estimate | None
    target: str
    priorities: tuple[Priority, ...]
