"""Where mail leaves Heed: a mail server, or a folder that can be looked into."""

import os
import secrets
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

TIMEOUT_SECONDS = 30
PERMANENT = 500


class MailServer(Protocol):
    """A server that mail goes to or comes from; `security` is "ssl", "starttls" or "none"."""

    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def user(self) -> str: ...
    @property
    def password(self) -> str: ...
    @property
    def security(self) -> str: ...


class MailRefused(Exception):
    """The server refuses this mail or its reader for good; trying again does not help."""


def deliver(letter: EmailMessage, *, to_address: str, server: MailServer) -> None:
    """Hand the letter to the mail server.

    Raises MailRefused where the server says no for good to this letter or its reader; every
    other failure is raised as it came and is worth another try.
    """
    with _connect(server) as smtp:
        if server.user:
            smtp.login(server.user, server.password)
        try:
            refused = smtp.send_message(letter)
        except smtplib.SMTPRecipientsRefused as problem:
            refused = problem.recipients
        except smtplib.SMTPDataError as problem:
            raise _refusal(problem.smtp_code, problem.smtp_error) from problem
        except smtplib.SMTPNotSupportedError as problem:
            raise MailRefused(str(problem)) from problem
    for address, (code, text) in refused.items():
        if address == to_address or code < PERMANENT:
            raise _refusal(code, text)


def _refusal(code: int, text: bytes | str) -> Exception:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    if code >= PERMANENT:
        return MailRefused(f"{code} {said}")
    return smtplib.SMTPResponseException(code, said)


def _connect(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security == "ssl":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
    smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    if server.security == "starttls":
        smtp.starttls(context=context)
    return smtp


def put_in_folder(letter: EmailMessage, *, name: str, folder: Path) -> Path:
    """Write the letter as a file of that name, whole or not at all; twice is one file."""
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f".{name}.{secrets.token_hex(4)}.part"
    try:
        with partial.open("xb") as file:
            file.write(letter.as_bytes(policy=letter.policy.clone(linesep="\n")))
            file.flush()
            os.fsync(file.fileno())
        return partial.replace(folder / name)
    finally:
        partial.unlink(missing_ok=True)


def remove_from_folder(*, name: str, folder: Path) -> None:
    """Remove the file of that name and what a crash left of writing it; gone is no fault."""
    (folder / name).unlink(missing_ok=True)
    for partial in folder.glob(f".{name}.*.part"):
        partial.unlink(missing_ok=True)
