"""Whether everything is in order, each point with what to do where it is not."""

import argparse
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from heed.accounts.models import Organisation, User
from heed.cli.output import say, tell_program
from heed.cli.preparation import pending_migrations
from heed.conversations.queries import parked_mail
from heed.core.models import Calendar, CalendarDay, PeriodicTask
from heed.core.public_holidays import unannounced_years
from heed.core.queries import parked_deliveries

EXAMPLE = "heed check --json"
WORKER_SILENT = timedelta(minutes=3)
LEAST_FREE_MB = 500


@dataclass(frozen=True)
class Point:
    """One thing looked at; `is_fault` tells what is broken from what deserves a look."""

    name: str
    is_well: bool
    says: str
    is_fault: bool = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one object")


def run(options: argparse.Namespace) -> int:
    points = list(_points())
    faults = [point for point in points if not point.is_well and point.is_fault]
    if options.json:
        tell_program({"ok": not faults, "points": [asdict(point) for point in points]})
        return 1 if faults else 0
    for point in points:
        mark = "ok  " if point.is_well else "FAIL" if point.is_fault else "look"
        say(f"{mark}  {point.name}: {point.says}")
    say("Everything is in order." if not faults else f"{len(faults)} point(s) need work.")
    return 1 if faults else 0


def _points() -> Iterator[Point]:
    yield _data_folder()
    database = _database()
    yield database
    if database.is_well:
        looks: tuple[Callable[[], Point], ...] = (
            _organisation,
            _people,
            _worker,
            _parked_tasks,
            _parked_mails,
            _calendar,
        )
        yield from (look() for look in looks)
    yield _mail()


def _data_folder() -> Point:
    home = settings.HEED_HOME
    try:
        probe = home / ".probe"
        probe.write_bytes(b"heed")
        probe.unlink()
    except OSError as problem:
        return Point("data folder", is_well=False, says=f"{home} cannot be written: {problem}")
    free = shutil.disk_usage(home).free // 1_000_000
    if free < LEAST_FREE_MB:
        return Point("data folder", is_well=False, says=f"only {free} MB are free at {home}")
    return Point("data folder", is_well=True, says=f"{home}, {free:,} MB free")


def _database() -> Point:
    try:
        pending = pending_migrations()
    except DatabaseError as problem:
        return Point("database", is_well=False, says=f"cannot be reached: {problem}")
    if pending:
        says = f"{pending} change(s) of its tables are missing; run heed prepare"
        return Point("database", is_well=False, says=says)
    return Point("database", is_well=True, says=f"{connection.vendor}, up to date")


def _organisation() -> Point:
    organisation = Organisation.objects.first()
    if organisation is None:
        return Point("organisation", is_well=False, says="not set up; run heed prepare")
    return Point("organisation", is_well=True, says=organisation.name)


def _people() -> Point:
    people = User.objects.exclude(role=User.Role.SYSTEM).filter(is_active=True).count()
    if not people:
        return Point("people", is_well=False, says="nobody can sign in; run heed user add")
    return Point("people", is_well=True, says=f"{people} can sign in")


def _worker() -> Point:
    last = PeriodicTask.objects.order_by("-ran_at").values_list("ran_at", flat=True).first()
    if last is None or timezone.now() - last > WORKER_SILENT:
        since = f"since {last:%Y-%m-%d %H:%M} UTC" if last else "yet"
        return Point("worker", is_well=False, says=f"has not run {since}; start heed worker")
    return Point("worker", is_well=True, says=f"ran at {last:%H:%M:%S} UTC")


def _parked_tasks() -> Point:
    count = parked_deliveries().count()
    says = f"{count} task(s) failed at every try; see Mail, Failed tasks" if count else "none"
    return Point("failed tasks", is_well=not count, says=says, is_fault=False)


def _parked_mails() -> Point:
    count = parked_mail().count()
    says = f"{count} mail(s) wait to be mended; see Mail, Parked mail" if count else "none"
    return Point("parked mail", is_well=not count, says=says, is_fault=False)


def _calendar() -> Point:
    calendar = Calendar.objects.filter(is_default=True).first()
    if calendar is None:
        return Point("business hours", is_well=False, says="no calendar; run heed prepare")
    if not calendar.country:
        says = "no country is set, so no public holidays are known"
        return Point("business hours", is_well=False, says=says, is_fault=False)
    year = timezone.now().year
    missing = unannounced_years(calendar.country, range(year, year + 1))
    known = CalendarDay.objects.filter(calendar=calendar, day__year=year).count()
    if missing or not known:
        says = f"the holidays of {year} in {calendar.country} are not known"
        return Point("business hours", is_well=False, says=says, is_fault=False)
    return Point("business hours", is_well=True, says=f"{calendar}, {known} days set in {year}")


def _mail() -> Point:
    out = settings.SMTP.host if settings.SMTP else f"the folder {settings.OUTBOX_FOLDER}"
    inbox = settings.IMAP.host if settings.IMAP else "heed mail receive alone"
    return Point("mail", is_well=True, says=f"goes to {out}, comes from {inbox}")
