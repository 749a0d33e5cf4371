"""What satisfaction comes from: drivers, penalties and rewards, importance and performance."""

from collections.abc import Iterator, Sequence

from heed.surveys.analysing.batteries import Battery, battery_of, outcomes_of
from heed.surveys.analysing.commands import Setup, scale, setup_of
from heed.surveys.analysing.pairs import importance_parts
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Matrix, Rating
from heed.surveys.format.words import Part, Role

MOST_DRIVERS = 15  # Shapley looks at every set of them
FEWEST_ITEMS = 3


def driver_setups(
    questionnaire: Questionnaire, batteries: Sequence[Battery], language: str
) -> Iterator[Setup]:
    """What explains each overall rating: all other items at once."""
    inputs = [column for each in batteries for column in each.columns]
    many = sum(len(each.items) for each in batteries)
    single = [each for each in _single_ratings(questionnaire) if each.name not in inputs]
    inputs += [each.name for each in single]
    asked = [*(question for each in batteries for question in each.questions), *single]
    if many + len(single) < 2:
        return
    quick = ("--decomposition", "johnson") if many + len(single) > MOST_DRIVERS else ()
    for outcome in outcomes_of(questionnaire):
        arguments = ("--drivers", *inputs, "--outcome", outcome.name, *quick)
        yield setup_of(
            "drivers", outcome.name, outcome.shown(language), *arguments, asked=[*asked, outcome]
        )


def _single_ratings(questionnaire: Questionnaire) -> list[Rating]:
    """Ratings that play a part of their own, such as how much trouble it was."""
    return [
        each
        for each in questionnaire.questions
        if isinstance(each, Rating) and each.role in {Role.CES, Role.EFFORT, Role.DISCONFIRMATION}
    ]


def penalty_setups(questionnaire: Questionnaire, batteries: Sequence[Battery]) -> Iterator[Setup]:
    """What a low answer costs and a high one gains, by the first overall rating."""
    for outcome in outcomes_of(questionnaire)[:1]:
        for each in batteries:
            span = each.highest - each.lowest
            low, high = each.lowest + round(span / 3), each.highest - (1 if span >= 6 else 0)
            arguments = (
                *("--performance", *each.columns, "--satisfaction", outcome.name),
                *scale(each.lowest, each.highest),
                *("--low-up-to", f"{low}", "--high-from", f"{high}"),
            )
            asked = [*each.questions, outcome]
            yield setup_of("penalty_reward", each.subject, each.title, *arguments, asked=asked)


def importance_setups(
    questionnaire: Questionnaire, batteries: Sequence[Battery], language: str
) -> Iterator[Setup]:
    """Importance and performance: asked for both, or importance derived from an overall rating."""
    stated = set[str]()
    for parts in importance_parts(questionnaire, language):
        stated.add(parts.subject)
        arguments = (
            *("--performance", *parts.columns[Part.PERCEIVED]),
            *("--importance", *parts.columns[Part.IMPORTANCE]),
            *scale(parts.lowest, parts.highest),
        )
        yield setup_of("ipa", parts.subject, parts.title, *arguments, asked=parts.questions)
    for battery in batteries:
        if battery.subject not in stated:
            yield from _ipa_of(battery, questionnaire, language)


def _ipa_of(battery: Battery, questionnaire: Questionnaire, language: str) -> Iterator[Setup]:
    performance = ("--performance", *battery.columns)
    ends = scale(battery.lowest, battery.highest)
    asked_for = _importance_of(battery, questionnaire, language)
    outcome = next(iter(outcomes_of(questionnaire)), None)
    title = battery.title
    if asked_for:
        arguments = (*performance, "--importance", *asked_for.columns, *ends)
        asked = [*battery.questions, *asked_for.questions]
        yield setup_of("ipa", battery.subject, title, *arguments, asked=asked)
    elif outcome:
        arguments = (*performance, "--satisfaction", outcome.name, *ends)
        asked = [*battery.questions, outcome]
        yield setup_of("ipa", battery.subject, title, *arguments, asked=asked)


def _importance_of(battery: Battery, questionnaire: Questionnaire, language: str) -> Battery | None:
    """A table on the same scale that asks how important these very items are."""
    for each in questionnaire.questions:
        if isinstance(each, Matrix) and each.role is Role.IMPORTANCE:
            found = battery_of(each, language)
            if found and set(found.items) == set(battery.items) and found.scale == battery.scale:
                return found
    return None


def reliability_setups(batteries: Sequence[Battery]) -> Iterator[Setup]:
    """Whether the items of a battery measure one thing."""
    for each in batteries:
        if len(each.items) >= FEWEST_ITEMS:
            arguments = ("--items", *each.columns, *scale(each.lowest, each.highest))
            yield setup_of(
                "reliability", each.subject, each.title, *arguments, asked=each.questions
            )
