"""What makes a well-formed questionnaire unusable; all of it, each with its place."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from heed.surveys.format.condition_checks import condition_problems
from heed.surveys.format.problems import Problem
from heed.surveys.format.question_checks import question_problems
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.text_checks import text_problems

MOST_LANGUAGES = 5


def problems_of(questionnaire: Questionnaire) -> list[Problem]:
    """All problems, in the active language; none if it may be published."""
    return [problem for check in CHECKS for problem in check(questionnaire)]


def _names(questionnaire: Questionnaire) -> Iterator[Problem]:
    taken: dict[str, str] = dict.fromkeys(questionnaire.given, "heed_given")
    for path, _page, question in questionnaire.placed():
        first = taken.setdefault(question.name, path)
        if first != path:
            shown = {"name": question.name, "path": first}
            message = _("The name “%(name)s” is already that of %(path)s.") % shown
            yield Problem(f"{path}.name", message)


def _page_names(questionnaire: Questionnaire) -> Iterator[Problem]:
    taken = set()
    for number, page in enumerate(questionnaire.pages):
        if page.name in taken:
            message = _("Another page has the name “%(name)s” too.") % {"name": page.name}
            yield Problem(f"pages[{number}].name", message)
        taken.add(page.name)


def _size(questionnaire: Questionnaire) -> Iterator[Problem]:
    languages = questionnaire.languages
    if len(languages) > MOST_LANGUAGES:
        shown = {"languages": ", ".join(languages), "most": MOST_LANGUAGES}
        message = _("%(most)s languages are possible; these are more: %(languages)s.") % shown
        yield Problem("", message)
    if not any(page.questions for page in questionnaire.pages):
        yield Problem("pages", _("There is no question."))


def _quotas(questionnaire: Questionnaire) -> Iterator[Problem]:
    taken = set()
    for number, quota in enumerate(questionnaire.quotas):
        if quota.limit < 1:
            message = _("A quota allows at least one person.")
            yield Problem(f"heed_quotas[{number}].limit", message)
        if quota.name in taken:
            message = _("Another quota has the name “%(name)s” too.") % {"name": quota.name}
            yield Problem(f"heed_quotas[{number}].name", message)
        taken.add(quota.name)


Check = Callable[[Questionnaire], Iterator[Problem]]
CHECKS: tuple[Check, ...] = (
    *(_names, _page_names, _size, _quotas),
    *(condition_problems, question_problems, text_problems),
)
