"""All answers of a survey as one table: a row for each response, a column for each question."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from heed.surveys.analysing.choices import Choice, Weight
from heed.surveys.analysing.columns import Group, groups_of
from heed.surveys.analysing.commands import WEIGHT
from heed.surveys.answering.quality import QualityFlag
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.models import Response, Survey
from heed.surveys.queries.chosen import (
    READ_AT_ONCE,
    chosen_rows,
    narrowed_to_topic,
    require_choosable,
    told_rows,
    weights_by_tier,
)

NAMED = (
    *("response", "language", "way_of_asking", "flags"),
    *("customer", "tier", "stage", "begun_at", "handed_in_at"),
)
# The day of a whole group, and nothing that leads to a person.
ANONYMOUS = ("response", "flags", "told_on")
EVERYBODY = ("flags", "cleaned", "told_at")
WHO = (
    *("language", "mode", "customer__name", "tier", "stage", "started_at", "submitted_at"),
    "invitation__probability",
)


def answer_table(
    survey: Survey,
    questionnaire: Questionnaire,
    choice: Choice | None = None,
    *,
    named_in: Sequence[str] = (),
) -> Iterator[list[object]]:
    """The head, then the complete responses in the order of their coming.

    With a choice, the very table that its analysis is made of: what it filters, without robots
    and with the weight it takes. `named_in` leaves out questions that no argument of a command
    names. Raises what stands in `analysing.privacy`.
    """
    if choice is None:
        groups = groups_of(questionnaire)
        return _written(survey, groups, told_rows(survey), None)
    require_choosable(survey, choice.filters, choice.weight)
    groups = groups_of(narrowed_to_topic(survey, questionnaire, choice.filters.topic))
    if named_in:
        groups = tuple(each for each in groups if each.is_named_in(named_in))
    return _written(survey, groups, chosen_rows(survey, choice.filters), choice)


def _written(
    survey: Survey, groups: Sequence[Group], rows: QuerySet[Response], choice: Choice | None
) -> Iterator[list[object]]:
    is_weighted = choice is not None and choice.weight != Weight.NONE
    known = ANONYMOUS if survey.is_anonymous else NAMED
    columns = [each for group in groups for each in group.columns]
    yield [*known, *([WEIGHT] if is_weighted else []), *columns]
    by_tier = weights_by_tier(survey, choice.filters) if choice and is_weighted else {}
    fields = EVERYBODY if survey.is_anonymous else (*EVERYBODY, *WHO)
    number = 0
    for row in rows.values_list(*fields).iterator(chunk_size=READ_AT_ONCE):
        flags, cleaned, told_at, *who = row
        if choice and QualityFlag.ROBOT in (flags or []):
            continue
        number += 1
        doubts = " ".join(flags or [])
        written: list[object] = [number, doubts, told_at.date().isoformat() if told_at else ""]
        if not survey.is_anonymous:
            language, mode, name, tier, stage, started_at, submitted_at, probability = who
            written = [number, language, mode, doubts, name or "", tier, stage]
            written += [started_at.isoformat(), submitted_at.isoformat()]
            if choice and is_weighted:
                written.append(_weight(choice.weight, probability, by_tier.get(tier)))
        answers = cleaned or {}
        for group in groups:
            written += group.cells(answers)
        yield written


def _weight(weight: Weight, probability: float | None, of_tier: float | None) -> object:
    """One over the chance of being asked, 1 by the open link; "" where the tier is not known."""
    if weight == Weight.SAMPLING:
        return round(1 / (probability or 1.0), 9)
    return "" if of_tier is None else round(of_tier, 9)
