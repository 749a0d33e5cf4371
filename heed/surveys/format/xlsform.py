"""A questionnaire as an XLSForm, for interviews on site with ODK Collect or KoboToolbox.

Three sheets, each a list of rows; `pyxform` reads them. What an XLSForm cannot say is refused by
name and place.
"""

import re
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from heed.core.expressions.tree import Expression
from heed.surveys.format.choices import Choice
from heed.surveys.format.kinds import known_kinds
from heed.surveys.format.problems import Problem, QuestionnaireRefused
from heed.surveys.format.questionnaire import Page, Questionnaire
from heed.surveys.format.questions import Question
from heed.surveys.format.texts import Texts
from heed.surveys.format.words import Order
from heed.surveys.format.xls_questions import Row, rows_of, why_not
from heed.surveys.format.xpath import NotInXPath, field_name, xpath_of

FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
PIPED = re.compile(r"\{([^{}]+)\}")
LANGUAGES = {"en": "English (en)", "zh-cn": "中文 (zh-CN)", "zh-tw": "中文 (zh-TW)"}

Cells = dict[str, str]


@dataclass
class XlsForm:
    """The rows of the sheets `survey`, `choices` and `settings`."""

    survey: list[Cells] = field(default_factory=list)
    choices: list[Cells] = field(default_factory=list)
    settings: list[Cells] = field(default_factory=list)


def xlsform_of(questionnaire: Questionnaire, *, form_id: str) -> XlsForm:
    """The sheets of a questionnaire. Raises QuestionnaireRefused with all that cannot be said."""
    writer = _Writer(questionnaire)
    form = writer.form()
    if writer.problems:
        raise QuestionnaireRefused(writer.problems)
    title = questionnaire.title.in_language(questionnaire.locale) or form_id
    first = _column(questionnaire.languages[0])
    settings = {"form_title": title, "form_id": form_id, "default_language": first}
    form.settings.append(settings | {"version": str(questionnaire.version)})
    return form


def _column(language: str) -> str:
    return LANGUAGES.get(language, f"{language} ({language})")


class _Writer:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.kinds = known_kinds(questionnaire)
        self.languages = questionnaire.languages
        self.problems: list[Problem] = []
        self.lists: set[str] = set()

    def form(self) -> XlsForm:
        form = XlsForm()
        for key, is_used in (
            ("heed_quotas", self.questionnaire.quotas),
            ("heed_given", self.questionnaire.given),
        ):
            if is_used:
                self.refuse(key, key)
        for number, page in enumerate(self.questionnaire.pages):
            self.page(form, page, f"pages[{number}]")
        return form

    def refuse(self, path: str, what: str) -> None:
        message = _("An XLSForm cannot say “%(what)s”.") % {"what": what}
        self.problems.append(Problem(path, message))

    def page(self, form: XlsForm, page: Page, path: str) -> None:
        order = page.questions_order or self.questionnaire.questions_order
        if order is Order.RANDOM:
            self.refuse(f"{path}.questionOrder", "questionOrder")
        begin = Row(
            "begin_group", f"page_{page.name}", page.title, more={"appearance": "field-list"}
        )
        self.add(form, replace(begin, relevant=page.visible_if), path)
        for place, question in enumerate(page.questions):
            self.question(form, question, f"{path}.elements[{place}]")
        form.survey.append({"type": "end_group", "name": field_name(f"page_{page.name}")})

    def question(self, form: XlsForm, question: Question, path: str) -> None:
        unsaid = why_not(question)
        if unsaid:
            self.refuse(path, unsaid)
            return
        for row in rows_of(question):
            self.add(form, row, path)

    def add(self, form: XlsForm, row: Row, path: str) -> None:
        name = field_name(row.name)
        if not FIELD.fullmatch(name):
            self.refuse(f"{path}.name", name)
        cells = {"type": row.kind, "name": name, **self.texts("label", row.label)}
        cells |= self.texts("hint", row.hint) | row.more
        for key, condition in (
            ("relevant", row.relevant),
            ("calculation", row.calculation),
            ("required", row.required_if),
        ):
            if condition is not None:
                cells[key] = self.xpath(condition, f"{path}.{key}")
        if row.choices:
            list_name = f"{name}_list"
            cells["type"] = f"{row.kind} {list_name}"
            form.choices += [self.choice(list_name, each, path) for each in row.choices]
        form.survey.append(cells)

    def choice(self, list_name: str, choice: Choice, path: str) -> Cells:
        value = str(choice.value)
        if re.search(r"\s", value):
            self.refuse(path, value)
        label = choice.text or Texts((("default", value),))
        return {"list_name": list_name, "name": value, **self.texts("label", label)}

    def texts(self, key: str, text: Texts) -> Cells:
        if not text:
            return {}
        return {
            f"{key}::{_column(each)}": PIPED.sub(_reference, text.in_language(each))
            for each in self.languages
        }

    def xpath(self, condition: Expression, path: str) -> str:
        try:
            return xpath_of(condition, self.kinds)
        except NotInXPath:
            self.refuse(path, path.rpartition(".")[2])
            return ""


def _reference(found: re.Match[str]) -> str:
    return f"${{{field_name(found[1].strip())}}}"
