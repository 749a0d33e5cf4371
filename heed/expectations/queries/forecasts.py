"""How long open cases will still take: survival curves of many at once, from what was learnt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heed.measures.advisor.advice import Advice
from heed.measures.advisor.answers import Refusal
from heed.measures.advisor.model import share_by

Floats = NDArray[np.float64]
Case = Mapping[str, str | float]
MOST_POINTS = 40
ASSUMED_IN_TIME = 0.8
ASSUMED_REACH = 8
SHORTEST = 0.25


@dataclass(frozen=True)
class Curves:
    """For each case the share still open at each of the times, in business hours from its start."""

    times: Floats
    open_shares: Floats

    def of(self, rows: Sequence[int]) -> "Curves":
        """The curves of some of the cases."""
        return Curves(self.times[list(rows)], self.open_shares[list(rows)])


def learnt_curves(advice: Advice, cases: Sequence[Case]) -> Curves | None:
    """What was learnt about cases like these; None where too little is known."""
    model = advice.model
    if model is None or isinstance(advice.quantile({}, coverage=ASSUMED_IN_TIME), Refusal):
        return None
    codes = np.array(
        [model.encoder.code_of({**advice.load, **case}) for case in cases], dtype=np.int32
    )
    distinct, places = np.unique(codes, axis=0, return_inverse=True)
    quantiles = model.quantiles(distinct)
    times = _thinned(model.edges)
    shares = share_by(
        np.tile(times, len(distinct)), np.repeat(quantiles, len(times), axis=0)
    ).reshape(len(distinct), len(times))
    covered = np.maximum.accumulate(advice.calibration.coverage_of(shares), axis=1)
    open_shares = np.clip(1 - covered, 0, 1)[places.ravel()]
    return Curves(np.broadcast_to(times, open_shares.shape), open_shares)


def _thinned(edges: Floats) -> Floats:
    """Rising times above 0, at most so many of them."""
    times = np.unique(edges[edges > 0])
    if len(times) > MOST_POINTS:
        times = times[np.linspace(0, len(times) - 1, MOST_POINTS).round().astype(int)]
    return times if len(times) else np.array([SHORTEST])


def assumed_curves(allowed: Sequence[float]) -> Curves:
    """Where nothing is known: eight of ten come within the time allowed, the rest as steadily."""
    spans = np.maximum(np.asarray(allowed, dtype=float), SHORTEST)[:, None]
    parts = np.linspace(0, ASSUMED_REACH, MOST_POINTS)[None, 1:]
    shares = np.broadcast_to((1 - ASSUMED_IN_TIME) ** parts, (len(spans), parts.shape[1]))
    return Curves(spans * parts, shares)
