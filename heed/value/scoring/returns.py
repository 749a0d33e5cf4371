"""Returns set against the purchases they take back, in the engine.

The rule is that of `heed.value.rules.returns`: first in, first out, within one customer, product
and currency, and only against what was bought up to then. Purchases are used up in their order,
so it is enough to know how much of all returns finds something; the rest remains unmatched.
"""

import ibis

GROUP = ("customer_id", "product", "currency")


def corrections(lines: ibis.Table) -> ibis.Table:
    """What returns change in what was kept of the day; `unmatched_minor` found no purchase.

    `lines` have `purchased_at`, the moment, `purchased_on`, `amount_minor` and the columns of
    GROUP, none of them missing. Each row is a moment of one group: `correction_minor` is below 0
    on a day of which something was taken back, and above 0 on the day of the return, where it
    does not count. Lines of groups without a return need no correction and are left out.
    """
    returned = lines.filter(lines.amount_minor < 0).select(*GROUP).distinct()
    touched = lines.semi_join(returned, list(GROUP))
    touched = touched.mutate(is_return=touched.amount_minor < 0)
    steps = touched.group_by(*GROUP, "purchased_at", "purchased_on", "is_return").agg(
        amount=touched.amount_minor.sum().cast("int64")
    )
    running = _running(steps)
    group = {"group_by": [running[name] for name in GROUP]}
    short = _above_zero(running.shortest)
    matched_in_all = running.amount.sum(where=running.is_return).over(**group) * -1 - (
        short.max().over(**group)
    )
    last = running.mutate(short=short, matched_in_all=matched_in_all.cast("int64"))
    before = last.bought - last.amount
    taken_back = _above_zero(ibis.least(last.matched_in_all - before, last.amount))
    unmatched = last.short - _above_zero(last.shortest_before.fill_null(0))
    told = last.mutate(
        correction_minor=ibis.ifelse(
            last.is_return, last.amount * -1 - unmatched, taken_back * -1
        ).cast("int64"),
        unmatched_minor=ibis.ifelse(last.is_return, unmatched, 0).cast("int64"),
    )
    return told.select(*GROUP, "purchased_on", "correction_minor", "unmatched_minor")


def _running(steps: ibis.Table) -> ibis.Table:
    """The steps with what was bought so far, and how far returns ever ran ahead of purchases."""
    order = [steps.purchased_at, steps.is_return]
    group = [steps[name] for name in GROUP]
    summed = steps.mutate(
        bought=_above_zero(steps.amount).cumsum(group_by=group, order_by=order).cast("int64"),
        ahead=steps.amount.cumsum(group_by=group, order_by=order).cast("int64") * -1,
    )
    order = [summed.purchased_at, summed.is_return]
    group = [summed[name] for name in GROUP]
    so_far = ibis.window(group_by=group, order_by=order, preceding=None, following=0)
    earlier = ibis.window(group_by=group, order_by=order, preceding=(None, 1))
    return summed.mutate(
        shortest=summed.ahead.max().over(so_far), shortest_before=summed.ahead.max().over(earlier)
    )


def _above_zero(value: ibis.Value) -> ibis.Value:
    return ibis.greatest(value, ibis.literal(0, "int64"))


def with_corrections(lines: ibis.Table, changes: ibis.Table) -> ibis.Table:
    """The lines as `days_of` wants them, with the corrections, which count as no line."""
    kept = lines.select(
        "customer_id",
        "purchased_on",
        "currency",
        "amount_minor",
        kept_minor=lines.amount_minor,
        line_count=ibis.literal(1, "int64"),
    )
    corrected = changes.filter(changes.correction_minor != 0)
    none = ibis.literal(0, "int64")
    return kept.union(
        corrected.select(
            "customer_id",
            "purchased_on",
            "currency",
            amount_minor=none,
            kept_minor=corrected.correction_minor,
            line_count=none,
        )
    )


def without_corrections(lines: ibis.Table) -> ibis.Table:
    """The lines as `days_of` wants them, where nothing was returned."""
    return lines.select(
        "customer_id",
        "purchased_on",
        "currency",
        "amount_minor",
        kept_minor=lines.amount_minor,
        line_count=ibis.literal(1, "int64"),
    )
