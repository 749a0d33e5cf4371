"""What a question for files takes. The bytes themselves are kept elsewhere, under `key`."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath

from django.utils.translation import gettext as _

from heed.surveys.answering.asked import Asked
from heed.surveys.format.questions import Files

MOST_FILES = 20
MOST_BYTES = 10_000_000
KINDS = {"key": str, "name": str, "type": str, "size": int}


def files(question: Files, _asked: Asked, answer: object) -> Iterator[str]:
    if not isinstance(answer, list) or not all(_is_file(each) for each in answer):
        yield _("Please choose a file.")
        return
    if len(answer) > (MOST_FILES if question.is_multiple else 1):
        yield _("Please choose fewer files.")
    most = min(question.most_bytes or MOST_BYTES, MOST_BYTES)
    if any(each["size"] > most for each in answer):
        yield _("A file may have %(most)s bytes at most.") % {"most": f"{most:,}"}
    if not all(is_accepted(question, each["name"], each["type"]) for each in answer):
        yield _("Only these files are taken: %(accepted)s.") % {"accepted": question.accepted}


def is_accepted(question: Files, name: str, media_type: str) -> bool:
    """Whether a file of this name and type is among those the question takes."""
    wanted = [each.strip().lower() for each in question.accepted.split(",") if each.strip()]
    ending, kind = PurePath(name).suffix.lower(), media_type.lower()
    return not wanted or any(
        each in {ending, kind} or (each.endswith("/*") and kind.startswith(each[:-1]))
        for each in wanted
    )


def _is_file(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(value.get(key), kind) for key, kind in KINDS.items()
    )
