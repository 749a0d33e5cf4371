"""The form in which a question of any type is changed."""

from collections.abc import Iterable
from dataclasses import MISSING, Field
from typing import Any

from django import forms
from django.forms import BoundField

from heed.surveys.format.choices import CHOICES, KANO_ROWS
from heed.surveys.format.codecs import EXPRESSION, FLAG, LIMIT, TEXTS, WHOLE
from heed.surveys.format.designs import designed_sets
from heed.surveys.format.objects import fields_of
from heed.surveys.format.problems import Problem
from heed.surveys.format.types import TYPES
from heed.surveys.forms import words
from heed.surveys.forms.choices import Choices, KanoRows, Rows
from heed.surveys.forms.parts import (
    Condition,
    Flag,
    Limit,
    LongText,
    Name,
    NeededText,
    Option,
    Options,
    Piece,
    Sets,
    Text,
    Title,
    Tongues,
    Whole,
)

PAIRS = {
    "heed_role": words.ROLES,
    "heed_purpose": words.PURPOSES,
    "rowOrder": words.ORDERS,
    "setsOrder": words.ORDERS,
    "choicesOrder": words.CHOICE_ORDERS,
    "choicesFromQuestionMode": words.CARRIED,
    "inputType": words.INPUTS,
}
SEVERAL = {"heed_missing": words.MISSING, "parts": words.PARTS}
BY_CODEC: tuple[tuple[object, type[Piece]], ...] = (
    (FLAG, Flag),
    (WHOLE, Whole),
    (LIMIT, Limit),
    (EXPRESSION, Condition),
    (KANO_ROWS, KanoRows),
)
ASKED = ("isRequired", "visibleIf", "requiredIf", "heed_missing")
MEASURED = (*("heed_role", "heed_purpose", "name", "heed_item", "heed_dimension", "heed_scale"),)


def pieces_of(kind: str, tongues: Tongues) -> list[Piece]:
    """What can be changed of a question of this type, in the order of its form."""
    found = [_piece(each, kind, tongues) for each in fields_of(TYPES[kind])]
    last = {key: place for place, key in enumerate((*ASKED, *MEASURED))}
    return sorted(found, key=lambda each: last.get(each.key, -1))


def _piece(each: Field[Any], kind: str, tongues: Tongues) -> Piece:
    key, codec = each.metadata["key"], each.metadata["codec"]
    label = words.BY_TYPE.get((kind, key)) or words.LABELS.get(key, key)
    is_count = (kind, key) == ("comment", "rows")
    hint = words.KANO_HINT if codec is KANO_ROWS else words.HINTS.get(key, "")
    usual = (key, label, "" if is_count else hint, tongues)
    if key in PAIRS:
        return Option(*usual, pairs=PAIRS[key])
    if key in SEVERAL:
        return Options(*usual, pairs=SEVERAL[key])
    if codec is TEXTS:
        return _text(each, key)(*usual)
    if codec is CHOICES:
        return (Rows if key == "rows" else Choices)(*usual)
    special = {"name": Name, "sets": Sets}
    return special.get(key, dict(BY_CODEC).get(codec, Piece))(*usual)


def _text(each: Field[Any], key: str) -> type[Piece]:
    if each.default is MISSING:
        return NeededText
    return {"title": Title, "description": LongText}.get(key, Text)


class QuestionForm(forms.Form):
    """`question` is its JSON; `seen` tells whether somebody else has changed it meanwhile."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any, *, question: dict[str, Any], locale: str, seen: str, **kwargs: Any
    ) -> None:
        self.question = question
        self.pieces = pieces_of(question["type"], Tongues.of(locale))
        initial: dict[str, object] = {"seen": seen}
        for each in self.pieces:
            initial |= each.initial(question.get(each.key, _usual(question["type"], each.key)))
        super().__init__(data, initial=initial, **kwargs)
        for each in self.pieces:
            self.fields.update(each.fields())

    def definition(self) -> dict[str, Any]:
        """The question's JSON as the form says it."""
        found = {
            each.key: each.value(self.cleaned_data, self.question.get(each.key))
            for each in self.pieces
        }
        kept: dict[str, Any] = {key: value for key, value in found.items() if value is not None}
        if kept.get("sets") == []:
            kept["sets"] = designed_sets(values_of(kept.get("choices", ())))
        return {"type": self.question["type"], **kept}

    def take_problems(self, problems: Iterable[Problem], path: str) -> bool:
        """Show the problems at a path beside their fields; whether there were any."""
        mine = [each for each in problems if each.path.startswith(f"{path}.")]
        for each in mine:
            key = each.path.removeprefix(f"{path}.").partition(".")[0].partition("[")[0]
            self.add_error(key if key in self.fields else None, each.message)
        return bool(mine)

    def _rows(self, keys: Iterable[str] | None) -> list[list[BoundField]]:
        wanted = set(keys) if keys else None
        rest = {*ASKED, *MEASURED}
        return [
            [self[name] for name in each.fields()]
            for each in self.pieces
            if (each.key in wanted if wanted is not None else each.key not in rest)
        ]

    @property
    def content(self) -> list[list[BoundField]]:
        return self._rows(None)

    @property
    def asked(self) -> list[list[BoundField]]:
        return self._rows(ASKED)

    @property
    def measured(self) -> list[list[BoundField]]:
        return self._rows(MEASURED)


def values_of(choices: Iterable[Any]) -> list[str | int]:
    """What choices stand for, whether written in short or at length."""
    return [each["value"] if isinstance(each, dict) else each for each in choices]


def _usual(kind: str, key: str) -> object:
    """What holds where the JSON says nothing, as far as it is a plain value."""
    for each in fields_of(TYPES[kind]):
        if each.metadata["key"] == key and each.default is not MISSING:
            return each.metadata["codec"].write(each.default) if each.default is not None else ""
    return None
