"""Why a customer stands where she stands: translated sentences, filled in by the engine."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import ibis

from heed.core.currencies import decimals_of
from heed.measures.tiers import CutPoints, Tier

_PLACE = re.compile(r"%\((\w+)\)s|%%")


@dataclass(frozen=True)
class Wordings:
    """Whole sentences with named places; `tiers` by tier, "" for a customer without one."""

    tiers: Mapping[str, str]
    expected: str
    nothing_expected: str
    both: str


def filled(sentence: str, values: Mapping[str, ibis.Value | str]) -> ibis.Value:
    """The sentence with its named places filled from columns or texts."""
    parts: list[ibis.Value | str] = []
    end = 0
    for place in _PLACE.finditer(sentence):
        parts += [sentence[end : place.start()], values[place[1]] if place[1] else "%"]
        end = place.end()
    parts.append(sentence[end:])
    texts = [ibis.literal(part) if isinstance(part, str) else part for part in parts]
    whole = texts[0]
    for text in texts[1:]:
        whole = whole + text
    return whole


def spelled(number: ibis.Value, decimals: int) -> ibis.Value:
    """A whole number of the smallest units, written with a point before so many decimals."""
    digits = number.abs().cast("string").lpad(decimals + 1, "0")
    if decimals:
        whole = digits.length() - decimals
        digits = digits.substr(0, whole) + "." + digits.substr(whole, decimals)
    return ibis.ifelse(number < 0, "-", "") + digits


def spelled_money(minor: ibis.Value, currency: str) -> ibis.Value:
    """An amount as `GBP 12.50`."""
    return ibis.literal(f"{currency} ") + spelled(minor, decimals_of(currency))


def why(
    people: ibis.Table,
    wordings: Wordings,
    *,
    currency: str,
    as_of: str,
    cuts: CutPoints | None,
    ranked: int,
    months: int,
) -> ibis.Value:
    """The sentences about tier and expectation of each customer."""
    named = {
        "currency": currency,
        "day": as_of,
        "count": str(ranked),
        "spent": spelled_money(people.year_money_minor, currency),
        "high": _plain_money(cuts.high_from if cuts else 0, currency),
        "medium": _plain_money(cuts.medium_from if cuts else 0, currency),
    }
    by_tier = [
        (people.tier == tier.value, filled(wordings.tiers[tier.value], named)) for tier in Tier
    ]
    placed = ibis.cases(*by_tier, else_=filled(wordings.tiers[""], named))
    expected = {
        "months": str(months),
        "purchases": _tenths(people.expected_purchases),
        "lower": people.expected_purchases_lower.cast("string"),
        "upper": people.expected_purchases_upper.cast("string"),
    }
    ahead = ibis.ifelse(
        people.expected_purchases.isnull(),
        wordings.nothing_expected,
        filled(wordings.expected, expected),
    )
    return filled(wordings.both, {"placed": placed, "ahead": ahead})


def _tenths(number: ibis.Value) -> ibis.Value:
    return spelled((number * 10).round().cast("int64"), 1)


def _plain_money(minor: int, currency: str) -> str:
    decimals = decimals_of(currency)
    return f"{currency} {minor / 10**decimals:.{decimals}f}"
