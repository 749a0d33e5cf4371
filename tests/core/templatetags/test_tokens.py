import re
from math import cos, radians, sin
from pathlib import Path

import pytest

import heed.core

TOKENS = Path(heed.core.__file__).parent / "static/heed/css/tokens.css"
PAIR = re.compile(
    r"--(?P<name>[\w-]+): light-dark\(oklch\((?P<light>[\d. ]+)\), oklch\((?P<dark>[\d. ]+)\)\);"
)
TEXT, MARK = 4.5, 3.0
ON_SURFACES = [
    (ink, surface)
    for ink in ("ink", "ink-soft", "accent", "owed", "broken", "kept", "info")
    for surface in ("paper", "raised", "sunken")
]
ON_QUIET = [
    (ink, f"{quiet}-quiet")
    for quiet in ("accent", "owed", "broken", "kept", "info")
    for ink in ("ink", "ink-soft")
]
ON_THEIR_OWN = [(name, f"{name}-quiet") for name in ("accent", "owed", "broken", "kept", "info")]
ON_FILL = [
    *((f"on-{name}", f"{name}-fill") for name in ("accent", "owed", "broken", "kept", "info")),
    ("on-accent", "accent-fill-strong"),
    ("accent-strong", "accent-quiet"),
]


def tokens(theme: str) -> dict[str, tuple[float, ...]]:
    text = TOKENS.read_text()
    return {m["name"]: tuple(map(float, m[theme].split())) for m in PAIR.finditer(text)}


def linear_rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    # Ottosson (2020), https://bottosson.github.io/posts/oklab/
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    rgb = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return tuple(min(max(value, 0.0), 1.0) for value in rgb)


def luminance(colour: tuple[float, ...]) -> float:
    red, green, blue = linear_rgb(*colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    # WCAG 2.2, definition of contrast ratio.
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_on_white_is_twenty_one():
    assert contrast((0, 0, 0), (1, 0, 0)) == pytest.approx(21, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), [*ON_SURFACES, *ON_QUIET, *ON_THEIR_OWN, *ON_FILL])
def test_text_can_be_read(theme, ink, ground):
    colours = tokens(theme)

    assert contrast(colours[ink], colours[ground]) >= TEXT


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("mark", ["edge", "broken-fill", "kept-fill", "accent-fill"])
@pytest.mark.parametrize("ground", ["paper", "raised"])
def test_edges_and_marks_can_be_seen(theme, mark, ground):
    colours = tokens(theme)

    assert contrast(colours[mark], colours[ground]) >= MARK
