"""Every form is drawn, at both widths, without warnings and without anything foreign."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
import vl_convert

from heed.core.plots.colours import themed, tokens
from heed.core.plots.rendering import png_of, svg_of
from heed.core.plots.values import NARROW, WIDE
from tests.core.plots.samples import FORMS, every_form


@pytest.fixture(scope="module")
def wide():
    return every_form(WIDE)


@pytest.fixture(scope="module")
def of_page(wide):
    """The picture of a page of each form."""
    return {form: svg_of(spec, "page") for form, spec in wide.items()}


@pytest.fixture(scope="module")
def narrow():
    return every_form(NARROW)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_compiles_without_a_warning(wide, form, capfd):
    compiled = vl_convert.vegalite_to_vega(themed(wide[form], "light"), show_warnings=True)

    assert compiled["marks"]
    assert "WARN" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("form", FORMS)
def test_a_specification_is_plain_json(wide, form):
    assert json.loads(json.dumps(wide[form], allow_nan=False)) == wide[form]


@pytest.mark.parametrize("form", FORMS)
def test_the_picture_of_a_page_holds_no_script_no_style_and_no_address(of_page, form):
    svg = of_page[form]

    assert "<script" not in svg
    assert " style=" not in svg
    assert "<b>" not in svg
    assert not re.search(r"\son\w+=", svg)
    assert set(re.findall(r"https?://[^\"]*", svg)) == {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("form", FORMS)
def test_the_picture_of_a_page_has_the_page_s_colours_and_fonts(of_page, form):
    svg = of_page[form]

    assert set(re.findall(r"var\(--([\w-]+)\)", svg)) <= set(tokens("light"))
    assert "#" not in re.sub(r"url\(#plot-\w{10}-clip\d+\)", "", svg)
    assert "font-family" not in svg


def test_what_a_picture_refers_to_is_its_own(of_page, narrow):
    both = [of_page["dots"], svg_of(narrow["dots"], "page")]
    names = [set(re.findall(r'id="([^"]+)"', svg)) for svg in both]

    assert names[0]
    assert not names[0] & names[1]
    assert names[0] == set(re.findall(r"url\(#([^)]+)\)", both[0]))


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_is_as_wide_as_asked_and_says_its_n(narrow, form):
    root = ET.fromstring(svg_of(narrow[form]))  # noqa: S314

    assert root.get("width") == str(NARROW)
    assert root.get("role") == "img"
    assert "n = 798" in root.get("aria-label")
    assert "n = 798" in "".join(root.itertext())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_theme_has_its_own_ground(wide, theme):
    svg = svg_of(wide["dots"], theme)

    assert tokens(theme)["paper"] in svg
    assert "var(" not in svg


def test_a_png_has_the_scale_asked_for(wide):
    picture = png_of(wide["shares"], "dark", scale=2)

    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == 2 * WIDE
