"""Taking a whole import back: batch by batch, each one transaction, so a killed one goes on."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access, events, search
from heed.core.errors import DomainError
from heed.customers import documents
from heed.customers.events import CustomersImported
from heed.customers.models import ContactPoint, Customer, Fact
from heed.customers.operations import place_in_tiers
from heed.value.events import ImportUndone, ImportUndoOrdered
from heed.value.models import CustomerValue, ImportedChange, ImportRun, Purchase
from heed.value.operations.people import digest_of
from heed.value.operations.returns import match_returns_of
from heed.value.queries import customer_ids_changed_by

LINES_AT_ONCE = 5_000
CUSTOMERS_AT_ONCE = 200
What = ImportedChange.What


class ImportStillRunning(DomainError):
    code = "imports.still_running"
    message = _(
        "The import of %(file)s is not finished. Let it end, or run it again, and undo it then."
    )


class ImportAlreadyUndone(DomainError):
    code = "imports.already_undone"
    message = _("The import of %(file)s was undone already. Import the file again to have it back.")


def undo_import(*, run_id: int, actor: User, now: datetime) -> ImportRun:
    """Remove what a file brought; called again after a stop it goes on.

    Of purchases its lines go, and returns are matched anew. Of customers those go that it created
    and nothing else refers to; what it completed is put back where nobody changed it since.
    Call it outside a transaction. Publishes ImportUndone. Raises ImportStillRunning,
    ImportAlreadyUndone.
    """
    access.require(actor, "imports.undo")
    run = _begin(run_id, actor, now)
    if run.kind == ImportRun.Kind.PURCHASES:
        _remove_purchases(run)
    else:
        _take_back_customers(run)
    return _end(run_id, actor, now)


@transaction.atomic
def order_undo(*, run_id: int, actor: User, now: datetime) -> ImportRun:
    """Have a whole import taken back by the worker.

    Publishes ImportUndoOrdered. Raises ImportStillRunning, ImportAlreadyUndone.
    """
    access.require(actor, "imports.undo")
    run = _begin(run_id, actor, now)
    events.publish(ImportUndoOrdered(run_id=run.pk), actor=actor, at=now)
    return run


@transaction.atomic
def _begin(run_id: int, actor: User, now: datetime) -> ImportRun:
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state == ImportRun.State.RUNNING:
        raise ImportStillRunning(file=run.file_name)
    if run.state == ImportRun.State.UNDONE:
        raise ImportAlreadyUndone(file=run.file_name)
    run.state, run.undone_by = ImportRun.State.UNDOING, actor
    run.told_at = run.told_at or now  # the same file again is a new import
    run.save(update_fields=["state", "undone_by", "told_at"])
    return run


def _remove_purchases(run: ImportRun) -> None:
    lines = Purchase.objects.filter(run=run).order_by("customer_id", "pk")
    found = list(lines.values_list("pk", "customer_id"))
    for start in range(0, len(found), LINES_AT_ONCE):
        chunk = found[start : start + LINES_AT_ONCE]
        customer_ids = sorted({customer_id for _key, customer_id in chunk})
        with transaction.atomic():
            _remove_lines([key for key, _customer_id in chunk])
            for first in range(0, len(customer_ids), 900):
                match_returns_of(customer_ids=customer_ids[first : first + 900], run_id=run.pk)


def _remove_lines(keys: Sequence[int]) -> None:
    for start in range(0, len(keys), 900):
        Purchase.objects.filter(pk__in=keys[start : start + 900]).delete()


def _take_back_customers(run: ImportRun) -> None:
    ids = customer_ids_changed_by(run)
    for start in range(0, len(ids), CUSTOMERS_AT_ONCE):
        with transaction.atomic():
            asked = ids[start : start + CUSTOMERS_AT_ONCE]
            changes: dict[int, list[ImportedChange]] = {}
            for change in run.changes.filter(customer_id__in=asked):
                changes.setdefault(change.customer_id, []).append(change)
            locked = Customer.objects.select_for_update().filter(pk__in=asked).order_by("pk")
            customers = list(locked)
            _remove_created(run, customers)
            for customer in customers:
                _take_back(customer, changes.get(customer.pk, []))


def _remove_created(run: ImportRun, customers: Sequence[Customer]) -> None:
    """Remove those the import created and nothing but itself refers to."""
    created = run.changes.filter(what=What.CREATED, customer__in=customers)
    ids = set(created.filter(customer__erased_at=None).values_list("customer_id", flat=True))
    ours = run.changes.filter(customer_id__in=ids)
    points = set(ours.filter(what=What.CONTACT_POINT).values_list("object_id", flat=True))
    facts = set(ours.filter(what=What.FACT).values_list("object_id", flat=True))
    for owner, point in ContactPoint.objects.filter(customer__in=ids).values_list(
        "customer_id", "pk"
    ):
        if point not in points:
            ids.discard(owner)
    for owner, fact in Fact.objects.filter(customer__in=ids).values_list("customer_id", "pk"):
        if fact not in facts:
            ids.discard(owner)
    others = ImportedChange.objects.exclude(run=run).filter(customer__in=ids)
    ids -= set(others.values_list("customer_id", flat=True))
    ids -= _referred_to(Customer, ids, (ContactPoint, Fact, ImportedChange))
    used = _referred_to(ContactPoint, {point for point in points if point}, ())
    ids -= set(ContactPoint.objects.filter(pk__in=used).values_list("customer_id", flat=True))
    for customer_id in sorted(ids):
        search.remove(documents.KIND, customer_id)
    Customer.objects.filter(pk__in=ids).delete()


def _take_back(customer: Customer, changes: Sequence[ImportedChange]) -> None:
    made = {
        kind: {each.object_id for each in changes if each.what == kind and each.object_id}
        for kind in (What.CONTACT_POINT, What.FACT)
    }
    if any(change.what == What.CREATED for change in changes):
        return
    points = ContactPoint.objects.filter(customer=customer, pk__in=made[What.CONTACT_POINT])
    used = _referred_to(ContactPoint, made[What.CONTACT_POINT], ())
    points.exclude(pk__in=used).delete()
    Fact.objects.filter(customer=customer, pk__in=made[What.FACT]).delete()
    _put_back(customer, changes)
    ImportedChange.objects.filter(pk__in=[change.pk for change in changes]).delete()


def _referred_to(
    model: type[Customer | ContactPoint], ids: set[int], known: Iterable[type]
) -> set[int]:
    """Those of the ids that rows of any table, save those known, refer to."""
    found: set[int] = set()
    for relation in model._meta.related_objects:
        if relation.related_model in known:
            continue
        column = relation.field.attname
        rows = relation.related_model._default_manager.filter(**{f"{column}__in": ids})
        found.update(rows.values_list(column, flat=True))
    return found


def _put_back(customer: Customer, changes: Sequence[ImportedChange]) -> None:
    """Set fields to what they held before, where they still hold what the import wrote."""
    fields = []
    for change in changes:
        if change.what == What.DECLINED:
            at = customer.surveys_declined_at
            if at and digest_of(at.astimezone(UTC).isoformat()) == change.digest:
                customer.surveys_declined_at = None
                fields.append("surveys_declined_at")
        elif change.field and digest_of(getattr(customer, change.field)) == change.digest:
            setattr(customer, change.field, _before(customer, change))
            fields.append(change.field)
    if fields:
        customer.save(update_fields=fields)


def _before(customer: Customer, change: ImportedChange) -> str:
    """What the field held; a name that was but a number or an address is that again."""
    if change.field != "name":
        return change.before
    point = customer.contact_points.order_by("pk").first()
    return point.value[:200] if point else customer.name


@transaction.atomic
def _end(run_id: int, actor: User, now: datetime) -> ImportRun:
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state != ImportRun.State.UNDOING:
        return run
    run.state, run.undone_at = ImportRun.State.UNDONE, now
    run.save(update_fields=["state", "undone_at"])
    removed, kept = run.accepted, 0
    if run.kind == ImportRun.Kind.CUSTOMERS:
        kept = run.changes.filter(what=What.CREATED).count()
        removed = run.customers - kept
        imported = CustomersImported(count=run.accepted, source=run.source)
        events.publish(imported, actor=actor, at=now)
    elif not Purchase.objects.exists():
        _forget_values()
    events.publish(ImportUndone(run_id=run.pk, removed=removed, kept=kept), actor=actor, at=now)
    return run


def _forget_values() -> None:
    """Nothing is left to value customers by."""
    CustomerValue.objects.all().delete()
    ids = list(Customer.objects.values_list("pk", flat=True))
    place_in_tiers(
        tiers=dict.fromkeys(ids, ""), states=dict.fromkeys(ids, Customer.State.POTENTIAL)
    )
