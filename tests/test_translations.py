"""Every text of the product has its Chinese, and every entry is used as it was written."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-z]+[^>]*>")
ONE_TEXT = {"_", "gettext", "gettext_lazy", "gettext_noop"}
TWO_TEXTS = {"ngettext", "ngettext_lazy"}


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(CATALOGUE))


def names(entries) -> list[str]:
    return [entry.msgid for entry in entries if not entry.obsolete]


def texts_of(entry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def test_no_text_is_left_untranslated(catalogue):
    assert names(catalogue.untranslated_entries()) == []


def test_no_translation_is_a_guess(catalogue):
    assert names(catalogue.fuzzy_entries()) == []


def test_translations_keep_the_placeholders(catalogue):
    wrong = [
        entry.msgid
        for entry in catalogue.translated_entries()
        for text in texts_of(entry)
        if Counter(PLACEHOLDER.findall(text))
        not in (
            Counter(PLACEHOLDER.findall(entry.msgid)),
            Counter(PLACEHOLDER.findall(entry.msgid_plural)),
        )
    ]

    assert wrong == []


def test_translations_keep_the_tags(catalogue):
    wrong = [
        entry.msgid
        for entry in catalogue.translated_entries()
        for text in texts_of(entry)
        if sorted(TAG.findall(text)) != sorted(TAG.findall(entry.msgid))
    ]

    assert wrong == []


def test_every_text_of_the_code_is_in_the_catalogue(catalogue):
    known = {entry.msgid for entry in catalogue if not entry.obsolete}

    assert sorted(texts_in_code() - known) == []


def test_every_text_of_the_templates_is_in_the_catalogue(catalogue):
    known = {entry.msgid for entry in catalogue if not entry.obsolete}

    assert sorted(texts_in_templates() - known) == []


@pytest.mark.skipif(not shutil.which("xgettext"), reason="collecting texts needs gettext")
def test_the_catalogue_holds_what_collecting_finds_and_nothing_else(catalogue, tmp_path):
    found = collected(tmp_path)

    known = {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}
    assert known == found, "run `make messages`, then translate what is new"


def collected(place: Path) -> set[tuple[str | None, str]]:
    """What `make messages` would find, collected from a copy."""
    for path in files("heed"):
        copy = place / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    (place / "locale").mkdir()
    command = ("makemessages", "--locale", "zh_Hans", "--extension", "html,py,txt")
    subprocess.run(
        (sys.executable, "-m", "django", *command),
        check=True,
        cwd=place,
        stdout=subprocess.DEVNULL,
        env={name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
    )
    entries = polib.pofile(str(place / CATALOGUE.relative_to(ROOT)))
    return {(entry.msgctxt, entry.msgid) for entry in entries}


def files(*patterns: str) -> list[Path]:
    command = ("git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns)
    found = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)
    return [path for line in found.stdout.splitlines() if (path := ROOT / line).is_file()]


def texts_in_code() -> set[str]:
    return {
        text
        for path in files("heed/*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        for text in literal_texts(node)
    }


def literal_texts(call: ast.Call) -> list[str]:
    wanted = 1 if call.func.id in ONE_TEXT else 2 if call.func.id in TWO_TEXTS else 0
    return [
        each.value
        for each in call.args[:wanted][:1]
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]


TRANSLATE = re.compile(r"""\{%-?\s*(?:translate|trans)\s+(?:"([^"]+)"|'([^']+)')""")


def texts_in_templates() -> set[str]:
    """Texts of `translate` tags; those of `blocktranslate` are left to `make messages`."""
    return {
        (double or single).replace("%", "%%")
        for path in files("heed/**/*.html", "heed/**/*.txt")
        for double, single in TRANSLATE.findall(path.read_text("utf-8"))
    }
