"""Taking in customers: batch by batch, each one transaction, so a killed import goes on.

Known customers are recognised and completed; everything done is kept, so that it can be undone.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple, Protocol

from django.db import transaction
from django.db.models import Q

from heed.accounts.models import User
from heed.accounts.queries import organisation
from heed.core import access, events
from heed.core.outbox import is_usable
from heed.customers.events import CustomersImported
from heed.customers.models import ContactPoint, Customer, Fact
from heed.customers.queries import compared_as
from heed.value.events import PeopleImported
from heed.value.known_people import look_up_people
from heed.value.models import ImportedChange, ImportRejection, ImportRun
from heed.value.rules.people import (
    Directory,
    PeopleReason,
    PersonRow,
    Plan,
    UnusablePerson,
    read_person,
)
from heed.value.rules.settings import ImportSettings

BATCH = 2_000
What = ImportedChange.What


class Cells(NamedTuple):
    """A row of the file: its number from 1, whether it has another width, its cells by field."""

    row: int
    is_ragged: bool
    said: Mapping[str, str]


class Planned(NamedTuple):
    """What becomes of a row: a plan, or the reason why there is none."""

    row: int
    plan: Plan | None
    reason: PeopleReason | None


class PeopleFile(Protocol):
    """The rows of a file, which can be asked for from any row on."""

    row_count: int

    def rows(self, since: int) -> Iterable[Sequence[Cells]]: ...


def import_customers(
    *,
    file: PeopleFile,
    digest: str,
    file_name: str,
    settings: ImportSettings,
    actor: User,
    now: datetime,
    advance: Callable[[int], None],
) -> ImportRun:
    """Take in the customers of a file, or what is left of them where an import was stopped.

    Publishes PeopleImported and CustomersImported at the end.
    """
    access.require(actor, "customers.import")
    run, _is_new = ImportRun.objects.get_or_create(
        digest=digest,
        told_at=None,
        defaults={
            "kind": ImportRun.Kind.CUSTOMERS,
            "file_name": file_name[-255:],
            "source": settings.source,
            "settings": settings.as_kept(),
            "started_by": actor,
            "started_at": now,
        },
    )
    advance(run.next_row)
    for cells in file.rows(run.next_row):
        _take(run.pk, cells, actor, now)
        advance(len(cells))
    return _end(run.pk, actor, now)


def plan_rows(cells: Sequence[Cells], directory: Directory) -> list[Planned]:
    """What becomes of each row, one after the other; the directory knows it from then on."""
    rows = [_read(each) for each in cells]
    look_up_people(directory, (row for row in rows if isinstance(row, PersonRow)))
    return [_planned(each.row, row, directory) for each, row in zip(cells, rows, strict=True)]


def _planned(number: int, row: PersonRow | PeopleReason, directory: Directory) -> Planned:
    if isinstance(row, PeopleReason):
        return Planned(number, None, row)
    try:
        return Planned(number, directory.plan(row), None)
    except UnusablePerson as problem:
        return Planned(number, None, problem.reason)


def _read(cells: Cells) -> PersonRow | PeopleReason:
    if cells.is_ragged:
        return PeopleReason.WRONG_WIDTH
    try:
        return read_person(cells.said, is_address=is_usable)
    except UnusablePerson as problem:
        return problem.reason


@transaction.atomic
def _take(run_id: int, cells: Sequence[Cells], actor: User, now: datetime) -> None:
    """Take in a batch; nothing where another import of the same file did."""
    run = _locked(run_id)
    cells = [each for each in cells if each.row > run.next_row]
    if not cells or run.state != ImportRun.State.RUNNING:
        return
    found = plan_rows(cells, Directory(compared_as))
    plans = [each.plan for each in found if each.plan and not each.plan.is_empty]
    ImportRejection.objects.bulk_create(
        ImportRejection(run=run, row=each.row, reason=each.reason) for each in found if each.reason
    )
    _write(run, plans, actor, now)
    run.next_row = cells[-1].row
    run.rows += len(cells)
    run.accepted += len(plans)
    run.customers += sum(plan.is_new for plan in plans)
    run.rejected += sum(each.reason is not None for each in found)
    run.duplicates = run.rows - run.accepted - run.rejected
    run.save(update_fields=["next_row", "rows", "accepted", "customers", "rejected", "duplicates"])


def _locked(run_id: int) -> ImportRun:
    """The run, held with all others that are running: one import writes at a time."""
    held = ImportRun.objects.select_for_update().filter(Q(pk=run_id) | Q(state="running"))
    return next(run for run in held.order_by("pk") if run.pk == run_id)


def _write(run: ImportRun, plans: Sequence[Plan], actor: User, now: datetime) -> None:
    """Write what the rows add, and what was done."""
    ids = _create(plans, now)
    changes = [
        ImportedChange(run=run, customer_id=key, what=What.CREATED) for key in sorted(ids.values())
    ]
    changes += _complete(run, [plan for plan in plans if plan.standing.key > 0], now)
    instant = now.astimezone(UTC).isoformat()
    declined = {_id(plan, ids) for plan in plans if plan.declines}
    Customer.objects.filter(pk__in=declined).update(surveys_declined_at=now)
    changes += [
        ImportedChange(run=run, customer_id=key, what=What.DECLINED, digest=digest_of(instant))
        for key in sorted(declined)
    ]
    points = [
        ContactPoint(customer_id=_id(plan, ids), kind=kind, value=value[:320], key=key)
        for plan in plans
        for kind, value, key in plan.points
    ]
    facts = [
        Fact(
            customer_id=_id(plan, ids),
            text=fact,
            source=plan.fact_source or run.source,
            noted_by=actor,
            noted_at=now,
        )
        for plan in plans
        for fact in plan.facts
    ]
    changes += [
        ImportedChange(
            run=run, customer_id=each.customer_id, what=What.CONTACT_POINT, object_id=each.pk
        )
        for each in ContactPoint.objects.bulk_create(points)
    ]
    changes += [
        ImportedChange(run=run, customer_id=each.customer_id, what=What.FACT, object_id=each.pk)
        for each in Fact.objects.bulk_create(facts)
    ]
    ImportedChange.objects.bulk_create(changes, batch_size=BATCH)


def _id(plan: Plan, ids: Mapping[int, int]) -> int:
    return ids.get(plan.standing.key, plan.standing.key)


def _create(plans: Sequence[Plan], now: datetime) -> dict[int, int]:
    """Create the customers that are new, whole after all their rows; return their ids by key."""
    keys = [plan.standing.key for plan in plans if plan.is_new]
    heads = {plan.standing.key: plan.standing.head for plan in plans}
    language = organisation().language
    made = Customer.objects.bulk_create(
        Customer(**({"language": language} | heads[key]), created_at=now, last_activity_at=now)
        for key in keys
    )
    return {key: customer.pk for key, customer in zip(keys, made, strict=True)}


def _complete(run: ImportRun, plans: Sequence[Plan], now: datetime) -> list[ImportedChange]:
    """Fill in what was not known of customers; return what was done."""
    wanted: dict[int, dict[str, str]] = {}
    for plan in plans:
        wanted.setdefault(plan.standing.key, {}).update(plan.head)
    customers = Customer.objects.in_bulk([key for key, head in wanted.items() if head])
    changes = []
    for key, customer in sorted(customers.items()):
        for name, text in wanted[key].items():
            before = customer.language if name == "language" else ""
            setattr(customer, name, text)
            changes.append(
                ImportedChange(
                    run=run,
                    customer=customer,
                    what=What.FIELD,
                    field=name,
                    before=before,
                    digest=digest_of(text),
                )
            )
    fields = sorted({change.field for change in changes})
    if fields:
        Customer.objects.bulk_update(customers.values(), fields, batch_size=300)
    touched = [plan.standing.key for plan in plans]
    Customer.objects.filter(pk__in=touched, last_activity_at__lt=now).update(last_activity_at=now)
    return changes


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def _end(run_id: int, actor: User, now: datetime) -> ImportRun:
    run = _locked(run_id)
    if run.state != ImportRun.State.RUNNING:
        return run
    run.state = ImportRun.State.DONE
    run.finished_at = now
    run.save(update_fields=["state", "finished_at"])
    completed = run.accepted - run.customers
    happened = PeopleImported(run_id=run.pk, created=run.customers, completed=completed)
    imported = CustomersImported(count=run.accepted, source=run.source)
    events.publish_all([happened, imported], actor=actor, at=now)
    return run
