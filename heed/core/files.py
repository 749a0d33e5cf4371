"""Files kept by content: what was stored once is never changed and never stored twice."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.core.files.storage import default_storage


def keep(content: bytes) -> str:
    """Store the bytes durably and return their SHA-256, by which they are found again."""
    digest = hashlib.sha256(content).hexdigest()
    target = _path(digest)
    if target.exists():
        return digest
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{digest}.{secrets.token_hex(4)}.part")
    try:
        with partial.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
        _sync_folder(target.parent)
    finally:
        partial.unlink(missing_ok=True)
    return digest


def keep_in_parts(parts: Iterable[bytes]) -> str:
    """Store what comes part by part, never whole in memory; return its SHA-256."""
    digest = hashlib.sha256()
    partial = Path(default_storage.path(f"{secrets.token_hex(8)}.part"))
    partial.parent.mkdir(parents=True, exist_ok=True)
    try:
        with partial.open("xb") as file:
            for part in parts:
                digest.update(part)
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        target = _path(digest.hexdigest())
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.replace(target)
        _sync_folder(target.parent)
    finally:
        partial.unlink(missing_ok=True)
    return digest.hexdigest()


def _sync_folder(folder: Path) -> None:
    """Make the new name last a power cut, where the system can."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(digest: str) -> bytes:
    """Return the bytes kept under this digest; FileNotFoundError where there are none."""
    return _path(digest).read_bytes()


def forget(digest: str) -> None:
    """Delete the file for good; that it is gone already is no fault."""
    _path(digest).unlink(missing_ok=True)


def path_of(digest: str) -> Path:
    """Where the file lies, for a response that streams it."""
    return _path(digest)


def _path(digest: str) -> Path:
    return Path(default_storage.path(f"{digest[:2]}/{digest[2:4]}/{digest}"))
