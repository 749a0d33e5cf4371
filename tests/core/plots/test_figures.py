"""A figure is drawn once, in a process of its own, and kept."""

import subprocess
import sys

import pytest
from django.template import engines

from heed.core.plots.dots import dots
from heed.core.plots.figures import figure, pictures_of
from heed.core.plots.values import NARROW, WIDE
from tests.core.plots.samples import DOTS, HEAD, SEVEN


@pytest.fixture
def home(settings, tmp_path):
    settings.HEED_HOME = tmp_path
    return tmp_path


@pytest.fixture
def shown():
    return figure(dots, HEAD, DOTS, SEVEN)


def test_a_figure_is_drawn_for_both_widths_and_kept(home, shown):
    wide, narrow = pictures_of(shown)

    kept = sorted(place.read_text() for place in (home / "plots").iterdir())
    assert f'width="{WIDE}"' in wide
    assert f'width="{NARROW}"' in narrow
    assert kept == sorted([wide, narrow])


def test_what_is_kept_is_not_drawn_again(home, shown):
    pictures_of(shown)
    for place in (home / "plots").iterdir():
        place.write_text(f"kept {place.name}")

    assert all(picture.startswith("kept ") for picture in pictures_of(shown))


def test_the_tag_shows_title_pictures_and_numbers(home, shown):
    html = engines["django"].from_string("{% plot shown %}").render({"shown": shown})

    assert "What they said &lt;b&gt;&amp; meant&lt;/b&gt;" in html
    assert "n = 798 · 95 % intervals" in html
    assert html.count("<svg ") == 2
    assert '<th scope="row">Time to the refund</th><td class="num">4.2</td>' in html
    assert '<td class="num">–</td>' in html
    assert " style=" not in html


def test_the_pages_never_load_the_renderer():
    code = "import django; django.setup(); import heed.config.urls, sys; "
    code += "sys.exit('vl_convert' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], check=False)

    assert done.returncode == 0
