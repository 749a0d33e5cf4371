"""The colours of charts can be told apart, and read upon, by everybody in both themes."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from heed.core.plots.colours import KINDS, fills, fonts, hex_of, themed, tokens

# Machado, Oliveira and Fernandes (2009), IEEE TVCG 15:1291-1298, table 1, severity 1.0.
SEEN = {
    "ordinary": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
}
THEMES = ["light", "dark"]


def linear(colour):
    bent = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(bent <= 0.04045, bent / 12.92, ((bent + 0.055) / 1.055) ** 2.4)


def luminance(colour):
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def oklab(channels):
    """Ottosson (2020), A perceptual color space for image processing."""
    cones = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    )
    mixed = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    )
    return mixed @ np.cbrt(cones @ np.clip(channels, 0, 1))


def distance(one, other, eyes):
    seen = [oklab(np.array(SEEN[eyes]) @ linear(colour)) for colour in (one, other)]
    return float(np.linalg.norm(seen[0] - seen[1]))


def colours(count, theme, *, is_ordered=False):
    palette = tokens(theme)
    return [
        (palette[fill[6:-1]], palette[on[6:-1]])
        for fill, on in fills(count, is_ordered=is_ordered)
    ]  # fmt: skip


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("is_ordered", [False, True])
def test_words_upon_a_category_can_be_read(theme, is_ordered):
    found = colours(KINDS, theme, is_ordered=is_ordered)

    assert min(contrast(fill, on) for fill, on in found) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eyes", SEEN)
def test_kinds_are_told_apart_by_all_eyes(theme, eyes):
    found = [fill for fill, _on in colours(KINDS, theme)]

    assert min(distance(*pair, eyes) for pair in combinations(found, 2)) > 0.05
    assert min(distance(*pair, eyes) for pair in pairwise(found)) > 0.2


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eyes", SEEN)
@pytest.mark.parametrize("count", range(2, 8))
def test_ordered_categories_are_told_apart_by_all_eyes(theme, eyes, count):
    found = [fill for fill, _on in colours(count, theme, is_ordered=True)]

    assert min(distance(*pair, eyes) for pair in combinations(found, 2)) > 0.05


@pytest.mark.parametrize(
    ("oklch", "expected"),
    [
        pytest.param((1, 0, 0), "#ffffff", id="white"),
        pytest.param((0, 0, 0), "#000000", id="black"),
        pytest.param((0.627955, 0.257683, 29.2339), "#ff0000", id="red of sRGB"),
        pytest.param((0.452014, 0.313214, 264.052), "#0000ff", id="blue of sRGB"),
    ],
)
def test_oklch_becomes_the_value_of_css(oklch, expected):
    # CSS Color 4, sample conversions: oklch of the primaries of sRGB.
    assert hex_of(*oklch) == expected


def test_tokens_become_values_and_other_words_stay():
    spec = {"layer": [{"mark": {"color": "var(--ink)"}, "text": "var", "n": 3}]}

    turned = themed(spec, "dark")

    assert turned == {"layer": [{"mark": {"color": tokens("dark")["ink"]}, "text": "var", "n": 3}]}


def test_an_unknown_theme_is_refused():
    with pytest.raises(KeyError, match="sepia"):
        tokens("sepia")


def test_letters_are_those_of_the_pages_with_chinese_among_them():
    assert fonts().startswith("Inter")
    assert '"Noto Sans CJK SC"' in fonts()
