"""Where imports keep what they leave behind: rejected rows, and files being taken apart."""

from pathlib import Path

from django.conf import settings


def imports_folder() -> Path:
    """The folder of imports in the data folder."""
    folder: Path = settings.HEED_HOME / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def rejects_path(digest: str) -> Path:
    """Where the rejected rows of an import would stand."""
    return imports_folder() / f"rejects-{digest[:12]}.csv"


def rejects_file(digest: str) -> Path | None:
    """The file of rejected rows of an import, or None where all were good."""
    target = rejects_path(digest)
    return target if target.exists() else None
