"""In which languages a questionnaire speaks, and where one is missing."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from django.utils.translation import gettext as _

from heed.surveys.format.problems import Problem
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.texts import DEFAULT, Texts, survey_language


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


def languages_of(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The languages of all its texts; that of the questionnaire comes first."""
    own = survey_language(questionnaire.locale)
    found = {
        own if name == DEFAULT else name
        for _path, text in texts_in(questionnaire)
        for name, _text in text.texts
    }
    return (own, *sorted(found - {own}))


def missing_translations(questionnaire: Questionnaire) -> list[Problem]:
    """The texts that do not stand in every language the questionnaire speaks."""
    own, *others = languages_of(questionnaire)
    problems = []
    for path, text in texts_in(questionnaire):
        by_language = dict(text.texts)
        lacking = [name for name in others if name not in by_language]
        if DEFAULT not in by_language and own not in by_language:
            lacking.insert(0, own)
        message = _("The text is missing in %(language)s.")
        problems += [Problem(path, message % {"language": name}) for name in lacking]
    return problems
