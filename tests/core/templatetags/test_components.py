"""Every tag as a template author writes it."""

import re
from datetime import UTC, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from heed.core.showcase import SampleForm, showcase_context
from heed.core.templatetags.marks import initials

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def render(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


def render_at(address: str, source: str, **context: object) -> str:
    request = RequestFactory().get(address)
    return engines["django"].from_string(source).render({"request": request, **context})


class NameForm(forms.Form):
    name = forms.CharField(help_text="As she signs.")


def test_a_field_ties_label_hint_and_error_to_its_input():
    html = render("{% field form.name %}", form=NameForm({"name": ""}))

    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_field_without_fault_shows_no_error():
    assert "field__error" not in render("{% field form.name %}", form=NameForm())


def test_the_error_summary_links_to_the_fields():
    html = render("{% error_summary form %}", form=NameForm({"name": ""}))

    assert '<a href="#id_name">Name</a>: This field is required.' in html


@pytest.mark.parametrize(
    ("address", "link", "direction"),
    [
        pytest.param("/?tier=high", "?tier=high&amp;sort=gap", "", id="unsorted"),
        pytest.param("/?sort=gap", "?sort=-gap", "ascending", id="rising"),
        pytest.param("/?sort=-gap&page=3", "?sort=gap", "descending", id="falling, page dropped"),
    ],
)
def test_a_sort_header_turns_the_order_and_keeps_the_filters(address, link, direction):
    html = render_at(address, '{% sort_header "gap" "Gap" %}')

    assert f'href="{link}"' in html
    assert ("aria-sort" in html) == bool(direction)
    assert direction in html


def test_the_pager_says_where_one_is():
    page = Paginator(range(120), 50).page(2)

    html = render_at("/?sort=gap", "{% pager page %}", page=page)

    assert "51 to 100 of 120" in html
    assert "?sort=gap&amp;page=1" in html
    assert "?sort=gap&amp;page=3" in html


def test_no_pager_where_all_fits():
    assert render_at("/", "{% pager %}").strip() == ""


def test_a_gap_bar_is_a_picture_with_its_values_as_text():
    html = render('{% gap_bar expected=5 actual=6 label="Courtesy" %}')

    assert 'role="img"' in html
    assert "<title>Courtesy: expected 5.0 · perceived 6.0 · gap +1.0</title>" in html


def test_a_label_cannot_break_out_of_a_picture():
    html = render("{% gap_bar expected=5 label=label %}", label="</title><script>")

    assert "<script>" not in html


def test_an_outcome_has_a_shape_and_a_word():
    html = render('{% outcome_tag "broken" %}')

    assert "#cross" in html
    assert "Broken" in html


@pytest.mark.urls("django.conf.urls.i18n")
def test_every_icon_that_is_named_is_in_the_sprite(settings):
    html = render_page("en")
    sprite = (settings.ROOT / "heed/core/static/heed/icons.svg").read_text()

    drawn = set(re.findall(r'id="([\w-]+)"', sprite))
    assert set(re.findall(r"icons(?:\.\w+)?\.svg#([\w-]+)", html)) <= drawn


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        pytest.param("Margaret Osei", "MO", id="two names"),
        pytest.param("王丽华", "华", id="Chinese"),
        pytest.param("Ólafur", "Ó", id="one name, not ASCII"),
        pytest.param("", "?", id="no name"),
    ],
)
def test_an_avatar_shows_how_a_person_is_shortened(name, letters):
    assert initials(name) == letters


def render_page(language: str) -> str:
    with translation.override(language):
        return render_to_string("heed/components_page.html", showcase_context(NOON))


@pytest.mark.urls("django.conf.urls.i18n")
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_of_components_obeys_the_content_security_policy(language):
    html = render_page(language)

    assert " style=" not in html
    assert not re.findall(r"<script(?![^>]*(?:src=|application/json))", html)
    assert not re.findall(r"\son\w+=", html)


def test_the_sample_form_is_complete():
    assert SampleForm().fields.keys() >= {"wording", "topic", "due_at", "channel", "evidence"}
