"""What a method tells of how many people, and its result without what tells of few.

A share beside its n is a count, and a count of all but one tells of that one. What is left out is
taken out of the result itself, before a sentence, a table or a chart is made of it, so that none
of them can tell it. The interval of a mean gives the spread of the answers, and so the few once
more: it gives way to the widest that mean, n and the ends of the scale allow.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from math import inf, isnan, nan
from typing import Any

from heed.measures.estimates import Estimate
from heed.measures.widest import widest_mean_estimate

IsFew = Callable[[float, float], bool]  # so many people, of so many
Known = Mapping[str, Any]
Ends = tuple[str | float, str | float]


@dataclass(frozen=True)
class People:
    """Fields of one object in a result that tell how many people said something.

    `shares` are parts of the same people, `counts` numbers of them; where one tells of few, all
    of them go, and what they could be worked out from, `with_them`, as these do where one of the
    `means` is not told. Where objects beside each
    other share out the same people (`is_joint`), they go in all. `of` names how many people there
    are, here or further out, where the share does not say it. The ends of the scale of `means`
    are numbers, or named as `of` is. `singles` tell of single people and always go. A chart
    `is_drawn` of these, or of something else.
    """

    shares: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    with_them: tuple[str, ...] = ()
    means: Mapping[str, Ends] = field(default_factory=dict)
    singles: tuple[str, ...] = ()
    of: str = ""
    is_joint: bool = False
    is_drawn: bool = False

    def are_in(self, own: Known) -> bool:
        names = {*self.shares, *self.counts, *self.means, *self.singles}
        return own.keys() >= names and all(isinstance(own[each], Estimate) for each in self.means)


@dataclass(frozen=True)
class Masked:
    """A result without what tells of few; whether anything was left out, and left to draw."""

    found: Any
    is_whole: bool
    has_chart: bool


def masked(found: Any, people: Sequence[People], *, around: Known, is_few: IsFew) -> Masked:
    """A result without what tells of few people; `around` is known beside it, such as a scale."""
    masking = _Masking(found, people, around, is_few)
    told = masking.told(found, around)
    has_chart = not masking.drawn or any(masking.drawn)
    return Masked(told, masking.is_whole, has_chart)


class _Masking:
    """Goes once through a result, and notes what of it could be drawn and still can."""

    def __init__(self, found: Any, people: Sequence[People], around: Known, is_few: IsFew) -> None:
        self.people, self.is_few = people, is_few
        self.is_whole = True
        self.drawn: list[bool] = []
        everything = list(_objects(found, around))
        self.joint = {
            at
            for at, each in enumerate(people)
            if each.is_joint
            and any(each.are_in(own) and self._tells(each, known) for own, known in everything)
        }

    def told(self, found: Any, around: Known) -> Any:
        if isinstance(found, Estimate):
            return self._without(found) if self.is_few(found.n, found.n) else found
        if isinstance(found, Mapping):
            return {key: self.told(each, around) for key, each in found.items()}
        if type(found) in {list, tuple}:
            return type(found)(self.told(each, around) for each in found)
        own = _own(found)
        if not own:
            return found
        known = {**around, **own}
        told = {name: self.told(each, known) for name, each in own.items()}
        for at, people in enumerate(self.people):
            if people.are_in(own):
                told |= self._changed(at, told, known)
        return replace(found, **told)

    def _changed(self, at: int, told: Known, known: Known) -> dict[str, Any]:
        """What stands in the place of fields because of people."""
        people = self.people[at]
        is_told = at not in self.joint and not self._tells(people, known)
        if people.is_drawn:
            self.drawn.append(is_told)
        changed = {name: type(told[name])() for name in people.singles}
        for name, ends in people.means.items():
            lowest, highest = (_named(end, known) for end in ends)
            if lowest is not None and highest is not None and told[name].has_value:
                changed[name] = self._mean(told[name], lowest, highest, is_told=is_told)
        is_mean_gone = any(
            has_figures(known[name]) and not has_figures({**told, **changed}[name])
            for name in people.means
        )
        gone = (*people.shares, *people.counts) if not is_told else ()
        gone = (*gone, *people.with_them) if not is_told or is_mean_gone else gone
        return changed | {name: self._without(told[name]) for name in gone if name in told}

    def _mean(self, mean: Estimate, lowest: float, highest: float, *, is_told: bool) -> Estimate:
        """Not told where so few can have moved it from an end, step by step."""
        steps = (round((mean.value - lowest) * mean.n), round((highest - mean.value) * mean.n))
        if any(self.is_few(each, inf) for each in steps):
            mean = self._without(mean)
        return mean if is_told else widest_mean_estimate(mean, lowest=lowest, highest=highest)

    def _without(self, part: Any) -> Any:
        self.is_whole = False
        return _unknown(part)

    def _tells(self, people: People, known: Known) -> bool:
        """Whether a share or a count tells of few."""
        whole = _named(people.of, known) if people.of else nan
        shares = [each for name in people.shares for each in _parts(known[name])]
        counts = [each for name in people.counts for each in _parts(known[name])]
        many = [(_number(each) * n, n) for each in shares for n in [_n(each, whole)]]
        many += [(_number(each), whole) for each in counts]
        if counts:
            many.append((whole - sum(each for each, _whole in many), whole))
        return any(self.is_few(round(each), n) for each, n in many if not isnan(each))


def _own(found: Any) -> dict[str, Any]:
    """The fields of an object; none of what is no object."""
    if not is_dataclass(found) or isinstance(found, type):
        return {}
    return {each.name: getattr(found, each.name) for each in fields(found) if each.init}


def _objects(found: Any, around: Known) -> Iterator[tuple[Known, Known]]:
    """The fields of each object of a result, and these with all that it stands among."""
    parts = found.values() if isinstance(found, Mapping) else found
    if isinstance(found, Mapping | list | tuple):
        for each in parts:
            yield from _objects(each, around)
        return
    own = _own(found)
    known = {**around, **own}
    if own:
        yield own, known
    for each in own.values():
        yield from _objects(each, known)


def has_figures(found: Any) -> bool:
    """Whether an estimate in a result has a value."""
    return any("value" in own and not isnan(own["value"]) for own, _known in _objects(found, {}))


def _unknown(part: Any) -> Any:
    """The same without its numbers: not known, as where nobody answered."""
    if isinstance(part, Estimate):
        return replace(part, value=nan, lower=nan, upper=nan)
    if isinstance(part, Mapping):
        return {key: _unknown(each) for key, each in part.items()}
    own = _own(part)
    if own:
        return replace(part, **{name: _unknown(each) for name, each in own.items()})
    if isinstance(part, bool | str) or part is None:
        return part
    return None if isinstance(part, int) else nan


def _parts(part: Any) -> Sequence[Any]:
    return list(part.values()) if isinstance(part, Mapping) else [part]


def _number(part: Any) -> float:
    value = part.value if isinstance(part, Estimate) else part
    return nan if value is None else float(value)


def _n(part: Any, whole: float) -> float:
    return part.n if isinstance(part, Estimate) else whole


def _named(end: str | float, known: Mapping[str, Any]) -> Any:
    """What a field is, of an estimate its n; or the number itself."""
    found = known[end] if isinstance(end, str) else end
    return found.n if isinstance(found, Estimate) else found
