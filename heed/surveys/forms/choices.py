"""Choices and rows of a question as lines of a text, and back."""

from typing import Any

from django import forms

from heed.surveys.forms.parts import Cleaned, Piece, cells_of, line_of, lines_of, typed

MOST_CHARACTERS = 200_000


class Choices(Piece):
    """`value | English | 中文 | item | dimension`, one a line."""

    are_rows = False

    def fields(self) -> dict[str, forms.Field]:
        widget = forms.Textarea(attrs={"rows": 6, "class": "choices-lines"})
        usual = self._usual() | {"max_length": MOST_CHARACTERS}
        return {self.key: forms.CharField(**usual, widget=widget)}

    def initial(self, value: object) -> dict[str, object]:
        rows = value if isinstance(value, list) else []
        return {self.key: "\n".join(self.line(_whole(each)) for each in rows)}

    def line(self, choice: dict[str, Any]) -> str:
        own, other = self.tongues.both(choice.get("text"))
        last = (choice.get("heed_item", ""), choice.get("heed_dimension", ""))
        return line_of([choice["value"], own, other, *last])

    def value(self, cleaned: Cleaned, before: object) -> object:
        known = [_whole(each) for each in before] if isinstance(before, list) else []
        old = {str(each["value"]): each for each in known}
        lines = lines_of(cleaned.get(self.key, ""))
        found = [self.choice(cells_of(line), old) for line in lines]
        return found or ([] if self.is_needed else None)

    @property
    def is_needed(self) -> bool:
        return self.key != "rateValues"

    def choice(self, cells: list[str], old: dict[str, dict[str, Any]]) -> dict[str, Any]:
        value, own, other, item, dimension = (*cells, "", "", "", "", "")[:5]
        before = old.get(value, {})
        new = value if self.are_rows else typed(value)
        text = self.tongues.joined(own, other, before.get("text"))
        found = {
            "value": before.get("value", new),
            "text": text,
            "heed_item": item,
            "heed_dimension": dimension,
        }
        return {key: each for key, each in found.items() if each not in (None, "")}


class Rows(Choices):
    are_rows = True


class KanoRows(Rows):
    """`value | name | 中文 | with it | 有 | without it | 没有`, one a line."""

    def line(self, choice: dict[str, Any]) -> str:
        texts = [self.tongues.both(choice.get(key)) for key in KANO_KEYS]
        last = (choice.get("heed_item", ""), choice.get("heed_dimension", ""))
        return line_of([choice["value"], *(each for pair in texts for each in pair), *last])

    def choice(self, cells: list[str], old: dict[str, dict[str, Any]]) -> dict[str, Any]:
        value, *texts = (*cells, *[""] * 9)[:7]
        item, dimension = (*cells[7:], "", "")[:2]
        before = old.get(value, {})
        found: dict[str, Any] = {"value": before.get("value", value)}
        for number, key in enumerate(KANO_KEYS):
            own, other = texts[2 * number : 2 * number + 2]
            found[key] = self.tongues.joined(own, other, before.get(key))
        found |= {"heed_item": item, "heed_dimension": dimension}
        kept = {key: each for key, each in found.items() if each not in (None, "")}
        return {"functional": "", "dysfunctional": "", **kept}


KANO_KEYS = ("text", "functional", "dysfunctional")


def _whole(choice: Any) -> dict[str, Any]:
    return choice if isinstance(choice, dict) else {"value": choice}
