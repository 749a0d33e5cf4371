"""Files of an import: those named, what names them, and the rows of them that were rejected."""

import csv
import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from heed.value.import_folder import rejects_path
from heed.value.reading import PurchaseFile
from heed.value.refusals import FileMissing, FolderEmpty
from heed.value.staging import rejected_rows

CHUNK = 1 << 20
ENDINGS = (".csv", ".csv.gz", ".tsv", ".txt", ".xlsx", ".parquet")
_FORMULA = re.compile(r"[=+\-@\t\r\n]")
_FIGURE = re.compile(r"[+\-]?[\d\s.,()/\-]*\d[\d\s.,()/%\-]*")


def files_named(paths: Iterable[Path]) -> list[Path]:
    """The files, those in folders by name, each once. Raises FolderEmpty."""
    found: dict[Path, Path] = {}
    for path in paths:
        if path.is_dir():
            inside = [
                each
                for each in sorted(path.rglob("*"))
                if each.is_file()
                and each.name.lower().endswith(ENDINGS)
                and not each.name.startswith((".", "~$"))
            ]
            if not inside:
                raise FolderEmpty(folder=path, endings=", ".join(ENDINGS))
        else:
            inside = [path]
        for each in inside:
            found.setdefault(each.resolve(), each)
    return list(found.values())


def digest_of(path: Path, kept: Mapping[str, object]) -> str:
    """What names a file together with the settings it is read by. Raises FileMissing."""
    if not path.is_file():
        raise FileMissing(file=path)
    digest = hashlib.sha256(json.dumps(kept, sort_keys=True).encode())
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def write_rejects(file: PurchaseFile, said: Mapping[int, str], digest: str) -> Path | None:
    """Write the rejected rows with their reasons; return the file, or None where all are good."""
    target = rejects_path(digest)
    if not said:
        target.unlink(missing_ok=True)
        return None
    partial = target.with_name(f"{target.name}.{os.getpid()}.part")
    with partial.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_harmless(["row", "reason", *file.columns]))
        for row in rejected_rows(file.tables(), said):
            writer.writerow(_harmless(row))
    return partial.replace(target)


def _harmless(row: Sequence[str]) -> list[str]:
    """A text a spreadsheet would take for a formula begins with an apostrophe; figures do not."""
    return [
        f"'{text}" if _FORMULA.match(text) and not _FIGURE.fullmatch(text) else text for text in row
    ]
