"""Each key of a question's JSON as one or two fields of a form, and back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise as LazyText
from django.utils.text import format_lazy

from heed.surveys.format.texts import DEFAULT, survey_language
from heed.surveys.forms.words import LANGUAGES, Pairs

BAR = re.compile(r"(?<!\\)\|")
Cleaned = Mapping[str, Any]


@dataclass(frozen=True)
class Tongues:
    """The two languages texts are written in: that of the questionnaire, and the other one."""

    own: str

    @classmethod
    def of(cls, locale: str) -> "Tongues":
        return cls("zh-cn" if survey_language(locale) == "zh-cn" else "en")

    @property
    def other(self) -> str:
        return "en" if self.own == "zh-cn" else "zh-cn"

    def both(self, value: object) -> tuple[str, str]:
        texts = by_language(value)
        return texts.get(DEFAULT) or texts.get(self.own, ""), texts.get(self.other, "")

    def joined(self, own: str, other: str, before: object = None) -> object:
        """The text in both languages, and in those it stood in before; None without any."""
        kept = by_language(before)
        for each in (DEFAULT, self.own, self.other):
            kept.pop(each, None)
        texts = {DEFAULT: own, self.other: other, **kept}
        found = {name: text for name, text in texts.items() if text}
        return found or None


def by_language(value: object) -> dict[str, str]:
    if isinstance(value, str):
        return {DEFAULT: value}
    return dict(value) if isinstance(value, dict) else {}


@dataclass(frozen=True)
class Piece:
    """A key whose value is written as it is on one line."""

    key: str
    label: str | LazyText
    hint: str | LazyText
    tongues: Tongues

    def fields(self) -> dict[str, forms.Field]:
        return {self.key: forms.CharField(**self._usual(), max_length=500)}

    def initial(self, value: object) -> dict[str, object]:
        return {self.key: value}

    def value(self, cleaned: Cleaned, _before: object) -> object:
        """What goes into the JSON; None leaves the key out."""
        return cleaned.get(self.key) or None

    def _usual(self) -> dict[str, Any]:
        return {"label": self.label, "help_text": self.hint, "required": False}


class Name(Piece):
    def fields(self) -> dict[str, forms.Field]:
        return {self.key: forms.CharField(**self._usual() | {"required": True}, max_length=100)}


class Flag(Piece):
    def fields(self) -> dict[str, forms.Field]:
        return {self.key: forms.BooleanField(**self._usual())}


class Whole(Piece):
    def fields(self) -> dict[str, forms.Field]:
        usual = self._usual() | {"min_value": -(10**6), "max_value": 10**9}
        return {self.key: forms.IntegerField(**usual)}

    def value(self, cleaned: Cleaned, _before: object) -> object:
        return cleaned.get(self.key)


class Limit(Piece):
    """A number, or a day."""

    def value(self, cleaned: Cleaned, _before: object) -> object:
        text = cleaned.get(self.key, "").strip()
        if re.fullmatch(r"-?\d{1,15}", text):
            return int(text)
        return float(text) if re.fullmatch(r"-?\d{1,15}\.\d{1,10}", text) else text or None


class Condition(Piece):
    def fields(self) -> dict[str, forms.Field]:
        widget = forms.Textarea(attrs={"rows": 2, "data-condition": "", "spellcheck": "false"})
        return {self.key: forms.CharField(**self._usual(), max_length=2000, widget=widget)}


class Text(Piece):
    """A text in two languages, side by side."""

    lines = 1

    @property
    def other_key(self) -> str:
        return f"{self.key}__other"

    def fields(self) -> dict[str, forms.Field]:
        return {
            self.key: self._field(self.tongues.own, hint=self.hint),
            self.other_key: self._field(self.tongues.other, hint=""),
        }

    def _field(self, language: str, hint: str | LazyText) -> forms.Field:
        label = format_lazy("{label} · {language}", label=self.label, language=LANGUAGES[language])
        attrs = {"lang": "zh-Hans" if language == "zh-cn" else language}
        widget = forms.Textarea(attrs=attrs | {"rows": self.lines})
        usual = self._usual() | {"label": label, "help_text": hint}
        return forms.CharField(**usual, max_length=10_000, widget=widget)

    def initial(self, value: object) -> dict[str, object]:
        own, other = self.tongues.both(value)
        return {self.key: own, self.other_key: other}

    def value(self, cleaned: Cleaned, before: object) -> object:
        own, other = cleaned.get(self.key, ""), cleaned.get(self.other_key, "")
        return self.tongues.joined(own, other, before)


class Title(Text):
    lines = 2


class LongText(Text):
    lines = 3


class NeededText(LongText):
    def value(self, cleaned: Cleaned, before: object) -> object:
        return super().value(cleaned, before) or ""


@dataclass(frozen=True)
class Option(Piece):
    """One word of several."""

    pairs: Pairs = ()

    def fields(self) -> dict[str, forms.Field]:
        return {self.key: forms.ChoiceField(**self._usual(), choices=self.pairs)}


class Options(Option):
    """Any words of several."""

    def fields(self) -> dict[str, forms.Field]:
        widget = forms.CheckboxSelectMultiple
        usual = self._usual()
        return {self.key: forms.MultipleChoiceField(**usual, choices=self.pairs, widget=widget)}

    def value(self, cleaned: Cleaned, _before: object) -> object:
        return list(cleaned.get(self.key, [])) or None


class Sets(Piece):
    """A list of lists, one a line."""

    def fields(self) -> dict[str, forms.Field]:
        widget = forms.Textarea(attrs={"rows": 6, "class": "mono"})
        return {self.key: forms.CharField(**self._usual(), widget=widget)}

    def initial(self, value: object) -> dict[str, object]:
        sets = value if isinstance(value, list) else []
        return {self.key: "\n".join(", ".join(str(each) for each in one) for one in sets)}

    def value(self, cleaned: Cleaned, before: object) -> object:
        known = {str(each): each for one in _list(before) for each in _list(one)}
        return [
            [known.get(each, typed(each)) for part in line.split(",") if (each := part.strip())]
            for line in lines_of(cleaned.get(self.key, ""))
        ]


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else []


def lines_of(text: str) -> list[str]:
    return [line for each in text.splitlines() if (line := each.strip())]


def cells_of(line: str) -> list[str]:
    return [each.strip().replace("\\|", "|") for each in BAR.split(line)]


def line_of(cells: Sequence[object]) -> str:
    shown = [str(each).replace("|", "\\|").replace("\n", " ") for each in cells]
    while len(shown) > 1 and not shown[-1]:
        shown.pop()
    return " | ".join(shown)


def typed(text: str) -> str | int:
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) and text == str(int(text)) else text
