"""Draw specifications. For commands and children only: the renderer is too heavy for the web."""

import re
from hashlib import sha256
from pathlib import Path
from xml.sax.saxutils import quoteattr

import vl_convert

from heed.core.plots.colours import themed
from heed.core.plots.values import Spec

_FONT_FOLDERS = ("/usr/share/fonts/opentype/noto", "/usr/share/fonts/noto-cjk")
_ROLES = re.compile(r' (?:role|aria-[\w]+)="[^"]*"')
_FONTS = re.compile(r' font-family="[^"]*"')


def svg_of(spec: Spec, theme: str = "light") -> str:
    """Return the chart as SVG: "light", "dark", or "page" for a page's own colours and fonts.

    For a page the title is left out, as the page says it, and so is the ground.
    """
    if theme == "page":
        bare = _FONTS.sub("", _drawn(_without_title(spec)))
        return _named(_apart(bare), spec["description"])
    return _named(_drawn(themed(spec, theme)), spec["description"])


def png_of(spec: Spec, theme: str = "light", scale: float = 2.0) -> bytes:
    """Return the chart as PNG, `scale` pixels for each of its own."""
    return bytes(vl_convert.svg_to_png(svg_of(spec, theme), scale=scale))


def _drawn(spec: Spec) -> str:
    for folder in filter(Path.is_dir, map(Path, _FONT_FOLDERS)):
        vl_convert.register_font_directory(str(folder))
    return vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])


def _named(svg: str, description: str) -> str:
    """Give the picture as a whole its description, instead of names for each of its marks."""
    bare = _ROLES.sub("", svg).replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")
    return bare.replace("<svg ", f'<svg role="img" aria-label={quoteattr(description)} ', 1)


def _apart(svg: str) -> str:
    """Give what the picture refers to in itself names that no other picture of a page has."""
    own = f"plot-{sha256(svg.encode()).hexdigest()[:10]}-"
    return svg.replace('id="', f'id="{own}').replace("url(#", f"url(#{own}")


def _without_title(spec: Spec) -> Spec:
    padding = spec["padding"] | {"top": spec["padding"]["top"] - spec["usermeta"]["title_height"]}
    layers = [layer for layer in spec["layer"] if layer.get("name") not in {"title", "note"}]
    return spec | {"padding": padding, "background": None, "layer": layers}
