"""A page of questions as its template shows it: fields with names, ids, values and problems."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from heed.surveys.answering.asked import Asked, AskedPage
from heed.surveys.answering.single_rules import is_day
from heed.surveys.format import own_questions, questions
from heed.surveys.format.words import OTHER, Input, Role
from heed.surveys.forms.shown_fields import Group, Option, options_of, written
from heed.surveys.forms.shown_tables import groups_of

KINDS: dict[type[questions.Question], str] = {
    questions.OneOf: "choices",
    questions.SeveralOf: "choices",
    questions.Dropdown: "list",
    questions.Rating: "scale",
    questions.YesNo: "choices",
    questions.Line: "line",
    questions.Comment: "comment",
    questions.Files: "files",
    questions.Matrix: "matrix",
    questions.Ranking: "ranking",
    questions.Block: "text",
    questions.Computed: "computed",
    own_questions.Paired: "pairs",
    own_questions.Kano: "kano",
    own_questions.BestWorst: "best_worst",
    own_questions.Sum: "sum",
}
ONE_FIELD = {"list", "line", "comment", "files"}
WITHOUT_OPTIONS = (
    own_questions.Paired,
    own_questions.BestWorst,
    own_questions.Sum,
    questions.Ranking,
)
ROW_BY_ROW = {"matrix", "pairs", "kano"}  # there the codes for no value stand in each row


@dataclass(frozen=True)
class ShownQuestion:
    """One question; `kind` says which part of surveys/questions.html shows it."""

    asked: Asked
    id: str
    kind: str
    problems: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    missing: tuple[Option, ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def name(self) -> str:
        return self.asked.name

    @property
    def is_one_field(self) -> bool:
        """Whether its title is the label of its one field, else that of a group."""
        return self.kind in ONE_FIELD

    @property
    def is_several(self) -> bool:
        return isinstance(self.asked.question, questions.SeveralOf)

    @property
    def has_other(self) -> bool:
        return any(each.value == OTHER for each in self.options)

    @property
    def first_id(self) -> str:
        """The field a link to the question leads to."""
        rows = [row for group in self.groups for row in group.rows]
        options = [*self.options, *(option for row in rows[:1] for option in row.options)]
        ids = [*(each.id for each in options), *(row.id for row in rows), self.id]
        return self.id if self.is_one_field else ids[0]

    @property
    def column_count(self) -> int:
        """Of a matrix, with the columns that give no value."""
        return len(self.asked.columns) + len(self.asked.missing)

    @property
    def described_by(self) -> str:
        hint = f"{self.id}-hint" if self.asked.description else ""
        return " ".join(filter(None, (hint, f"{self.id}-problem" if self.problems else "")))

    @property
    def written(self) -> str:
        """What stands in its one field, typed well or not."""
        is_code = self.asked.value in list(self.asked.question.missing)
        return "" if is_code else written(self.asked.value)

    @property
    def input_type(self) -> str:
        """A day that is none stays readable only in a field for text."""
        is_date = getattr(self.asked.question, "input", "") == Input.DAY
        return "date" if is_date and (not self.written or is_day(self.written)) else "text"

    @property
    def is_number(self) -> bool:
        return getattr(self.asked.question, "input", "") == Input.NUMBER

    @property
    def files(self) -> list[dict[str, object]]:
        value = self.asked.value
        return value if isinstance(value, list) else []


Problems = Mapping[str, Sequence[str]]


def questions_context(page: AskedPage, problems: Problems | None = None) -> dict[str, object]:
    """What surveys/questions.html needs to show a page, with problems by name of the question."""
    shown = [
        _shown(asked, f"q{number}", tuple((problems or {}).get(asked.name, ())))
        for number, asked in enumerate(page.questions, start=1)
    ]
    return {"page": page, "questions": shown, "faulty": [each for each in shown if each.problems]}


def _shown(asked: Asked, prefix: str, problems: tuple[str, ...]) -> ShownQuestion:
    return ShownQuestion(
        asked=asked,
        id=prefix,
        kind=_kind(asked),
        problems=problems,
        options=_options(asked, prefix),
        missing=_missing(asked, prefix),
        groups=groups_of(asked, prefix),
    )


def _kind(asked: Asked) -> str:
    question = asked.question
    if question.role is Role.TRAP:
        return "trap"
    if isinstance(question, questions.YesNo) and question.is_consent:
        return "consent"
    has_words = any(each.text != str(each.value) for each in asked.choices)
    if isinstance(question, questions.Rating) and has_words:
        return "choices"
    return KINDS[type(question)]


def _options(asked: Asked, prefix: str) -> tuple[Option, ...]:
    if isinstance(asked.question, WITHOUT_OPTIONS):
        return ()
    return options_of(asked.choices, name=asked.name, prefix=prefix, answer=asked.value)


def _missing(asked: Asked, prefix: str) -> tuple[Option, ...]:
    if KINDS[type(asked.question)] in ROW_BY_ROW:
        return ()
    name = f"{asked.name}-missing"
    return options_of(asked.missing, name=name, prefix=f"{prefix}-m", answer=asked.value)
