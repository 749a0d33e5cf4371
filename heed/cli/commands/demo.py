import argparse
import time

from django.utils import timezone

from heed.accounts.models import Organisation, User
from heed.cli.commands.serve import serve
from heed.cli.demo.events import CompanyInvented
from heed.cli.demo.seeding import company_made, complete_company, invent_company
from heed.cli.demo.staff import DOMAIN, PASSPHRASE, SIGN_INS
from heed.cli.output import complain, say
from heed.cli.preparation import collect_page_files, migrate
from heed.conversations.models import RawMail
from heed.customers.models import Customer

EXAMPLE = "heed demo --port 8000"
LOCAL = {"127.0.0.1", "localhost", "::1"}
FEWEST, MOST = 200, 200_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on")
    parser.add_argument("--no-serve", action="store_true", help="create the data and end")
    parser.add_argument("--customers", type=_size, default=2_400, help="how many to invent")
    parser.add_argument("--seed", type=int, default=1, help="another number, another company")


def _size(text: str) -> int:
    number = int(text)
    if not FEWEST <= number <= MOST:
        raise argparse.ArgumentTypeError(f"give a number from {FEWEST} to {MOST}, not {text}")
    return number


def run(options: argparse.Namespace) -> int:
    migrate()
    collect_page_files()
    if _is_in_use():
        complain(
            "There is a company in this Heed already, so no invented one was added. "
            "Set HEED_HOME to an empty folder and run heed demo again."
        )
        return 1
    _tell(_make(options.customers, options.seed), options.host, options.port)
    if options.no_serve:
        say("The demonstration is ready; heed serve starts it.")
        return 0
    return serve(options.host, options.port, with_worker=True)


def _is_in_use() -> bool:
    """Whether somebody works here, so that nothing invented may be mixed in."""
    if Organisation.objects.filter(is_invented=True).exists():
        return False
    people = User.objects.exclude(role=User.Role.SYSTEM)
    return people.exists() or Customer.objects.exists() or RawMail.objects.exists()


def _make(customers: int, seed: int) -> CompanyInvented:
    made = company_made()
    if made:
        return made
    began = time.monotonic()
    if not Organisation.objects.filter(is_invented=True).exists():
        invent_company(customers=customers, seed=seed, now=timezone.now())
    say("Valuing customers and preparing the search …")
    made = complete_company(seed=seed, now=timezone.now())
    say(f"Made in {time.monotonic() - began:.0f} seconds.")
    return made


def _tell(made: CompanyInvented, host: str, port: int) -> None:
    company = Organisation.objects.get()
    say()
    say(f"{company.name} is an invented company: nobody and nothing in it is real.")
    say(
        f"{made.customers:,} customers, {made.conversations:,} conversations, "
        f"{made.promises:,} promises, {made.perceptions:,} answers, "
        f"{made.purchases:,} purchases in 18 months."
    )
    say()
    say(f"Sign in at http://{host}:{port} with the password {PASSPHRASE}")
    for who in SIGN_INS:
        address = f"{who.mailbox}@{DOMAIN}"
        say(f"  {who.role:<8} {address:<34} {who.name}")
    say()
    if host not in LOCAL:
        say("Everybody knows this password: do not let others reach this address.")
