"""Taking in a file of purchases, batch by batch, so that it can be stopped at any moment.

A batch is one transaction: its lines, the customers they need, the counts and the place in the
file. Whoever holds the lock on the run takes the next batch, so a killed import goes on where
it was, and two imports of the same file share the work.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from heed.accounts.models import User
from heed.accounts.queries import organisation
from heed.core import access, events
from heed.customers.events import CustomersImported
from heed.customers.models import ContactPoint, Customer
from heed.customers.operations import add_contact_points, create_customers
from heed.customers.queries import customer_ids_by_mail_address, customer_ids_by_reference
from heed.value.events import PurchasesCounted, PurchasesImported
from heed.value.lines import Line, Person, StagedLines
from heed.value.models import ImportRun
from heed.value.operations.returns import match_returns_of
from heed.value.rules.settings import ImportSettings

Advance = Callable[[int], None]
BATCH = 20_000
ASKED_AT_ONCE = 900
TRIES = 3

INSERT = """
INSERT INTO value_purchase (customer_id, run_id, source, order_ref, line_ref, occurrence, product,
    purchased_at, purchased_on, quantity, amount_minor, discount_minor, currency, country)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (source, order_ref, line_ref, occurrence) DO NOTHING
"""


def import_purchases(
    *,
    staged: StagedLines,
    digest: str,
    file_name: str,
    settings: ImportSettings,
    actor: User,
    now: datetime,
    advance: Advance,
) -> ImportRun:
    """Take in the lines of a file, or what is left of them where an import was stopped.

    `digest` names the file and its settings. Returns of the customers concerned are matched
    anew. `advance` is told how many rows are done. Publishes PurchasesImported per batch, then
    CustomersImported and PurchasesCounted.
    """
    access.require(actor, "purchases.import")
    run = _begin(digest, file_name, settings, actor, now)
    advance(run.next_row)
    known: dict[str, int] = {}
    while taken := _take_next(run.pk, staged, known, actor, now):
        advance(taken)
    customer_ids = list(_known_customers(staged.customer_refs()).values())
    unmatched = 0
    for start in range(0, len(customer_ids), ASKED_AT_ONCE):
        with transaction.atomic():
            _locked(run.pk)
            chunk = customer_ids[start : start + ASKED_AT_ONCE]
            unmatched += match_returns_of(customer_ids=chunk, run_id=run.pk)
    return _end(run.pk, unmatched, len(customer_ids), actor, now)


def _begin(
    digest: str, file_name: str, settings: ImportSettings, actor: User, now: datetime
) -> ImportRun:
    run, _is_new = ImportRun.objects.get_or_create(
        digest=digest,
        told_at=None,
        defaults={
            "file_name": file_name[-255:],
            "source": settings.source,
            "settings": settings.as_kept(),
            "started_by": actor,
            "started_at": now,
        },
    )
    return run


def _locked(run_id: int) -> ImportRun:
    """The run, held with all others that are running: one import writes at a time."""
    held = ImportRun.objects.select_for_update().filter(Q(pk=run_id) | Q(state="running"))
    return next(run for run in held.order_by("pk") if run.pk == run_id)


def _take_next(
    run_id: int, staged: StagedLines, known: dict[str, int], actor: User, now: datetime
) -> int:
    """Take in the next batch; return how many rows of the file it had, 0 at the end."""
    for attempt in range(1, TRIES + 1):
        try:
            with transaction.atomic():
                taken, found = _take_locked(_locked(run_id), staged, known, actor, now)
        except IntegrityError:
            if attempt == TRIES:
                raise
        else:
            known.update(found)
            return taken
    raise AssertionError("expected an answer or an error from the last try")


def _take_locked(
    run: ImportRun, staged: StagedLines, known: dict[str, int], actor: User, now: datetime
) -> tuple[int, dict[str, int]]:
    until = min(run.next_row + BATCH, staged.row_count)
    rows = until - run.next_row
    if rows <= 0 or run.state == ImportRun.State.DONE:
        return 0, {}
    lines = staged.lines(run.next_row, until)
    refs = sorted({line.customer_ref for line in lines} - known.keys())
    found = _customers(refs, staged, now)
    accepted = _insert(lines, known | found, run)
    run.next_row = until
    run.rows += rows
    run.accepted += accepted
    run.duplicates += len(lines) - accepted
    run.rejected += rows - len(lines)
    run.save(update_fields=["next_row", "rows", "accepted", "duplicates", "rejected"])
    if accepted:
        happened = PurchasesImported(run_id=run.pk, until_row=until, accepted=accepted)
        events.publish(happened, actor=actor, at=now)
    return rows, found


def _insert(lines: Sequence[Line], ids: dict[str, int], run: ImportRun) -> int:
    """Write the lines that are not known yet; return how many these were."""
    rows = [(ids[line.customer_ref], run.pk, run.source, *line[1:]) for line in lines]
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, rows)
        return int(cursor.rowcount)


def _known_customers(refs: Sequence[str]) -> dict[str, int]:
    known: dict[str, int] = {}
    for start in range(0, len(refs), ASKED_AT_ONCE):
        known |= customer_ids_by_reference(refs[start : start + ASKED_AT_ONCE])
    return known


def _customers(refs: Sequence[str], staged: StagedLines, now: datetime) -> dict[str, int]:
    """Ids of these customer numbers: known ones, known by their mail address, or created."""
    known = _known_customers(refs)
    people = staged.people([ref for ref in refs if ref not in known])
    if not people:
        return known
    owners = _owners_of_addresses(people)
    met: dict[str, str] = {}
    created: list[tuple[str, Customer]] = []
    points: list[tuple[int, str, str]] = []
    later: list[Person] = []
    language = organisation().language
    for person in people:
        if person.email in owners:
            known[person.ref] = owners[person.email]
            points.append((owners[person.email], ContactPoint.Kind.REFERENCE, person.ref))
        elif person.email and person.email.casefold() in met:
            later.append(person)
        else:
            met[person.email.casefold()] = person.ref
            created.append((person.ref, _new_customer(person, language, now)))
    create_customers(created)
    known |= {ref: customer.pk for ref, customer in created}
    for person in later:
        known[person.ref] = known[met[person.email.casefold()]]
        points.append((known[person.ref], ContactPoint.Kind.REFERENCE, person.ref))
    add_contact_points([*points, *_ways_to_reach(people, known)])
    return known


def _owners_of_addresses(people: Sequence[Person]) -> dict[str, int]:
    addresses = sorted({person.email for person in people if person.email})
    owners: dict[str, int] = {}
    for start in range(0, len(addresses), ASKED_AT_ONCE):
        owners |= customer_ids_by_mail_address(addresses[start : start + ASKED_AT_ONCE])
    return owners


def _new_customer(person: Person, language: str, now: datetime) -> Customer:
    first_at, last_at = (
        datetime.fromisoformat(text).replace(tzinfo=UTC)
        for text in (person.first_at, person.last_at)
    )
    return Customer(
        name=person.name or person.ref,
        country=person.country,
        language=language,
        created_at=min(first_at, now),
        last_activity_at=min(last_at, now),
    )


def _ways_to_reach(people: Sequence[Person], known: dict[str, int]) -> list[tuple[int, str, str]]:
    ways = [(ContactPoint.Kind.EMAIL, "email"), (ContactPoint.Kind.PHONE, "phone")]
    return [
        (known[person.ref], kind, getattr(person, name))
        for person in people
        for kind, name in ways
        if getattr(person, name)
    ]


@transaction.atomic
def _end(run_id: int, unmatched: int, customers: int, actor: User, now: datetime) -> ImportRun:
    run = _locked(run_id)
    if run.state == ImportRun.State.DONE:
        return run
    run.state = ImportRun.State.DONE
    run.finished_at = now
    run.unmatched_returns = unmatched
    run.customers = customers
    run.save(update_fields=["state", "finished_at", "unmatched_returns", "customers"])
    imported = CustomersImported(count=customers, source=run.source)
    counted = PurchasesCounted(run_id=run.pk, accepted=run.accepted)
    events.publish_all([imported, counted], actor=actor, at=now)
    return run


def close_run(*, run: ImportRun, now: datetime) -> None:
    """Keep that the figures of the run are told; the same file again is a new run."""
    ImportRun.objects.filter(pk=run.pk, told_at=None).update(told_at=now)
