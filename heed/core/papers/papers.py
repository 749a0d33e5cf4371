"""Papers to hand on: typeset as PDF in a child process, for the typesetter is too heavy."""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from heed.core.errors import DomainError
from heed.core.plots.colours import tokens

TIME_LIMIT_SECONDS = 30
MOST_ROWS = 400
FONTS = ("Noto Sans CJK SC", "Noto Sans SC", "Noto Serif CJK SC", "Libertinus Serif")
_TOKEN = re.compile(r"var\(--([\w-]+)\)")


class PaperFailed(DomainError):
    code = "paper.failed"
    message = _(
        "The PDF could not be made: %(problem)s. The page itself can be printed, and CSV and XLSX "
        "hold the same figures."
    )


@dataclass(frozen=True)
class Paper:
    """A title, what it rests on in lines under it, and parts in their order."""

    language: str
    title: str
    subtitle: str
    facts: Sequence[str]
    footer: str
    parts: Sequence[dict[str, Any]] = field(default_factory=list)


def words(kind: str, text: str) -> dict[str, Any]:
    """A part of words alone: a heading, a lead, a text or a note."""
    return {"kind": kind, "text": text}


def picture(*, title: str, note: str, svg: str) -> dict[str, Any]:
    """A chart as pages have it, with the colours of the light theme."""
    family = 'font-family="Noto Sans CJK SC, Noto Sans SC, Noto Serif CJK SC, sans-serif"'
    drawn = svg.replace("<svg ", f"<svg {family} ", 1)
    known = tokens("light")
    drawn = _TOKEN.sub(lambda found: known.get(found[1], "#000000"), drawn)
    return {"kind": "picture", "title": title, "note": note, "svg": drawn}


def table(
    *, title: str, head: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool]
) -> dict[str, Any]:
    """A table, its first 400 rows."""
    shown = [list(row) for row in rows[:MOST_ROWS]]
    return {
        "kind": "table", "title": title, "head": list(head), "rows": shown,
        "numeric": list(numeric),
    }  # fmt: skip


def pdf_of(paper: Paper) -> bytes:
    """The paper as PDF. Raises PaperFailed."""
    given = json.dumps({**asdict(paper), "fonts": FONTS}).encode()
    try:
        made = subprocess.run(
            [sys.executable, "-P", "-m", "heed.core.papers.typesetting_child"],
            input=given,
            capture_output=True,
            check=True,
            timeout=TIME_LIMIT_SECONDS,
        )
    except subprocess.TimeoutExpired as problem:
        raise PaperFailed(problem=problem) from problem
    except subprocess.CalledProcessError as problem:
        last = problem.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise PaperFailed(problem=last or problem) from problem
    return made.stdout
