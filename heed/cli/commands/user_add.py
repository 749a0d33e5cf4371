import argparse
import getpass
import sys

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils import timezone

from heed.accounts.models import User
from heed.accounts.operations import add_team, add_user
from heed.accounts.queries import system_user
from heed.cli.output import complain, say, tell_program
from heed.core.errors import DomainError

EXAMPLE = "heed user add mei@example.org --name 陈梅 --role agent --team Support < password.txt"
ROLES = [role for role in User.Role.values if role != User.Role.SYSTEM]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", help="mail address to sign in with")
    parser.add_argument("--name", required=True, help="name shown to customers and colleagues")
    parser.add_argument("--role", choices=ROLES, default="agent")
    parser.add_argument("--team", action="append", default=[], help="a team; made if new")
    parser.add_argument("--language", choices=["", "en", "zh-hans"], default="")
    parser.add_argument("--time-zone", default="", help="such as Asia/Shanghai")
    parser.add_argument("--json", action="store_true", help="print one object")


def run(options: argparse.Namespace) -> int:
    is_typed = sys.stdin.isatty()
    password = getpass.getpass() if is_typed else sys.stdin.readline().rstrip("\n")
    try:
        system = system_user()
        user = add_user(
            email=options.email,
            name=options.name,
            role=options.role,
            password=password,
            teams=[add_team(name=name, actor=system) for name in options.team],
            language=options.language,
            time_zone=options.time_zone,
            actor=system,
            now=timezone.now(),
        )
    except ValidationError as weak:
        complain(f"{options.email} was not added: {' '.join(weak.messages)}")
        return 1
    except DomainError as refusal:
        complain(f"{options.email} was not added: {refusal}")
        return 1
    except DatabaseError as problem:
        complain(f"{options.email} was not added: {problem}. “heed check” says what is missing.")
        return 1
    if options.json:
        tell_program({"id": user.pk, "email": user.email, "role": user.role})
    else:
        say(f"{user.name} can now sign in as {user.email} ({user.get_role_display()}).")
    return 0
