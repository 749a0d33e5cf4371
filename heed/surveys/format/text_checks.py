"""Whether texts fill in answers that are known."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from heed.surveys.format.kinds import names_of
from heed.surveys.format.problems import Problem
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.texts import texts_in

PIPED = re.compile(r"\{([^{}]+)\}")


def text_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Names in curly brackets that are unknown, or not yet answered where they stand."""
    everything = {name for each in questionnaire.questions for name in names_of(each)}
    known = set(questionnaire.given)
    for number, page in enumerate(questionnaire.pages):
        for place, question in enumerate(page.questions):
            yield from _piped(question, f"pages[{number}].elements[{place}]", known, everything)
            known = known | set(names_of(question))
        for name in ("title", "description"):
            yield from _piped(getattr(page, name), f"pages[{number}].{name}", known, everything)
    for key, texts in (
        ("title", questionnaire.title),
        ("description", questionnaire.description),
    ):
        yield from _piped(texts, key, set(questionnaire.given), everything)


def _piped(value: object, path: str, known: set[str], everything: set[str]) -> Iterator[Problem]:
    for where, texts in texts_in(value, path):
        names = {name.strip() for _language, text in texts.texts for name in PIPED.findall(text)}
        for name in sorted(names - known):
            if name in everything:
                message = _("“%(name)s” cannot be filled in: it is asked later.")
            else:
                message = _("“%(name)s” cannot be filled in: there is no such question.")
            yield Problem(where, message % {"name": name})
