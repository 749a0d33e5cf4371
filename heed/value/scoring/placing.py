"""In which tier and state each customer is, by cut points that are values, never places."""

from datetime import date

import ibis
import numpy as np

from heed.measures.tiers import CutPoints, Tier, cut_points
from heed.value.rules.states import SILENCE
from heed.value.scoring.summary import dated


def tier_cuts(sums: ibis.Table) -> tuple[CutPoints | None, int]:
    """The cut points among customers with a line in the currency, and how many those are."""
    ranked = sums.filter(sums.own_lines > 0).select("year_money_minor").to_pyarrow()
    spends = ranked["year_money_minor"].to_numpy()
    if not spends.size:
        return None, 0
    return cut_points(spends.astype(np.int64)), int(spends.size)


def placed(sums: ibis.Table, cuts: CutPoints | None, *, as_of: date) -> ibis.Table:
    """The sums with days since and until, `tier` (empty without a line in the currency), `state`.

    The rules are those of `heed.measures.tiers.tier_of` and `heed.value.rules.states.state_of`.
    """
    people = dated(sums, as_of=as_of)
    if cuts is None:
        people = people.mutate(tier=ibis.literal(""))
    else:
        people = people.mutate(
            tier=ibis.cases(
                (people.own_lines == 0, ""),
                (people.year_money_minor >= cuts.high_from, Tier.HIGH.value),
                (people.year_money_minor >= cuts.medium_from, Tier.MEDIUM.value),
                else_=Tier.LOW.value,
            )
        )
    return people.mutate(
        state=ibis.cases(
            (people.tier == Tier.HIGH.value, "high_value"),
            (~people.has_bought, "potential"),
            (people.recency_days > SILENCE.days, "lost"),
            else_="ordinary",
        )
    )
