"""The figures of single ratings: NPS, CSAT, CES, ACSI, shares, and how they change."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from heed.surveys.analysing.batteries import numbered_scale
from heed.surveys.analysing.commands import Setup, missing_codes, scale, setup_of
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Matrix, Rating, YesNo
from heed.surveys.format.words import Role

SATISFIED = frozenset({Role.CSAT, Role.OVERALL, Role.OUTCOME})
MODE = "way_of_asking"
# The index asks how satisfied, how far from what was expected, how near to the ideal.
INDEX = (Role.OVERALL, Role.DISCONFIRMATION, Role.DESIRED)


def headline_setups(questionnaire: Questionnaire, language: str) -> tuple[Setup, ...]:
    """NPS, CSAT and CES of each rating that plays such a part."""
    found = [
        setup
        for question in questionnaire.questions
        if isinstance(question, Rating)
        for setup in _headline(question, language)
    ]
    return tuple(sorted(found, key=lambda each: ("nps", "csat", "ces").index(each.method)))


def _headline(question: Rating, language: str) -> Iterator[Setup]:
    ends, title = (question.lowest, question.highest), question.shown(language)
    answer = ("--answer", question.name)
    if question.role is Role.NPS and ends == (0, 10):
        yield setup_of("nps", question.name, title, *answer, asked=[question])
    if question.role is Role.CES and ends == (1, 7):
        yield setup_of("ces", question.name, title, *answer, asked=[question])
    if question.role in SATISFIED:
        boxes = ("--boxes", "2" if ends[1] - ends[0] > 2 else "1")
        yield setup_of(
            "csat", question.name, title, *answer, *scale(*ends), *boxes, asked=[question]
        )


def index_setups(questionnaire: Questionnaire) -> Iterator[Setup]:
    """The index of satisfaction (ACSI), where its three questions stand on one scale."""
    ratings = [each for each in questionnaire.questions if isinstance(each, Rating)]
    named = {each.role: each for each in reversed(ratings) if each.role in INDEX}
    ends = {(each.lowest, each.highest) for each in named.values()}
    if len(named) == len(INDEX) and len(ends) == 1:
        asked = [named[role] for role in INDEX]
        names = [each.name for each in asked]
        yield setup_of(
            "acsi", names[0], _("Satisfaction in all"), "--answer", *names, *scale(*ends.pop()),
            asked=asked,
        )  # fmt: skip


def share_setups(questionnaire: Questionnaire, language: str) -> Iterator[Setup]:
    """How many said yes, and how many gave each row of a table one of the two best answers."""
    asked = [
        each
        for each in questionnaire.questions
        if isinstance(each, YesNo) and not each.is_consent and each.role is not Role.TRAP
    ]
    if asked:
        names = [each.name for each in asked]
        yield setup_of(
            "share", "yes", _("Those who said yes"), "--of", *names, "--at-least", "1", asked=asked
        )
    tables = [each for each in questionnaire.questions if isinstance(each, Matrix)]
    for each in tables:
        ends = numbered_scale(each) if each.role is not Role.IMPORTANCE else None
        if ends and ends[1] - ends[0] > 2:
            arguments = ("--of", f"{each.name}.*", "--at-least", f"{ends[1] - 1}", *scale(*ends))
            yield setup_of("share", each.name, each.shown(language), *arguments, asked=[each])


def trend_setups(
    questionnaire: Questionnaire, headlines: Sequence[Setup], *, day: str
) -> Iterator[Setup]:
    """Whether the ratings of the headlines rise or fall; `day` is the column of the time."""
    for question, title in _rated(questionnaire, headlines):
        ends = scale(question.lowest, question.highest)
        arguments = ("--value", question.name, "--date", day, *ends)
        yield setup_of("trend", question.name, title, *arguments, asked=[question])


def mode_setups(questionnaire: Questionnaire, headlines: Sequence[Setup]) -> Iterator[Setup]:
    """What the way of asking does to the headlines, with the same mix of tiers."""
    for question, title in _rated(questionnaire, headlines):
        ends = scale(question.lowest, question.highest)
        arguments = ("--answers", question.name, "--mode", MODE, "--standardise", "tier", *ends)
        yield setup_of("modes", question.name, title, *arguments, asked=[question])


def _rated(
    questionnaire: Questionnaire, headlines: Sequence[Setup]
) -> Iterator[tuple[Rating, str]]:
    """The ratings of the headlines, each once."""
    for name, title in {each.subject: each.title for each in headlines}.items():
        question = questionnaire.question(name)
        if isinstance(question, Rating):
            yield question, title


def value_setups(questionnaire: Questionnaire) -> Iterator[Setup]:
    """What was got for what it cost, where both were rated on one scale."""
    rated = [each for each in questionnaire.questions if isinstance(each, Rating)]
    quality = [each for each in rated if each.role is Role.QUALITY]
    price = [each for each in rated if each.role is Role.PRICE]
    ends = {(each.lowest, each.highest) for each in (*quality, *price)}
    if quality and price and len(ends) == 1:
        sides = (
            "--benefits",
            *(each.name for each in quality),
            "--sacrifices",
            *(each.name for each in price),
        )
        codes = missing_codes([*quality, *price])
        arguments = (*sides, *scale(*ends.pop()), *codes)
        yield Setup("value", "", _("Perceived value"), arguments, "value")
