"""Setting returns against earlier purchases, so that the same purchases give the same matches."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from heed.value.models import ReturnMatch
from heed.value.queries import lines_with_returns
from heed.value.rules.returns import Line, Match, match_returns

Group = tuple[int, str, str]
WRITTEN_AT_ONCE = 2_000


def match_returns_of(*, customer_ids: Sequence[int], run_id: int) -> int:
    """Match the returns of these customers anew; part of an import, which holds the lock.

    Only matches that differ from the stored ones are written, so doing it again does nothing.
    Returns how many returns of this run remain unmatched, wholly or in part.
    """
    groups, ours = _groups_with_returns(customer_ids, run_id)
    wanted: set[Match] = set()
    unmatched_count = 0
    for lines in groups.values():
        matches, unmatched = match_returns(lines)
        wanted.update(matches)
        unmatched_count += len(ours & unmatched.keys())
    _store(wanted, customer_ids)
    return unmatched_count


def _groups_with_returns(
    customer_ids: Sequence[int], run_id: int
) -> tuple[dict[Group, list[Line]], set[int]]:
    """Lines by customer, product and currency where something was returned; ids of the run's."""
    groups: dict[Group, list[Line]] = defaultdict(list)
    ours: set[int] = set()
    for purchase in lines_with_returns(customer_ids):
        group = (purchase.customer_id, purchase.product, purchase.currency)
        place = (purchase.order_ref, purchase.line_ref, purchase.occurrence)
        line = Line(purchase.pk, purchase.purchased_at, place, purchase.amount_minor)
        groups[group].append(line)
        if purchase.run_id == run_id:
            ours.add(purchase.pk)
    return groups, ours


def _store(wanted: set[Match], customer_ids: Sequence[int]) -> None:
    stored = ReturnMatch.objects.filter(returned__customer_id__in=customer_ids)
    present = {
        Match(returned, purchase, amount): key
        for key, returned, purchase, amount in stored.values_list(
            "pk", "returned_id", "purchase_id", "amount_minor"
        )
    }
    _delete([key for match, key in present.items() if match not in wanted])
    _create(match for match in wanted if match not in present)


def _delete(keys: Sequence[int]) -> None:
    for start in range(0, len(keys), WRITTEN_AT_ONCE):
        ReturnMatch.objects.filter(pk__in=keys[start : start + WRITTEN_AT_ONCE]).delete()


def _create(matches: Iterable[Match]) -> None:
    ordered = sorted(matches, key=lambda match: (match.returned, match.purchase))
    ReturnMatch.objects.bulk_create(
        [
            ReturnMatch(
                returned_id=match.returned,
                purchase_id=match.purchase,
                amount_minor=match.amount_minor,
            )
            for match in ordered
        ],
        batch_size=WRITTEN_AT_ONCE,
    )
