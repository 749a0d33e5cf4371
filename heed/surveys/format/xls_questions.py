"""Which rows of an XLSForm a question becomes."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from heed.core.expressions.printing import number_text
from heed.core.expressions.tree import Expression, Literal, Name, Operation, Operator
from heed.surveys.format.choices import Choice
from heed.surveys.format.own_questions import BestWorst, Kano, Paired, Sum
from heed.surveys.format.questions import (
    Block,
    Choosing,
    Comment,
    Computed,
    Files,
    Line,
    Matrix,
    Question,
    Ranking,
    Rating,
    Selecting,
    SeveralOf,
    YesNo,
)
from heed.surveys.format.scales import points_of
from heed.surveys.format.texts import DEFAULT, NOTHING, Texts
from heed.surveys.format.wording import MISSING_TEXTS, NO, NONE_TEXT, OTHER_TEXT, PART_TEXTS, YES
from heed.surveys.format.words import NONE, OTHER, ChoicesOrder, Input, Order, Role


@dataclass(frozen=True)
class Row:
    """One row of the sheet `survey`, before it is put into words."""

    kind: str
    name: str
    label: Texts = NOTHING
    hint: Texts = NOTHING
    choices: tuple[Choice, ...] = ()
    relevant: Expression | None = None
    required_if: Expression | None = None
    calculation: Expression | None = None
    more: dict[str, str] = field(default_factory=dict)


def why_not(question: Question) -> str:
    """What of a question an XLSForm has no words for; empty if it can be said."""
    if isinstance(question, BestWorst | Sum):
        return question.type
    if question.role is Role.TRAP:
        return "heed_role: trap"
    if isinstance(question, Choosing) and question.choices_from:
        return "choicesFromQuestion"
    if isinstance(question, Ranking) and question.is_partial:
        return "selectToRankEnabled"
    if isinstance(question, Matrix | Paired | Kano) and question.rows_order is Order.RANDOM:
        return "rowOrder"
    has_choices = isinstance(question, Selecting | Rating | Matrix | Paired | Kano)
    return "heed_missing" if question.missing and not has_choices else ""


def rows_of(question: Question) -> Iterator[Row]:
    """The rows of a question; a table is a group of one row each."""
    if isinstance(question, Matrix | Paired | Kano):
        yield from _table(question)
        return
    row = _single(question)
    if question.is_required and not isinstance(question, Block | Computed):
        row = replace(row, more=row.more | {"required": "yes"})
    yield row
    if isinstance(question, Selecting) and question.has_other:
        is_other = Operation(Operator.CONTAINS, Name(question.name), Literal(OTHER))
        if not isinstance(question, SeveralOf):
            is_other = replace(is_other, operator=Operator.EQUAL)
        yield Row("text", f"{question.name}-Comment", _other(question), relevant=is_other)


def _other(question: Selecting) -> Texts:
    return question.other_text or OTHER_TEXT


def _titled(question: Question) -> Texts:
    return question.title or Texts(((DEFAULT, question.name),))


def _single(question: Question) -> Row:
    row = Row(
        kind=_kind(question),
        name=question.name,
        label=_titled(question),
        hint=question.description,
        choices=(*_choices(question), *_codes(question)),
        relevant=question.visible_if,
        required_if=question.required_if,
        more=_constraint(question) | _looks(question),
    )
    if isinstance(question, Block):
        return replace(row, label=question.html)
    if isinstance(question, Computed):
        return replace(row, calculation=question.expression)
    return row


def _kind(question: Question) -> str:
    match question:
        case SeveralOf():
            return "select_multiple"
        case Ranking():
            return "rank"
        case Line():
            return {Input.TEXT: "text", Input.NUMBER: "decimal", Input.DAY: "date"}[question.input]
        case Selecting() | Rating() | YesNo():
            return "select_one"
    plain = {Comment: "text", Files: "file", Block: "note", Computed: "calculate"}
    return plain[type(question)]


def _choices(question: Question) -> tuple[Choice, ...]:
    match question:
        case YesNo():
            yes, no = question.yes or YES, question.no or NO
            return (Choice(value="true", text=yes), Choice(value="false", text=no))
        case Rating():
            labels = {each.value: each.text for each in question.labels}
            return _points(question, labels)
        case Choosing():
            return (*question.choices, *_last(question))
    return ()


def _points(question: Rating | Paired, labels: dict[str | int, Texts]) -> tuple[Choice, ...]:
    ends = {question.lowest: question.lowest_label, question.highest: question.highest_label}
    return tuple(
        Choice(value=point, text=labels.get(point) or _point(point, ends.get(point, NOTHING)))
        for point in points_of(question)
    )


def _point(point: int, label: Texts) -> Texts:
    return Texts(tuple((language, f"{point} – {text}") for language, text in label.texts))


def _last(question: Choosing) -> Iterator[Choice]:
    if isinstance(question, SeveralOf) and question.has_none:
        yield Choice(value=NONE, text=question.none_text or NONE_TEXT)
    if isinstance(question, Selecting) and question.has_other:
        yield Choice(value=OTHER, text=_other(question))


def _codes(question: Question) -> tuple[Choice, ...]:
    return tuple(Choice(value=code.value, text=MISSING_TEXTS[code]) for code in question.missing)


def _constraint(question: Question) -> dict[str, str]:
    found = []
    if isinstance(question, Line):
        for sign, limit in ((">=", question.least), ("<=", question.most)):
            if isinstance(limit, str):
                found.append(f". {sign} date('{limit}')")
            elif limit is not None:
                found.append(f". {sign} {number_text(limit)}")
    if isinstance(question, Line | Comment) and question.most_characters:
        found.append(f"string-length(.) <= {question.most_characters}")
    if isinstance(question, SeveralOf):
        found += [f"count-selected(.) >= {question.fewest}"] if question.fewest else []
        found += [f"count-selected(.) <= {question.most}"] if question.most else []
    if isinstance(question, YesNo) and question.is_consent:
        found.append(". = 'true'")
    return {"constraint": " and ".join(found)} if found else {}


def _looks(question: Question) -> dict[str, str]:
    if question.type == "dropdown":
        return {"appearance": "minimal"}
    if isinstance(question, Comment):
        return {"appearance": "multiline"}
    if isinstance(question, Choosing) and question.choices_order is ChoicesOrder.RANDOM:
        return {"parameters": "randomize=true"}
    return {}


def _table(question: Matrix | Paired | Kano) -> Iterator[Row]:
    group = Row("begin_group", f"{question.name}_rows", _titled(question), question.description)
    yield replace(group, relevant=question.visible_if)
    needs_all = question.is_required or (
        isinstance(question, Matrix) and question.each_row_required
    )
    more = {"required": "yes"} if needs_all else {}
    for name, label, choices in _cells(question):
        row = Row("select_one", f"{question.name}.{name}", label, more=more)
        yield replace(row, choices=(*choices, *_codes(question)))
    yield Row("end_group", f"{question.name}_rows")


def _cells(
    question: Matrix | Paired | Kano,
) -> Iterator[tuple[str, Texts, tuple[Choice, ...]]]:
    for row in question.rows:
        label = row.text or Texts(((DEFAULT, str(row.value)),))
        match question:
            case Matrix():
                yield str(row.value), label, question.columns
            case Paired():
                for part in question.parts:
                    yield (
                        f"{row.value}.{part}",
                        _both(label, PART_TEXTS[part]),
                        _points(question, {}),
                    )
    if isinstance(question, Kano):
        for each in question.rows:
            yield f"{each.value}.functional", each.functional, question.columns
            yield f"{each.value}.dysfunctional", each.dysfunctional, question.columns


def _both(text: Texts, part: Texts) -> Texts:
    """The text of a row with what is asked of it, in each language of the row."""
    return Texts(
        tuple((language, f"{each} ({part.in_language(language)})") for language, each in text.texts)
    )
