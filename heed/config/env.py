"""Every environment variable Heed reads, checked at the start."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, parse_qs, parse_qsl, unquote, urlsplit

Value = TypeVar("Value")
_PASSWORD = re.compile(r"(://[^:/@]*):[^/]*@")


class BadSetting(SystemExit):
    """A value that cannot be used; ends the start with a sentence naming the variable."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        shown = _PASSWORD.sub(r"\1:***@", value)
        super().__init__(f"{name} is {shown!r}, but must be {expected}. See docs/configuration.md.")


def _read(name: str, default: Value, convert: Callable[[str], Value], expected: str) -> Value:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        return convert(value)
    except (ValueError, KeyError) as problem:
        raise BadSetting(name, value, expected) from problem


def _number(low: int, high: int) -> Callable[[str], int]:
    def convert(value: str) -> int:
        number = int(value)
        if not low <= number <= high:
            raise ValueError(value)
        return number

    return convert


def _url(*schemes: str) -> Callable[[str], SplitResult]:
    def convert(value: str) -> SplitResult:
        url = urlsplit(value)
        if url.scheme not in schemes or not (url.hostname or url.path):
            raise ValueError(value)
        _ = url.port
        return url

    return convert


def integer(name: str, default: int, *, low: int, high: int) -> int:
    return _read(name, default, _number(low, high), f"a whole number from {low} to {high}")


def text(name: str, default: str) -> str:
    return _read(name, default, str, "text")


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    values = {word: word for word in allowed}
    return _read(name, default, lambda value: values[value.lower()], f"one of {', '.join(allowed)}")


def words(name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    def convert(value: str) -> tuple[str, ...]:
        return tuple(word.strip() for word in value.split(",") if word.strip())

    return _read(name, default, convert, "words separated by commas")


def folder(name: str, default: Path) -> Path:
    return _read(name, default, lambda value: Path(value).expanduser(), "a folder").absolute()


def home() -> Path:
    """The data folder: `.heed` below the folder Heed is started in, unless HEED_HOME names one."""
    return folder("HEED_HOME", Path.cwd() / ".heed")


def web_url(name: str, default: str) -> SplitResult:
    expected = "an address like https://desk.example.org"
    return _read(name, urlsplit(default), _url("http", "https"), expected)


@dataclass(frozen=True)
class MailServer:
    """Where mail goes to or comes from, read from one address."""

    host: str
    port: int
    user: str
    password: str
    security: str  # "ssl", "starttls" or "none"
    folder: str


_SECURITY = {"smtp": "starttls", "smtps": "ssl", "imap": "starttls", "imaps": "ssl"}
_PORTS = {"smtp": 587, "smtps": 465, "imap": 143, "imaps": 993}


def mail_server(name: str, *, schemes: tuple[str, str]) -> MailServer | None:
    """Return the mail server named, or None where the variable is empty."""

    def convert(value: str) -> MailServer | None:
        url = _url(*schemes)(value)
        security = parse_qs(url.query).get("security", [_SECURITY[url.scheme]])[0]
        if not url.hostname or security not in {"ssl", "starttls", "none"}:
            raise ValueError(value)
        return MailServer(
            host=url.hostname,
            port=url.port or _PORTS[url.scheme],
            user=unquote(url.username or ""),
            password=unquote(url.password or ""),
            security=security,
            folder=unquote(url.path.strip("/")) or "INBOX",
        )

    expected = f"an address like {schemes[1]}://user:password@mail.example.org"
    return _read(name, None, convert, f"{expected}[?security=ssl|starttls|none]")


def database(name: str, default_file: Path) -> dict[str, object]:
    """Return Django's description of the database: SQLite in the data folder, or PostgreSQL."""

    def convert(value: str) -> dict[str, object]:
        url = _url("sqlite", "postgresql", "postgres")(value)
        if not url.path.strip("/"):
            raise ValueError(value)
        if url.scheme == "sqlite":
            return _sqlite(Path(unquote(url.path.removeprefix("/"))))
        return _postgresql(url)

    expected = "sqlite:////path/to/file or postgresql://user:password@host:5432/name[?sslmode=…]"
    return _read(name, _sqlite(default_file), convert, expected)


def _sqlite(file: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;"
                "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;"
            ),
        },
    }


_CONNECTION_OPTIONS = {
    *("application_name", "options", "sslcert", "sslcrl", "sslkey", "sslmode", "sslrootcert"),
    *("keepalives", "keepalives_idle", "target_session_attrs"),
}


def _postgresql(url: SplitResult) -> dict[str, object]:
    given = dict(parse_qsl(url.query, strict_parsing=bool(url.query)))
    host = given.pop("host", url.hostname or "")
    if unknown := given.keys() - _CONNECTION_OPTIONS:
        raise ValueError(unknown)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.strip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": host,
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 10, **given},
    }
