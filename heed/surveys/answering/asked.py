"""A question as it is put to one person: ordered, in her language, with texts filled in."""

from dataclasses import dataclass

from heed.surveys.format.questions import Question


@dataclass(frozen=True)
class AskedChoice:
    """`functional` and `dysfunctional` are those of the rows of a `heed:kano`."""

    value: str | int
    text: str
    functional: str = ""
    dysfunctional: str = ""


@dataclass(frozen=True)
class AskedSet:
    """One set of a `heed:bestworst`; `key` is its number as written, under which it is answered."""

    key: str
    choices: tuple[AskedChoice, ...]


Choices = tuple[AskedChoice, ...]


@dataclass(frozen=True)
class Asked:
    """`value` is the answer so far, None if there is none. `html` is clean; texts are plain.

    `choices` are also the points of a scale and yes and no ("true", "false"); `parts` are what a
    pair asks of each row. The labels of a best–worst question are those of the lowest and highest.
    """

    question: Question
    title: str
    description: str
    is_required: bool
    choices: Choices = ()
    rows: Choices = ()
    columns: Choices = ()
    parts: Choices = ()
    sets: tuple[AskedSet, ...] = ()
    missing: Choices = ()
    html: str = ""
    lowest_label: str = ""
    highest_label: str = ""
    value: object = None
    comment: str = ""

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def comment_name(self) -> str:
        """Under which the words to “other” are answered."""
        return f"{self.name}-Comment"


@dataclass(frozen=True)
class AskedPage:
    name: str
    title: str
    description: str
    questions: tuple[Asked, ...]
