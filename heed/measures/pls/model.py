"""A path model: what is measured by which answers, and what leads to what."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

import numpy as np
from numpy.typing import NDArray

from heed.measures.refusals import Marked, Refusal, gettext_noop

Floats = NDArray[np.float64]


class Mode(StrEnum):
    """How a block is weighted.

    A by the correlation of each answer with what surrounds the latent: the answers mirror it. B by
    regression on all answers of the block at once: the answers make it up.
    """

    A = "A"
    B = "B"


@dataclass(frozen=True)
class Latent:
    """Something that cannot be asked directly, and the answers that stand for it.

    Parameters
    ----------
    name : str
        What it is called.
    indicators : tuple of str
        The columns of its answers, at least one.
    mode : Mode, default Mode.A
        How its answers are weighted.
    scale : tuple of float, optional
        Lowest and highest answer that can be given, in that order; without it the latent has no
        index from 0 to 100.

    Raises
    ------
    ValueError
        If no indicator is named, or the scale does not rise.

    Examples
    --------
    >>> Latent("Value", ("price_for_quality", "quality_for_price"), scale=(1, 10)).mode.value
    'A'
    """

    name: str
    indicators: tuple[str, ...]
    mode: Mode = Mode.A
    scale: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if not self.indicators:
            raise Refusal(
                gettext_noop("Expected at least one indicator of %(latent)s, got none."),
                latent=repr(self.name),
            )
        if self.scale is not None and not self.scale[0] < self.scale[1]:
            raise Refusal(
                gettext_noop(
                    "Expected the lowest and then the highest answer of %(latent)s, got %(scale)s."
                ),
                latent=repr(self.name),
                scale=list(self.scale),
            )


@dataclass(frozen=True)
class PathModel:
    """Latents and the arrows between them.

    Parameters
    ----------
    latents : tuple of Latent
        At least two; the order is the one of all results.
    paths : tuple of (str, str)
        From the name of a latent to the name of the one it leads to.
    target : str, default ""
        The latent whose importance–performance map is wanted; empty for none.

    Raises
    ------
    ValueError
        If a name comes twice, an indicator belongs to two latents, a path names an unknown
        latent, comes twice or leads back to where it began, a latent has no path, or the target
        is unknown.

    Examples
    --------
    >>> quality, value = Latent("Quality", ("q1", "q2")), Latent("Value", ("v1", "v2"))
    >>> PathModel((quality, value), (("Quality", "Value"),)).indicators
    ('q1', 'q2', 'v1', 'v2')
    >>> PathModel((quality, value), (("Quality", "Price"),))
    Traceback (most recent call last):
    heed.measures.refusals.Refusal: Expected paths between known latents, got 'Price'.
    """

    latents: tuple[Latent, ...]
    paths: tuple[tuple[str, str], ...]
    target: str = ""

    def __post_init__(self) -> None:
        _require_once(gettext_noop("latent"), self.names)
        _require_once(gettext_noop("indicator"), self.indicators)
        _require_once(
            gettext_noop("path"), (f"{source} → {target}" for source, target in self.paths)
        )
        ends = dict.fromkeys(end for path in self.paths for end in path)
        for name in ends:
            if name not in self.names:
                raise Refusal(
                    gettext_noop("Expected paths between known latents, got %(name)s."),
                    name=repr(name),
                )
        if self.target and self.target not in self.names:
            raise Refusal(
                gettext_noop("Expected a known latent as target, got %(target)s."),
                target=repr(self.target),
            )
        for name in self.names:
            if name not in ends:
                raise Refusal(
                    gettext_noop("Expected a path from or to each latent, got none of %(name)s."),
                    name=repr(name),
                )
        self._require_no_cycle()

    def _require_no_cycle(self) -> None:
        order = TopologicalSorter[str]()
        for source, target in self.paths:
            order.add(target, source)
        try:
            order.prepare()
        except CycleError as found:
            raise Refusal(
                gettext_noop("Expected paths that never lead back, got %(circle)s."),
                circle=" → ".join(found.args[1]),
            ) from found

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(latent.name for latent in self.latents)

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """Of all latents, in their order."""
        return tuple(name for latent in self.latents for name in latent.indicators)

    @cached_property
    def membership(self) -> Floats:
        """1 where the indicator (row) belongs to the latent (column)."""
        sizes = [len(latent.indicators) for latent in self.latents]
        return np.repeat(np.eye(len(self.latents)), sizes, axis=0)

    def block(self, latent: int) -> list[int]:
        """The positions of a latent's indicators."""
        return [int(at) for at in np.flatnonzero(self.membership[:, latent])]

    @cached_property
    def arrows(self) -> Floats:
        """1 where the row leads to the column."""
        found = np.zeros((len(self.latents), len(self.latents)))
        for source, target in self.paths:
            found[self.names.index(source), self.names.index(target)] = 1.0
        return found

    def causes(self, latent: int) -> list[int]:
        """The positions of what leads straight to a latent."""
        return [int(at) for at in np.flatnonzero(self.arrows[:, latent])]

    @cached_property
    def scales(self) -> Floats:
        """Lowest and highest answer of each indicator, shape (p, 2); nan where not told."""
        unknown = (np.nan, np.nan)
        ends = [latent.scale or unknown for latent in self.latents for _ in latent.indicators]
        return np.array(ends, dtype=float)


def _require_once(what: Marked, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Refusal(
                gettext_noop("Expected each %(what)s once, got %(name)s twice."),
                what=what,
                name=repr(name),
            )
        seen.add(name)
