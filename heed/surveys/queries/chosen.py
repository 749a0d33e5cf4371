"""The responses that count for a choice, and how many people each stands for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet

from heed.accounts.queries import organisation
from heed.core.wall_clock import MIDNIGHT, first_instant
from heed.customers.queries import customers_counted
from heed.measures.raking import rake
from heed.surveys.analysing.choices import Filters, Weight
from heed.surveys.analysing.narrowing import narrowed
from heed.surveys.analysing.privacy import require_anonymous_choice
from heed.surveys.answering.quality import QualityFlag
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.models import ItemTopic, Response, Survey
from heed.surveys.queries.responses import told_responses

READ_AT_ONCE = 2_000


@dataclass(frozen=True)
class Chosen:
    """One response as a table needs it."""

    language: str
    mode: str
    flags: list[str]
    tier: str
    stage: str
    started_at: datetime
    submitted_at: datetime
    probability: float | None
    cleaned: Mapping[str, object] | None
    states: Mapping[str, str] | None

    @property
    def is_robot(self) -> bool:
        return QualityFlag.ROBOT in (self.flags or [])


FIELDS = (
    *("language", "mode", "flags", "tier", "stage", "started_at", "submitted_at"),
    *("invitation__probability", "cleaned", "states"),
)


def told_rows(survey: Survey) -> QuerySet[Response]:
    """What is told of a survey; of an anonymous one in an order that tells nothing."""
    rows = told_responses(survey)
    order = ("fingerprint", "key") if survey.is_anonymous else ("submitted_at", "pk")
    return rows.order_by(*order)


def chosen_rows(survey: Survey, filters: Filters) -> QuerySet[Response]:
    """The responses told that the filters take, those of robots too.

    A period is that of the moment they were handed in; in an anonymous survey, became told.
    """
    rows = told_rows(survey)
    for field, values in (
        ("tier", filters.tiers),
        ("stage", filters.stages),
        ("mode", filters.modes),
        ("language", filters.languages),
    ):
        if values:
            rows = rows.filter(**{f"{field}__in": values})
    zone = ZoneInfo(organisation().time_zone)
    moment = "told_at" if survey.is_anonymous else "submitted_at"
    if filters.since:
        begins_at = first_instant(zone, filters.since, MIDNIGHT)
        rows = rows.filter(**{f"{moment}__gte": begins_at})
    if filters.until:
        ends_at = first_instant(zone, filters.until, MIDNIGHT)
        rows = rows.filter(**{f"{moment}__lt": ends_at})
    return rows


def chosen_responses(survey: Survey, filters: Filters) -> Iterator[Chosen]:
    """What the filters take, one after the other, those of robots too."""
    rows = chosen_rows(survey, filters).values_list(*FIELDS)
    for row in rows.iterator(chunk_size=READ_AT_ONCE):
        yield Chosen(*row)


def robots_among(survey: Survey, filters: Filters) -> int:
    """How many of those that the filters take a robot gave."""
    rows = chosen_rows(survey, filters).exclude(flags=[]).values_list("flags", flat=True)
    return sum(QualityFlag.ROBOT in (flags or []) for flags in rows.iterator())


def require_choosable(survey: Survey, filters: Filters, weight: Weight) -> None:
    """Raise where an anonymous survey may not be looked at so: see `analysing.privacy`."""
    if survey.is_anonymous:
        require_anonymous_choice(filters, weight)


def narrowed_to_topic(survey: Survey, questionnaire: Questionnaire, topic: str) -> Questionnaire:
    """The questionnaire as if it had asked about one topic alone; all of it without a topic."""
    if not topic:
        return questionnaire
    held = ItemTopic.objects.filter(questionnaire=survey.questionnaire_id)
    keys = dict(held.values_list("item", "topic__key"))
    about = {item for item, key in keys.items() if key == topic}
    return narrowed(questionnaire, about=about, others=keys.keys() - about)


def weights_by_tier(survey: Survey, filters: Filters) -> dict[str, float]:
    """How many people an answer from each tier stands for, so that tiers weigh as in the company.

    Customers erased do not count. Raises ValueError where no answer has a tier.
    """
    rows = chosen_rows(survey, filters).values_list("tier", "flags")
    tiers = [tier for tier, flags in rows.iterator() if QualityFlag.ROBOT not in (flags or [])]
    held = customers_counted().filter(erased_at=None).exclude(tier="").order_by()
    known = dict(held.values_list("tier").annotate(many=Count("pk")))
    total = sum(known.values())
    raked = rake({"tier": tiers}, {"tier": {tier: many / total for tier, many in known.items()}})
    weights = zip(tiers, raked.weights.tolist(), raked.is_used.tolist(), strict=True)
    return {tier: weight for tier, weight, is_used in weights if is_used}
