"""A chart as pages show it: wide and narrow, drawn in a child, kept in a folder.

The renderer is too heavy for the web process, so a picture is drawn by a process that ends, once
for the same numbers and words.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings

from heed.core.plots.tables import rows_of
from heed.core.plots.values import NARROW, WIDE, Head, Spec

_MOST_KEPT = 2000
_LONGEST_SECONDS = 60
_SHAPE = 1  # counts up when the renderer draws the same specification otherwise


@dataclass(frozen=True)
class Figure:
    """One chart for both widths of a page."""

    wide: Spec
    narrow: Spec

    @property
    def title(self) -> str:
        return str(self.wide["usermeta"]["title"])

    @property
    def note(self) -> str:
        return str(self.wide["usermeta"]["note"])

    @property
    def rows(self) -> list[dict[str, object]]:
        return rows_of(self.wide)


def figure(form: Callable[..., Spec], head: Head, *values: Any, **options: Any) -> Figure:
    """Return a form of chart at both widths: `figure(dots, head, rows, axis)`."""
    wide = form(head, *values, **options, width=WIDE)
    return Figure(wide, form(head, *values, **options, width=NARROW))


def pictures_of(figure: Figure) -> tuple[str, str]:
    """Return the SVG of a page for both widths, wide first; drawn if it is not kept yet."""
    wide, narrow = drawn([figure.wide, figure.narrow])
    return wide, narrow


def draw_ahead(figures: Sequence[Figure]) -> None:
    """Draw many figures in one child, so that the page that shows them need not wait for each."""
    drawn([spec for each in figures for spec in (each.wide, each.narrow)])


def drawn(specs: Sequence[Spec]) -> list[str]:
    """Return the SVG for a page of each specification; what is missing is drawn in one child."""
    texts = [json.dumps(spec, ensure_ascii=False, sort_keys=True) for spec in specs]
    places = [_place(text) for text in texts]
    missing = [index for index, place in enumerate(places) if not place.exists()]
    if missing:
        made = _in_child([texts[index] for index in missing])
        for index, svg in zip(missing, made, strict=True):
            _keep(places[index], svg)
        _forget_old()
        fresh = dict(zip(missing, made, strict=True))
    else:
        fresh = {}
    return [fresh.get(index) or place.read_text("utf-8") for index, place in enumerate(places)]


def _folder() -> Path:
    return Path(settings.HEED_HOME) / "plots"


def _place(text: str) -> Path:
    name = sha256(f"{_SHAPE} {text}".encode()).hexdigest()[:32]
    return _folder() / f"{name}.svg"


def _in_child(texts: Sequence[str]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "heed.core.plots.drawing_child"],
        input=f"[{','.join(texts)}]",
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=_LONGEST_SECONDS,
    )
    return list(json.loads(done.stdout))


def _keep(place: Path, svg: str) -> None:
    """Write a picture so that no reader ever finds half of it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=place.parent, delete=False, encoding="utf-8") as half:
        half.write(svg)
    Path(half.name).replace(place)


def _forget_old() -> None:
    kept = sorted(_folder().glob("*.svg"), key=lambda place: place.stat().st_mtime)
    for place in kept[:-_MOST_KEPT]:
        place.unlink(missing_ok=True)
