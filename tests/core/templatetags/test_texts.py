import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

from heed.core.templatetags.texts import MOST, SHOWN, letter_text


def test_a_short_letter_is_shown_whole():
    shown = letter_text("Dear all,\n\nhello.")

    assert shown == {"shown": "<p>Dear all,</p>\n\n<p>hello.</p>", "rest": "", "left_out": 0}


def test_a_place_in_a_letter_is_marked_and_nothing_of_it_is_markup():
    text = "I call <b>today</b> & write \ue0f0 www.example.org."

    shown = letter_text(text, [(2, 19)])["shown"]

    assert "I <mark>call &lt;b&gt;today&lt;/b&gt;</mark> &amp; write " in shown
    assert shown.count("<mark>") == shown.count("</mark>") == 1
    assert 'href="' in shown


def test_a_mark_over_two_lines_or_past_the_end_marks_nothing():
    shown = letter_text("one\ntwo", [(0, 7), (4, 99)])["shown"]

    assert "<mark>" not in shown


def test_a_long_letter_breaks_at_the_end_of_a_line():
    line = "a" * 99 + "\n"

    shown = letter_text(line * 100)

    assert shown["shown"].count("a" * 99) == 60
    assert shown["shown"].count("<br>") == 59
    assert shown["rest"] == line * 40


def test_a_letter_without_lines_is_cut_after_the_characters_shown():
    shown = letter_text("长" * (SHOWN + 5))

    assert (shown["shown"].count("长"), len(shown["rest"])) == (SHOWN, 5)


def test_what_is_past_the_most_is_counted_and_not_sent():
    shown = letter_text("x" * (SHOWN + MOST + 7))

    assert len(shown["rest"]) == MOST
    assert shown["left_out"] == 7


HEED = Path(__file__).resolve().parents[3] / "heed"
JOINT = re.compile(r"(?<=[}>])[:;,] (?=[{<])|\(\{[{%]|[}%]\}\)")
WHOLE = re.compile(r"{%\s*blocktranslate.*?endblocktranslate\s*%}", re.DOTALL)
SENTENCES = re.compile(r'[.:?](?:" %}|{% endblocktranslate %})(?:{% endif %})? (?:{%|<)')
ENGLISH_ONLY = {"api_docs.html"}
SETTINGS = re.compile(r"<meta [^>]*>")


def test_no_page_joins_its_parts_with_the_punctuation_of_one_language():
    pages = {
        page.relative_to(HEED).as_posix(): SETTINGS.sub(
            "", WHOLE.sub("{}", page.read_text("utf-8"))
        )
        for page in HEED.rglob("templates/**/*.html")
        if page.name not in ENGLISH_ONLY
    }

    assert pages
    assert {name: found for name, text in pages.items() if (found := JOINT.findall(text))} == {}


def test_no_page_sets_a_blank_after_a_sentence_that_may_be_chinese():
    pages = {
        page.relative_to(HEED).as_posix(): SENTENCES.findall(page.read_text("utf-8"))
        for page in HEED.rglob("templates/**/*.html")
        if page.name not in ENGLISH_ONLY and page.parent.name != "showcase"
    }

    assert pages
    assert {name: found for name, found in pages.items() if found} == {}


@pytest.mark.parametrize(
    ("language", "shown"),
    [pytest.param("en", "a, b", id="English"), pytest.param("zh-hans", "a、b", id="Chinese")],
)
def test_names_stand_apart_as_the_language_has_it(language, shown):
    with translation.override(language):
        assert Template("a{% between %}b").render(Context()) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [pytest.param("en", "a. b.", id="English"), pytest.param("zh-hans", "a.b.", id="Chinese")],
)
def test_sentences_stand_apart_as_the_language_has_it(language, shown):
    with translation.override(language):
        assert Template("a.{% blank %}b.").render(Context()) == shown


def test_a_label_stands_before_its_colon():
    assert Template("a{% colon %}b{% comma %}c").render(Context()) == "a: b, c"
