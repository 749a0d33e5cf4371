"""Colours and letters of charts: the style sheets' tokens, in values that any renderer knows."""

import re
from functools import cache
from math import cos, radians, sin
from pathlib import Path
from typing import Any

from heed.core.plots.values import Spec

_CSS = Path(__file__).parents[1] / "static" / "heed" / "css"
_SHEETS = (_CSS / "tokens.css", _CSS / "components" / "plots.css")
_TOKEN = re.compile(
    r"--([\w-]+):\s*light-dark\(\s*oklch\(([\d. ]+)\),\s*oklch\(([\d. ]+)\)\s*\)\s*;"
)
_USE = re.compile(r"var\(--([\w-]+)\)")

KINDS = 7
_BY_NUMBER = {
    2: ("low-3", "high-3"),
    3: ("low-3", "middle", "high-3"),
    4: ("low-3", "low-2", "high-2", "high-3"),
    5: ("low-3", "low-2", "middle", "high-2", "high-3"),
    6: ("low-3", "low-2", "low-1", "high-1", "high-2", "high-3"),
    7: ("low-3", "low-2", "low-1", "middle", "high-1", "high-2", "high-3"),
}


@cache
def tokens(theme: str) -> dict[str, str]:
    """The colour of each token in the "light" or the "dark" theme, as #rrggbb."""
    which = {"light": 1, "dark": 2}[theme]
    found = (match for sheet in _SHEETS for match in _TOKEN.finditer(sheet.read_text("utf-8")))
    return {match[1]: hex_of(*map(float, match[1 + which].split())) for match in found}


@cache
def fonts() -> str:
    """The families of letters of every page, Chinese ones among them."""
    found = re.search(r"--sans:\s*([^;]+);", _SHEETS[0].read_text("utf-8"))
    if not found:
        raise ValueError(f"Expected --sans in {_SHEETS[0].name}, found none.")
    return " ".join(found[1].split())


def themed(spec: Spec, theme: str) -> Spec:
    """Return the specification with values instead of tokens."""
    palette = tokens(theme)

    def turned(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: turned(value) for key, value in part.items()}
        if isinstance(part, list):
            return [turned(value) for value in part]
        if isinstance(part, str) and (used := _USE.fullmatch(part)):
            return palette[used[1]]
        return part

    return {key: turned(value) for key, value in spec.items()}


def fills(count: int, *, is_ordered: bool) -> list[tuple[str, str]]:
    """Return the colours of categories and of the words upon them.

    Ordered ones go from brown for the worst over grey to blue for the best, others alternate
    between dark and light: both are told apart without red and green.
    """
    most = max(_BY_NUMBER) if is_ordered else KINDS
    if not 1 <= count <= most:
        raise ValueError(f"Expected 1 to {most} categories, got {count}.")
    if is_ordered and count > 1:
        names = _BY_NUMBER[count]
    else:
        names = tuple(str(number) for number in range(1, count + 1))
    return [(f"var(--plot-{name})", f"var(--on-plot-{name})") for name in names]


def hex_of(lightness: float, chroma: float, hue: float) -> str:
    """Return an OKLCH colour as #rrggbb; what sRGB cannot show is cut off at its edge."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return "#" + "".join(f"{_byte(channel):02x}" for channel in linear)


def _byte(linear: float) -> int:
    held = min(max(linear, 0.0), 1.0)
    bent = 12.92 * held if held <= 0.0031308 else 1.055 * held ** (1 / 2.4) - 0.055
    return round(bent * 255)
