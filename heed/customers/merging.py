"""Operations that make two customers one, and two again, without losing a row."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.utils.dateparse import parse_datetime

from heed.accounts.models import Notice, User
from heed.core import access, events, search
from heed.core.models import Event, OutgoingMail
from heed.customers import documents
from heed.customers.events import CustomerChanged, CustomersMerged, MergeUndone
from heed.customers.models import Customer, Merge, PersonalLink
from heed.customers.operations import require_present
from heed.customers.refusals import MergedFurther, MergeGone, SameCustomer

BATCH = 900
# They say what became of the customer's own link, or of a merge; they are not what she has.
STAYING = {PersonalLink, Merge}
# Tables below this room, which know the customer by number alone.
BY_NUMBER: tuple[type[models.Model], ...] = (Event, OutgoingMail, Notice)
Ids = dict[str, list[int]]


@transaction.atomic
def merge_customers(*, kept_id: int, merged_id: int, actor: User, now: datetime) -> Merge:
    """Make two customers one: all that the one has becomes the other's, and is remembered.

    Asking twice changes nothing. Publishes CustomersMerged. Raises SameCustomer, CustomerMerged,
    CustomerGone.
    """
    access.require(actor, "customers.merge")
    kept, merged = _locked(kept_id, merged_id)
    if kept.pk == merged.pk:
        raise SameCustomer(customer=kept.name)
    if merged.merged_into_id == kept.pk:
        return Merge.objects.get(merged=merged, undone_at=None)
    for each in (kept, merged):
        require_present(each)
    merge = Merge.objects.create(kept=kept, merged=merged, merged_by=actor, merged_at=now)
    for label, model, column in _references():
        moved, stayed = _move(model, column, merged.pk, kept.pk)
        if moved:
            merge.moved[label] = moved
        if stayed:
            merge.stayed[label] = stayed
    merge.before = _take_over(kept, merged)
    merge.save(update_fields=["moved", "stayed", "before"])
    merged.merged_into = kept
    merged.save(update_fields=["merged_into"])
    search.remove(documents.KIND, merged.pk)
    happened = CustomersMerged(customer_id=kept.pk, merged_id=merged.pk, merge_id=merge.pk)
    _tell_changed([kept], happened, actor, now)
    return merge


@transaction.atomic
def undo_merge(*, merge_id: int, actor: User, now: datetime) -> Merge:
    """Make two customers of one again: each has the rows she had; what came since stays.

    Publishes MergeUndone. Raises MergeGone, MergedFurther, CustomerGone.
    """
    access.require(actor, "customers.merge")
    ids = Merge.objects.values_list("kept_id", "merged_id").get(pk=merge_id)
    kept, merged = _locked(*ids)
    merge = Merge.objects.select_for_update().get(pk=merge_id)
    if merge.undone_at:
        raise MergeGone
    if kept.merged_into:
        raise MergedFurther(customer=kept.name, kept=kept.merged_into.name)
    require_present(kept)
    for label, model, column in _references():
        _move(model, column, kept.pk, merged.pk, only=merge.moved.get(label, []))
    _give_back(kept, merge.before)
    merged.merged_into = None
    merged.save(update_fields=["merged_into"])
    merge.undone_at, merge.undone_by = now, actor
    merge.save(update_fields=["undone_at", "undone_by"])
    happened = MergeUndone(customer_id=kept.pk, merged_id=merged.pk, merge_id=merge.pk)
    _tell_changed([kept, merged], happened, actor, now)
    return merge


def _locked(kept_id: int, merged_id: int) -> tuple[Customer, Customer]:
    """Both as they are now, locked in the order of their ids, so that two merges never wait."""
    rows = Customer.objects.select_for_update(of=("self",)).select_related("merged_into")
    found = {each.pk: each for each in rows.filter(pk__in={kept_id, merged_id}).order_by("pk")}
    return found[kept_id], found[merged_id]


def _references() -> Iterator[tuple[str, type[models.Model], str]]:
    """Each table and column that refers to a customer, in whatever room."""
    for relation in Customer._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel | models.OneToOneRel):
            continue
        model, column = relation.related_model, relation.field.attname
        if isinstance(model, str) or model in STAYING:
            continue
        yield f"{model._meta.label}.{column}", model, column
    for model in BY_NUMBER:
        yield f"{model._meta.label}.customer_id", model, "customer_id"


def _move(
    model: type[models.Model],
    column: str,
    source: int,
    target: int,
    *,
    only: Sequence[int] | None = None,
) -> tuple[list[int], list[int]]:
    """Give rows to another customer; return the ids moved, and of those of which one can be."""
    rows = model._base_manager.filter(**{column: source})
    ids = list(rows.order_by("pk").values_list("pk", flat=True)) if only is None else list(only)
    moved: list[int] = []
    stayed: list[int] = []
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        try:
            with transaction.atomic():
                rows.filter(pk__in=part).update(**{column: target})
            moved += part
        except IntegrityError:
            for each in part:
                is_moved = _move_one(rows, each, column, target)
                (moved if is_moved else stayed).append(each)
    return moved, stayed


def _move_one(rows: "models.QuerySet[models.Model]", row_id: int, column: str, target: int) -> bool:
    """Give one row to another customer, unless she has what there can be only one of."""
    try:
        with transaction.atomic():
            rows.filter(pk=row_id).update(**{column: target})
    except IntegrityError:
        return False
    return True


def _take_over(kept: Customer, merged: Customer) -> dict[str, list[str | None]]:
    """Let the kept customer have been there as long, and have refused what either refused.

    Returns what the fields held and hold now.
    """
    wanted = {
        "created_at": min(kept.created_at, merged.created_at),
        "last_contact_at": max(
            filter(None, (kept.last_contact_at, merged.last_contact_at)), default=None
        ),
        "last_activity_at": max(kept.last_activity_at, merged.last_activity_at),
        "surveys_declined_at": kept.surveys_declined_at or merged.surveys_declined_at,
    }
    before = {}
    for field, value in wanted.items():
        if getattr(kept, field) != value:
            before[field] = [_written(getattr(kept, field)), _written(value)]
            setattr(kept, field, value)
    if before:
        kept.save(update_fields=list(before))
    return before


def _give_back(kept: Customer, before: dict[str, list[str | None]]) -> None:
    """Set fields back, save those that something else has changed since."""
    unchanged = {
        field: held for field, (held, set_to) in before.items()
        if _written(getattr(kept, field)) == set_to
    }  # fmt: skip
    for field, held in unchanged.items():
        setattr(kept, field, parse_datetime(held) if held else None)
    if unchanged:
        kept.save(update_fields=list(unchanged))


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _tell_changed(
    customers: Sequence[Customer], happened: events.DomainEvent, actor: User, now: datetime
) -> None:
    """Publish what happened, and that the customers' addresses are others now."""
    changes = [
        CustomerChanged(customer_id=each.pk, fields=("contact_points",)) for each in customers
    ]
    events.publish_all([happened, *changes], actor=actor, at=now)
