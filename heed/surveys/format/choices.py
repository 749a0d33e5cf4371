"""What can be chosen, and the rows and columns of tables."""

from dataclasses import dataclass

from heed.surveys.format.codecs import SLUGGED, TEXTS, VALUE, listed, stands
from heed.surveys.format.objects import object_of, short_or
from heed.surveys.format.texts import NOTHING, Texts


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A value that can be answered, a row or a column; without a text, the value is shown."""

    value: str | int = stands("value", VALUE)
    text: Texts = stands("text", TEXTS, default=NOTHING)
    item: str = stands("heed_item", SLUGGED, default="")
    dimension: str = stands("heed_dimension", SLUGGED, default="")

    def shown(self, language: str) -> str:
        return self.text.in_language(language) or str(self.value)


@dataclass(frozen=True, kw_only=True)
class KanoRow(Choice):
    """A feature, asked about twice: with it, and without it."""

    functional: Texts = stands("functional", TEXTS)
    dysfunctional: Texts = stands("dysfunctional", TEXTS)


def _bare(choice: Choice) -> str | int | None:
    return choice.value if choice == Choice(value=choice.value) else None


CHOICE = short_or(object_of(Choice), long=lambda value: {"value": value}, short=_bare)
CHOICES = listed(CHOICE)
KANO_ROWS = listed(object_of(KanoRow))
