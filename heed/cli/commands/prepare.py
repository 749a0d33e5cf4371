import argparse
from functools import partial
from zoneinfo import available_timezones

from django.conf import settings

from heed.accounts.operations import TimeZoneUnknown, found_organisation
from heed.cli.output import complain, say
from heed.cli.preparation import prepare
from heed.core.errors import DomainError

EXAMPLE = (
    'heed prepare --organisation "Harbour Lane" --mail service@example.org '
    "--time-zone Europe/London --currency GBP --country GB"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing unless it fails")
    company = parser.add_argument_group("a new organisation; what exists already is left as it is")
    company.add_argument("--organisation", default="Heed", help="its name")
    company.add_argument("--mail", default="", help="the address customers write to")
    company.add_argument("--language", choices=["en", "zh-hans"], default="en")
    company.add_argument("--time-zone", default="UTC", help="such as Asia/Shanghai")
    company.add_argument("--currency", default="EUR", help="three letters, such as CNY")
    company.add_argument("--country", default="", help="whose public holidays count, such as CN")


def run(options: argparse.Namespace) -> int:
    try:
        if options.time_zone not in available_timezones():
            raise TimeZoneUnknown(name=options.time_zone)
        prepare(
            partial(
                found_organisation,
                name=options.organisation,
                mail_address=options.mail or settings.MAIL_ADDRESS,
                language=options.language,
                time_zone=options.time_zone,
                currency=options.currency.upper(),
                country=options.country.upper(),
            )
        )
    except (DomainError, ValueError) as refusal:
        complain(f"Nothing was prepared: {refusal}")
        return 1
    if not options.quiet:
        say("The database and the page files are ready.")
    return 0
