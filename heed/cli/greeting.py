"""What `heed demo` says at its start, kept beside the data so that a restart need not ask them."""

import json
import os
from pathlib import Path

ADDRESS = "{address}"
LOCAL = {"127.0.0.1", "localhost", "::1"}


def _database() -> str:
    return os.environ.get("HEED_DATABASE_URL", "").strip()


def keep_greeting(home: Path, text: str) -> None:
    """Keep the text for this database; `ADDRESS` in it is filled when it is said."""
    kept = home / "demo.json"
    fresh = kept.with_suffix(".part")
    fresh.write_text(json.dumps({"database": _database(), "text": text}), "utf-8")
    fresh.replace(kept)


def greeting_for(home: Path, host: str, port: int) -> str:
    """The text with the address filled in; empty where nothing was made for this database."""
    try:
        kept = json.loads((home / "demo.json").read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return ""
    if kept["database"] != _database():
        return ""
    if not _database() and not (home / "heed.sqlite3").exists():
        return ""
    text = str(kept["text"]).replace(ADDRESS, f"http://{host}:{port}")
    if host not in LOCAL:
        text += "Everybody knows this password: do not let others reach this address.\n"
    return text
