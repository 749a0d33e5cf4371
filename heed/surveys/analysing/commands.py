"""One analysis as the command line over the export that it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from shlex import join

from heed.surveys.format.questions import Question
from heed.surveys.format.words import Missing

ANSWERS, TASKS, INVITED = "answers.csv", "best-worst.csv", "invitations.csv"
RESULTS = "results"
WEIGHT = "weight"
# Those that take --weight.
WEIGHABLE = frozenset(
    {"acsi", "ces", "csat", "drivers", "gap", "ipa", "kano", "modes", "nps", "reliability"}
    | {"servqual", "share", "value", "zot"}
)
# Those that draw samples for their intervals; of very many answers few draws tell as much.
DRAWING = frozenset({"disconfirmation", "drivers", "ipa", "penalty-reward", "reliability"})
VERY_MANY, FEW_DRAWS = 20_000, "200"
KINDS = {
    Missing.DONT_KNOW: "dont_know",
    Missing.NOT_APPLICABLE: "not_applicable",
    Missing.REFUSED: "refused",
}


@dataclass(frozen=True)
class Setup:
    """One analysis that a questionnaire allows.

    `method` and `subject` are those of a choice; `title` says what it is about. `command` is the
    method of `heed measure`, `arguments` what stands behind the file, and `file` which table of
    the survey that is. `results` is no command: question by question.
    """

    method: str
    subject: str
    title: str
    arguments: tuple[str, ...] = ()
    command: str = ""
    file: str = ANSWERS

    @property
    def takes_weights(self) -> bool:
        return self.command in WEIGHABLE

    def arguments_for(self, *, answers: int = 0, is_weighted: bool = False) -> tuple[str, ...]:
        """The arguments for so many answers, with the column of weights where there is one."""
        weight = ("--weight", WEIGHT) if is_weighted else ()
        is_slow = self.command in DRAWING and answers > VERY_MANY
        return (*self.arguments, *weight, *(("--draws", FEW_DRAWS) if is_slow else ()))

    def command_line(self, *, answers: int = 0, is_weighted: bool = False) -> str:
        """What gives the same figures from the export."""
        arguments = self.arguments_for(answers=answers, is_weighted=is_weighted)
        return join(["heed", "measure", self.command, self.file, *arguments])


def setup_of(
    method: str, subject: str, title: str, *arguments: str, asked: Iterable[Question] = ()
) -> Setup:
    """An analysis whose method is a command of the same name.

    `asked` are the questions whose codes for no answer are told to the command.
    """
    command = method.replace("_", "-")
    return Setup(method, subject, title, (*arguments, *missing_codes(asked)), command)


def missing_codes(asked: Iterable[Question]) -> tuple[str, ...]:
    """`--missing` with the codes that these questions allow."""
    codes = {code: None for question in asked for code in question.missing}
    return ("--missing", *(f"{code}={KINDS[code]}" for code in codes)) if codes else ()


def scale(lowest: float, highest: float) -> tuple[str, ...]:
    return ("--lowest", f"{lowest:g}", "--highest", f"{highest:g}")
