"""A questionnaire as its authors see it: pages, questions, what is wrong, what has changed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise as LazyText
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from heed.core.expressions.sentences import Words, sentence_of
from heed.core.expressions.tree import Expression
from heed.surveys.format.checks import problems_of
from heed.surveys.format.choices import Choice
from heed.surveys.format.differences import Differences, differences
from heed.surveys.format.languages import missing_translations
from heed.surveys.format.own_questions import BestWorst, Kano, Paired
from heed.surveys.format.problems import Problem
from heed.surveys.format.questionnaire import Page
from heed.surveys.format.questionnaire import Questionnaire as Asked
from heed.surveys.format.questions import Block, Choosing, Matrix, Question, Rating, YesNo
from heed.surveys.format.reading import questionnaire_from
from heed.surveys.forms.words import ROLES, TYPE_NAMES
from heed.surveys.models import Questionnaire, QuestionnaireVersion

PATH = re.compile(r"pages\[(\d+)\](?:\.elements\[(\d+)\])?")
MOST_SHOWN = 6
MOST_CHARACTERS = 90
ROLE_NAMES = dict(ROLES)


@dataclass(frozen=True)
class QuestionLine:
    """One question in the list. `at` and `anchor` say where it stands."""

    name: str
    at: str
    anchor: str
    number: int
    kind: str
    kind_name: str | LazyText
    title: str
    answers: str
    role: str | LazyText
    is_required: bool
    condition: str
    problems: int
    is_first: bool
    is_last: bool
    may_break: bool

    @property
    def query(self) -> str:
        """What the address of its form asks for."""
        return urlencode({"name": self.name, "at": self.at})


@dataclass(frozen=True)
class PageLines:
    number: int
    title: str
    name: str
    condition: str
    questions: tuple[QuestionLine, ...]


@dataclass(frozen=True)
class Trouble:
    """A sentence about a place, which `anchor` is the mark of."""

    anchor: str
    where: str
    message: str


@dataclass(frozen=True)
class VersionLine:
    version: QuestionnaireVersion
    differences: Differences | None


@dataclass(frozen=True)
class Built:
    """All that the page of a questionnaire shows of it."""

    asked: Asked
    pages: tuple[PageLines, ...]
    problems: tuple[Trouble, ...]
    missing: tuple[Trouble, ...]


def built(held: Questionnaire) -> Built:
    """The draft as authors see it, in their language."""
    asked = questionnaire_from(held.draft)
    problems = problems_of(asked)
    return Built(
        asked=asked,
        pages=_pages(asked, problems),
        problems=tuple(_trouble(each, asked) for each in problems),
        missing=tuple(_trouble(each, asked) for each in missing_translations(asked)),
    )


def words_of(asked: Asked) -> Words:
    """How conditions name questions and answers: as people read them."""
    language = get_language() or "en"

    def said(name: str) -> str:
        whole, _stop, row = name.partition(".")
        question = asked.question(whole)
        title = question.shown(language) if question else whole
        return _("“%(question)s”") % {"question": f"{title} · {row}" if row else title}

    def value(name: str, given: object) -> str:
        question = asked.question(name.partition(".")[0])
        for each in _choices(question):
            if each.value == given and type(each.value) is type(given):
                return _("“%(answer)s”") % {"answer": each.shown(language)}
        return Words().value(name, given)

    return Words(question=said, value=value)


def condition_said(condition: Expression | None, asked: Asked) -> str:
    return sentence_of(condition, words_of(asked)) if condition else ""


def version_lines(versions: Sequence[QuestionnaireVersion]) -> list[VersionLine]:
    """The versions, the newest first, each with what it has that the one before had not."""
    before: list[QuestionnaireVersion | None] = [*versions[1:], None]
    return [
        VersionLine(each, differences(old.definition, each.definition) if old else None)
        for each, old in zip(versions, before, strict=False)
    ]


def _pages(asked: Asked, problems: Sequence[Problem]) -> tuple[PageLines, ...]:
    lines, count = [], 0
    last_page = len(asked.pages) - 1
    for number, page in enumerate(asked.pages):
        questions = []
        for place, question in enumerate(page.questions):
            count += 1
            path = f"pages[{number}].elements[{place}]"
            questions.append(
                QuestionLine(
                    name=question.name,
                    at=f"{number}.{place}",
                    anchor=f"q-{number}-{place}",
                    number=count,
                    kind=question.type,
                    kind_name=TYPE_NAMES[question.type],
                    title=_title(question),
                    answers=_answers(question),
                    role=ROLE_NAMES.get(question.role or "", "") if question.role else "",
                    is_required=question.is_required,
                    condition=condition_said(question.visible_if, asked),
                    problems=sum(each.path.startswith(path) for each in problems),
                    is_first=number == place == 0,
                    is_last=number == last_page and place == len(page.questions) - 1,
                    may_break=place > 0,
                )
            )
        lines.append(_page_lines(number, page, tuple(questions), asked))
    return tuple(lines)


def _title(question: Question) -> str:
    """The question, or the beginning of a text that stands between questions."""
    language = get_language() or "en"
    if isinstance(question, Block) and not question.title:
        words = strip_tags(question.html.in_language(language))
        return Truncator(words).chars(MOST_CHARACTERS) or question.name
    return question.shown(language)


def _page_lines(
    number: int, page: Page, questions: tuple[QuestionLine, ...], asked: Asked
) -> PageLines:
    title = page.title.in_language(get_language() or "en")
    return PageLines(number, title, page.name, condition_said(page.visible_if, asked), questions)


def _choices(question: Question | None) -> tuple[Choice, ...]:
    match question:
        case Choosing() | BestWorst():
            return question.choices
        case Rating():
            return question.labels
        case Matrix():
            return question.columns
    return ()


def _answers(question: Question) -> str:
    """What can be answered, in a line."""
    language = get_language() or "en"
    match question:
        case Rating():
            ends = (question.lowest_label, question.highest_label)
            low, high = (each.in_language(language) for each in ends)
            points = f"{question.lowest} – {question.highest}"
            return f"{low} {points} {high}" if low or high else points
        case YesNo():
            return ""
        case Matrix() | Paired() | Kano():
            return _listed([each.shown(language) for each in question.rows])
    return _listed([each.shown(language) for each in _choices(question)])


def _listed(texts: list[str]) -> str:
    shown = " · ".join(texts[:MOST_SHOWN])
    return f"{shown} · …" if len(texts) > MOST_SHOWN else shown


def _trouble(problem: Problem, asked: Asked) -> Trouble:
    found = PATH.match(problem.path)
    if not found:
        return Trouble("", _("The whole"), problem.message)
    page, place = int(found[1]), found[2]
    if place is None:
        name = _("Page %(number)s") % {"number": page + 1}
        return Trouble(f"page-{page}", name, problem.message)
    question = asked.pages[page].questions[int(place)]
    return Trouble(f"q-{page}-{place}", question.shown(get_language() or "en"), problem.message)
