"""A question under another name, and all that names it: conditions, texts, choices carried on."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from heed.core.expressions.tree import Literal, Name
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Question
from heed.surveys.format.texts import Texts

SUFFIX = "-Comment"  # the words beside “other”


def renamed(questionnaire: Questionnaire, old: str, new: str) -> Questionnaire:
    """The questionnaire in which what named a question by its old name names it by the new one.

    The question itself is renamed too, if it still has the old name.
    """
    changed: Questionnaire = _Renaming(old, new).all_in(questionnaire)
    return changed


class _Renaming:
    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new

    def all_in(self, value: Any) -> Any:
        match value:
            case Name(name):
                return Name(self._name(name))
            case Literal():
                return value
            case Texts(pairs):
                return Texts(tuple((language, self._text(text)) for language, text in pairs))
            case tuple():
                return tuple(self.all_in(each) for each in value)
        return self._parts_of(value) if is_dataclass(value) else value

    def _parts_of(self, value: Any) -> Any:
        parts = {each.name: self.all_in(getattr(value, each.name)) for each in fields(value)}
        if isinstance(value, Question):
            parts["name"] = self.new if value.name == self.old else value.name
        if "choices_from" in parts:
            parts["choices_from"] = self._name(value.choices_from)
        return replace(value, **parts)

    def _name(self, name: str) -> str:
        """The name of the question, of a row of it or of its own words, under the new name."""
        if name in {self.old, f"{self.old}{SUFFIX}"} or name.startswith(f"{self.old}."):
            return f"{self.new}{name.removeprefix(self.old)}"
        return name

    def _text(self, text: str) -> str:
        for end in ("}", ".", f"{SUFFIX}}}"):
            text = text.replace(f"{{{self.old}{end}", f"{{{self.new}{end}")
        return text
