"""What an import would do, found without writing anything."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from heed.customers.queries import customer_ids_by_reference
from heed.value.lines import Line, StagedLines
from heed.value.models import Purchase
from heed.value.queries import known_identities
from heed.value.rules import returns
from heed.value.rules.returns import match_returns

BATCH = 20_000
ASKED_AT_ONCE = 900
Group = tuple[str, str, str]


@dataclass(frozen=True)
class Preview:
    """The counts of an import that was not made; rows = accepted + duplicates + rejected."""

    rows: int
    accepted: int
    duplicates: int
    rejected: int
    unmatched_returns: int
    customers: int


def preview_purchases(
    *, staged: StagedLines, source: str, advance: Callable[[int], None]
) -> Preview:
    """Count what would become of the file's rows."""
    new: list[tuple[Group, returns.Line]] = []
    usable = 0
    for since in range(0, staged.row_count, BATCH):
        lines = staged.lines(since, since + BATCH)
        known = known_identities(source, [line.identity for line in lines])
        fresh = [line for line in lines if line.identity not in known]
        new += [
            (_group(line), _plain(line, -len(new) - place)) for place, line in enumerate(fresh, 1)
        ]
        usable += len(lines)
        advance(min(BATCH, staged.row_count - since))
    return Preview(
        rows=staged.row_count,
        accepted=len(new),
        duplicates=usable - len(new),
        rejected=staged.row_count - usable,
        unmatched_returns=_unmatched(new),
        customers=len(staged.customer_refs()),
    )


def _group(line: Line) -> Group:
    return line.customer_ref, line.product, line.currency


def _plain(line: Line, key: int) -> returns.Line:
    at = datetime.fromisoformat(line.at).replace(tzinfo=UTC)
    return returns.Line(key, at, line.identity, line.amount_minor)


def _unmatched(new: list[tuple[Group, returns.Line]]) -> int:
    """How many of the new returns would find no purchase, wholly or in part."""
    wanted = {group for group, line in new if line.amount_minor < 0}
    groups: dict[Group, list[returns.Line]] = defaultdict(list)
    for group, line in new:
        if group in wanted:
            groups[group].append(line)
    refs = sorted({group[0] for group in wanted})
    for start in range(0, len(refs), ASKED_AT_ONCE):
        _add_stored(groups, customer_ids_by_reference(refs[start : start + ASKED_AT_ONCE]))
    return sum(key < 0 for lines in groups.values() for key in match_returns(lines)[1])


def _add_stored(groups: dict[Group, list[returns.Line]], ids: dict[str, int]) -> None:
    refs = {customer_id: ref for ref, customer_id in ids.items()}
    stored = Purchase.objects.filter(customer_id__in=refs).values_list(
        "customer_id", "product", "currency", "pk", "purchased_at",
        "order_ref", "line_ref", "occurrence", "amount_minor",
    )  # fmt: skip
    for customer, product, currency, key, at, order, line, occurrence, amount in stored:
        group = (refs[customer], product, currency)
        if group in groups:
            groups[group].append(returns.Line(key, at, (order, line, occurrence), amount))
