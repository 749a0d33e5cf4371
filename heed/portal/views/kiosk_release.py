"""All a tablet needs to open without a network, and by what it is known to be new."""

import hashlib
import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

STYLES = "heed/css/heed.css"
ENTRY = "heed/js/kiosk.js"
# What the entry imports; browsers ask for these by their plain names.
IMPORTED = (
    *("kiosk_drawing", "kiosk_expressions", "kiosk_fields", "kiosk_frame", "kiosk_handing"),
    *("kiosk_rules", "kiosk_screen", "kiosk_store", "kiosk_walk", "sums"),
)
PICTURE = "heed/favicon.svg"
OTHERS = (PICTURE, "heed/icons.svg")
IMPORT = re.compile(r'@import url\("([^"]+)"\)')


def static_parts() -> list[str]:
    """The addresses of styles, scripts and pictures."""
    named = [static(name) for name in (*_styles(), ENTRY, *OTHERS)]
    return [*named, *(f"{settings.STATIC_URL}{name}" for name in _imported())]


@lru_cache(maxsize=1)
def digest_of_static_parts() -> bytes:
    """The same as long as none of the files changes."""
    names = (*_styles(), ENTRY, *OTHERS, *_imported())
    return hashlib.sha256(b"\0".join(_source(name).read_bytes() for name in names)).digest()


def worker_script() -> str:
    return _source("heed/js/kiosk_worker.js").read_text("utf-8")


def _styles() -> list[str]:
    listed = IMPORT.findall(_source(STYLES).read_text("utf-8"))
    return [STYLES, *(f"heed/css/{name}" for name in listed)]


def _imported() -> list[str]:
    return [f"heed/js/{name}.js" for name in IMPORTED]


def _source(name: str) -> Path:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(f"expected the static file {name!r} in heed/core/static, got none")
    return Path(found)
