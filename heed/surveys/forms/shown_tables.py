"""Questions answered row by row, as groups of rows."""

from heed.surveys.answering.asked import Asked, AskedChoice
from heed.surveys.format.own_questions import BestWorst, Kano, Paired, Sum
from heed.surveys.format.questions import Matrix, Ranking
from heed.surveys.forms.shown_fields import Group, Row, options_of, part_of, written


def groups_of(asked: Asked, prefix: str) -> tuple[Group, ...]:
    """The rows of a table; none for a question of another type."""
    match asked.question:
        case Matrix():
            return (_matrix(asked, prefix),)
        case Paired():
            return _pairs(asked, prefix)
        case Kano():
            return _kano(asked, prefix)
        case BestWorst():
            return _sets(asked, prefix)
        case Ranking() | Sum():
            return (_written(asked, prefix),)
    return ()


def _row(
    asked: Asked, keys: tuple[str, ...], text: str, choices: tuple[AskedChoice, ...], prefix: str
) -> Row:
    """A row under `question.key.key`, with the codes for giving no value."""
    name, answer = ".".join((asked.name, *keys)), part_of(asked.value, *keys)
    return Row(
        id=prefix,
        text=text,
        name=name,
        options=options_of(choices, name=name, prefix=prefix, answer=answer),
        missing=options_of(asked.missing, name=name, prefix=f"{prefix}-m", answer=answer),
    )


def _matrix(asked: Asked, prefix: str) -> Group:
    rows = tuple(
        _row(asked, (str(each.value),), each.text, asked.columns, f"{prefix}-{number}")
        for number, each in enumerate(asked.rows, start=1)
    )
    return Group(prefix, "", rows)


def _pairs(asked: Asked, prefix: str) -> tuple[Group, ...]:
    return tuple(
        Group(
            f"{prefix}-{number}",
            each.text,
            tuple(
                _row(
                    asked,
                    (str(each.value), str(part.value)),
                    part.text,
                    asked.choices,
                    f"{prefix}-{number}-{part.value}",
                )
                for part in asked.parts
            ),
        )
        for number, each in enumerate(asked.rows, start=1)
    )


def _kano(asked: Asked, prefix: str) -> tuple[Group, ...]:
    groups = []
    for number, each in enumerate(asked.rows, start=1):
        sides = (("functional", each.functional), ("dysfunctional", each.dysfunctional))
        rows = tuple(
            _row(asked, (str(each.value), side), text, asked.columns, f"{prefix}-{number}-{side}")
            for side, text in sides
        )
        groups.append(Group(f"{prefix}-{number}", each.text, rows))
    return tuple(groups)


def _sets(asked: Asked, prefix: str) -> tuple[Group, ...]:
    """Each set is a group whose two rows, best and worst, offer the same things."""
    return tuple(
        Group(
            f"{prefix}-{number}",
            "",
            tuple(
                _row(asked, (each.key, side), "", each.choices, f"{prefix}-{number}-{side}")
                for side in ("best", "worst")
            ),
        )
        for number, each in enumerate(asked.sets, start=1)
    )


def _written(asked: Asked, prefix: str) -> Group:
    """Things that each take a rank or a number of points."""
    rows = tuple(
        Row(
            id=f"{prefix}-{number}",
            text=each.text,
            name=f"{asked.name}.{each.value}",
            value=_rank(asked.value, each.value) or written(part_of(asked.value, str(each.value))),
        )
        for number, each in enumerate(asked.choices, start=1)
    )
    return Group(prefix, "", rows)


def _rank(answer: object, value: object) -> str:
    return str(answer.index(value) + 1) if isinstance(answer, list) and value in answer else ""
