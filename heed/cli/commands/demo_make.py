import argparse
import time

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from heed.accounts.models import Organisation, User
from heed.cli.commands.demo import add_making_arguments
from heed.cli.demo.events import CompanyInvented
from heed.cli.demo.seeding import company_made, complete_company, invent_company
from heed.cli.demo.staff import DOMAIN, PASSPHRASE, SIGN_INS
from heed.cli.greeting import ADDRESS, greeting_for, keep_greeting
from heed.cli.output import complain, say
from heed.cli.preparation import collect_page_files, migrate
from heed.conversations.models import RawMail
from heed.customers.models import Customer

EXAMPLE = "heed demo make --customers 20000"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_making_arguments(parser)


def run(options: argparse.Namespace) -> int:
    made = _made_before()
    if made is None:
        migrate()
        collect_page_files()
    if _is_in_use():
        complain(
            "There is a company in this Heed already, so no invented one was added. "
            "Set HEED_HOME to an empty folder and run heed demo again."
        )
        return 1
    made = made or _make(options.customers, options.seed)
    keep_greeting(settings.HEED_HOME, _greeting(made))
    say(greeting_for(settings.HEED_HOME, options.host, options.port))
    return 0


def _made_before() -> CompanyInvented | None:
    """What is there already; a database without tables has nothing. Serving prepares the rest."""
    try:
        return company_made()
    except DatabaseError:
        return None


def _is_in_use() -> bool:
    """Whether somebody works here, so that nothing invented may be mixed in."""
    if Organisation.objects.filter(is_invented=True).exists():
        return False
    people = User.objects.exclude(role=User.Role.SYSTEM)
    return people.exists() or Customer.objects.exists() or RawMail.objects.exists()


def _make(customers: int, seed: int) -> CompanyInvented:
    began = time.monotonic()
    if not Organisation.objects.filter(is_invented=True).exists():
        invent_company(customers=customers, seed=seed, now=timezone.now())
    say("Valuing customers and preparing the search …")
    made = complete_company(seed=seed, now=timezone.now())
    say(f"Made in {time.monotonic() - began:.0f} seconds.")
    return made


def _greeting(made: CompanyInvented) -> str:
    """What a newcomer needs to know; the address it is served at stands open."""
    sign_ins = (f"  {who.role:<8} {f'{who.mailbox}@{DOMAIN}':<34} {who.name}" for who in SIGN_INS)
    return "\n".join(
        (
            "",
            f"{Organisation.objects.get()} is an invented company: nobody and nothing in it is "
            "real.",
            f"{made.customers:,} customers, {made.conversations:,} conversations, "
            f"{made.promises:,} promises, {made.perceptions:,} answers, "
            f"{made.purchases:,} purchases in 18 months.",
            "",
            f"Sign in at {ADDRESS} with the password {PASSPHRASE}",
            *sign_ins,
            "",
        )
    )
