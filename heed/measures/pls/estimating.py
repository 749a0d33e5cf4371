"""Values, bounds and flags joined to estimates."""

from collections.abc import Callable
from dataclasses import dataclass
from math import nan
from typing import cast

import numpy as np

from heed.measures.estimates import Estimate, Flag, Method
from heed.measures.pls.answers import Answers
from heed.measures.pls.bootstrap import Bootstrapped, Numbers
from heed.measures.pls.figures import Block, Effect, Indicator, Likeness, Priority
from heed.measures.pls.model import Floats, PathModel
from heed.measures.pls.solution import Solution

FEW_CASES = 30
RELIABLE = 0.70
ALIKE = 0.90  # Henseler, Ringle & Sarstedt 2015: latents no longer told apart

At = int | tuple[int, int] | tuple[()]


@dataclass(frozen=True, eq=False)
class Estimating:
    """Builds the estimates of one fitted model."""

    answers: Answers
    model: PathModel
    solution: Solution
    numbers: Numbers
    bounds: Bootstrapped
    confidence: float

    def paths(self) -> tuple[Effect, ...]:
        found = []
        for source, target in self.model.paths:
            at = (self.model.names.index(source), self.model.names.index(target))
            value = self.solution.paths[at]
            is_turned = value * self.solution.correlations[at] < 0
            flags = (Flag.SUPPRESSED,) if is_turned else ()
            found.append(Effect(source, target, self._decided(self._of("paths", at, *flags))))
        return tuple(found)

    def total_effects(self) -> tuple[Effect, ...]:
        return self._effects(
            self._reached(self.model.arrows), lambda at: self._of("total_effects", at)
        )

    def indirect_effects(self) -> tuple[Effect, ...]:
        arrows = self.model.arrows
        values = self.solution.total_effects - self.solution.paths
        lower, upper = self.bounds.indirect_lower, self.bounds.indirect_upper
        return self._effects(
            arrows @ self._reached(arrows),
            lambda at: self._estimate(values[at], lower[at], upper[at]),
        )

    def _effects(
        self, is_wanted: Floats, estimate_at: Callable[[tuple[int, int]], Estimate]
    ) -> tuple[Effect, ...]:
        names = self.model.names
        return tuple(
            Effect(names[source], names[target], self._decided(estimate_at((source, target))))
            for source, target in np.argwhere(is_wanted > 0).tolist()
        )

    @staticmethod
    def _reached(arrows: Floats) -> Floats:
        """Above 0 where the row leads to the column over any path."""
        return cast(Floats, np.linalg.inv(np.eye(len(arrows)) - arrows) - np.eye(len(arrows)) > 0.5)

    def indicators(self) -> tuple[Indicator, ...]:
        weights, member = self.solution.weights, self.model.membership
        shares = weights / (member @ (weights @ member))
        latents = [latent.name for latent in self.model.latents for _ in latent.indicators]
        return tuple(
            Indicator(
                name,
                latents[at],
                self._of("weights", at, *([Flag.NEGATIVE_WEIGHT] if weights[at] < 0 else [])),
                float(shares[at]),
                self._of("loadings", at),
            )
            for at, name in enumerate(self.model.indicators)
        )

    def blocks(self) -> tuple[Block, ...]:
        return tuple(
            Block(
                latent=latent.name,
                mode=latent.mode,
                r_squared=self._known("r_squared", at),
                adjusted_r_squared=self._adjusted(at),
                communality=self._of("communality", at),
                redundancy=self._known("redundancy", at),
                rho_c=self._reliability("rho_c", at),
                rho_a=self._reliability("rho_a", at),
                index=self._index(at),
            )
            for at, latent in enumerate(self.model.latents)
        )

    def likenesses(self) -> tuple[Likeness, ...]:
        names, values = self.model.names, self.numbers.htmt
        return tuple(
            Likeness(
                names[first],
                names[second],
                self._of("htmt", (first, second), *([Flag.SINGULAR] if value >= ALIKE else [])),
            )
            for (first, second), value in np.ndenumerate(values)
            if first < second and not np.isnan(value)
        )

    def gof(self) -> Estimate | None:
        return self._known("gof", ())

    def priorities(self) -> tuple[Priority, ...]:
        """What leads to the target and has an index, the most important first."""
        if not self.model.target:
            return ()
        target = self.model.names.index(self.model.target)
        reached = self._reached(self.model.arrows)[:, target]
        found = [
            Priority(
                self.model.names[at],
                self._decided(self._of("index_effects", (at, target))),
                performance,
            )
            for at in np.flatnonzero(reached).tolist()
            if (performance := self._index(at))
            and performance.has_value
            and self._has_index(target)
        ]
        return tuple(sorted(found, key=lambda each: -each.importance.value))

    def _has_index(self, at: int) -> bool:
        index = self._index(at)
        return index is not None and index.has_value

    def _index(self, at: int) -> Estimate | None:
        if self.model.latents[at].scale is None:
            return None
        if (self.solution.weights[self.model.block(at)] < 0).any():
            return self._estimate(nan, nan, nan, Flag.NEGATIVE_WEIGHT)
        return self._of("index", at)

    def _adjusted(self, at: int) -> Estimate | None:
        causes, n = len(self.model.causes(at)), self.answers.effective_n
        if not causes:
            return None
        factor = (n - 1) / (n - causes - 1) if n > causes + 1 else nan
        ends = [
            1 - (1 - float(each.r_squared[at])) * factor
            for each in (self.numbers, self.bounds.lower, self.bounds.upper)
        ]
        return self._estimate(ends[0], ends[1], ends[2])

    def _reliability(self, name: str, at: int) -> Estimate | None:
        is_weak = bool(getattr(self.numbers, name)[at] < RELIABLE)
        return self._known(name, at, *((Flag.UNRELIABLE,) if is_weak else ()))

    def _known(self, name: str, at: At, *flags: Flag) -> Estimate | None:
        return None if np.isnan(getattr(self.numbers, name)[at]) else self._of(name, at, *flags)

    def _decided(self, estimate: Estimate) -> Estimate:
        if not estimate.lower <= 0 <= estimate.upper:
            return estimate
        flags = (*estimate.flags, Flag.UNDECIDED)
        return self._estimate(estimate.value, estimate.lower, estimate.upper, *flags)

    def _of(self, name: str, at: At, *flags: Flag) -> Estimate:
        """The number of that name at that place."""
        found = (
            getattr(each, name)[at] for each in (self.numbers, self.bounds.lower, self.bounds.upper)
        )
        value, lower, upper = found
        return self._estimate(value, lower, upper, *flags)

    def _estimate(self, value: float, lower: float, upper: float, *flags: Flag) -> Estimate:
        is_few = self.answers.effective_n < FEW_CASES
        is_loose = not bool(self.solution.weighting.has_converged)
        every = (
            *([Flag.FEW_CASES] if is_few else []),
            *([Flag.NOT_CONVERGED] if is_loose else []),
            *flags,
        )
        return Estimate(
            float(value),
            float(lower),
            float(upper),
            self.answers.n,
            Method.BOOTSTRAP,
            self.confidence,
            self.answers.effective_n,
            tuple(dict.fromkeys(every)),
        )
