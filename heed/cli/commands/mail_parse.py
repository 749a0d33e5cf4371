import argparse

from heed.cli.output import complain, say, standard_input, tell_program
from heed.conversations.mime.mail import MailUnreadable, ParsedMail
from heed.conversations.mime.parsing import parse_mail

EXAMPLE = "heed mail parse --json < mail.eml"
READ, UNREADABLE = 0, 65


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one object for programs")


def run(options: argparse.Namespace) -> int:
    """0 where the input could be read as a mail, 65 where it is none."""
    try:
        mail = parse_mail(standard_input())
    except MailUnreadable as problem:
        if options.json:
            tell_program({"error": str(problem)})
        complain(f"This cannot be read as a mail. {problem}")
        return UNREADABLE
    if options.json:
        tell_program(mail.as_json())
    else:
        _show(mail)
    return READ


def _show(mail: ParsedMail) -> None:
    sender = f"{mail.sender.name} <{mail.sender.address}>" if mail.sender else "nobody"
    say(f"From:    {sender.strip()}")
    say(f"To:      {', '.join(each.address for each in mail.to)}")
    say(f"Date:    {mail.sent_at.isoformat() if mail.sent_at else 'none'}")
    say(f"Subject: {mail.subject}")
    say(f"Kind:    {mail.kind}")
    for each in mail.attachments:
        say(f"File:    {each.name} ({each.type}, {each.size} bytes)")
    say()
    say(mail.reply_text.rstrip())
