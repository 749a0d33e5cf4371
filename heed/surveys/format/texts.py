"""Texts in several languages."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

DEFAULT = "default"
# Django's names of languages, as SurveyJS writes them.
NAMES = {"zh-hans": "zh-cn", "zh-hant": "zh-tw", "zh": "zh-cn"}


def survey_language(language: str) -> str:
    """A language as questionnaires name it: `zh-hans` is `zh-cn` there."""
    name = language.lower().replace("_", "-")
    return NAMES.get(name, name)


@dataclass(frozen=True)
class Texts:
    """One text, by language; `default` is the language of the questionnaire."""

    texts: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return any(text for _language, text in self.texts)

    def in_language(self, language: str) -> str:
        """The text in a language, else in that of the questionnaire, else in any."""
        if len(self.texts) < 2:
            return self.texts[0][1] if self.texts else ""
        texts = dict(self.texts)
        wanted = survey_language(language)
        for name in (wanted, wanted.partition("-")[0], DEFAULT):
            if texts.get(name):
                return texts[name]
        return next((text for text in texts.values() if text), "")


NOTHING = Texts()


def texts(default: str = "", **others: str) -> Texts:
    """A text from words: `texts("Price", zh_cn="价格")`."""
    pairs = [(DEFAULT, default)] if default else []
    return Texts((*pairs, *((survey_language(name), text) for name, text in others.items())))


def texts_in(value: object, path: str = "") -> Iterator[tuple[str, Texts]]:
    """Each text that is not empty, with its path."""
    if isinstance(value, Texts):
        if value:
            yield path, value
    elif isinstance(value, tuple):
        for place, each in enumerate(value):
            yield from texts_in(each, f"{path}[{place}]")
    elif is_dataclass(value):
        for each in fields(value):
            if key := each.metadata.get("key"):
                inside = f"{path}.{key}" if path else key
                held = getattr(value, each.name)
                if held != each.default:
                    yield from texts_in(held, inside)
