"""The responses that count for a choice, and how many people each stands for."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet

from heed.accounts.queries import organisation
from heed.core.wall_clock import MIDNIGHT, first_instant, local_day
from heed.customers.models import Customer
from heed.measures.raking import rake
from heed.surveys.analysing.choices import Filters, Weight
from heed.surveys.analysing.narrowing import narrowed
from heed.surveys.analysing.privacy import (
    require_anonymous_choice,
    require_enough,
    require_no_rest,
)
from heed.surveys.answering.quality import QualityFlag
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.models import ItemTopic, Response, Survey
from heed.surveys.queries.responses import complete_responses

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


def complete_rows(survey: Survey) -> QuerySet[Response]:
    """The complete responses; those of an anonymous survey in an order that tells nothing."""
    rows = complete_responses().filter(survey=survey)
    order = ("fingerprint", "key") if survey.is_anonymous else ("submitted_at", "pk")
    return rows.order_by(*order)


def chosen_rows(survey: Survey, filters: Filters) -> QuerySet[Response]:
    """The complete responses that the filters take, those of robots too."""
    rows = complete_rows(survey)
    for field, values in (
        ("tier", filters.tiers),
        ("stage", filters.stages),
        ("mode", filters.modes),
        ("language", filters.languages),
    ):
        if values:
            rows = rows.filter(**{f"{field}__in": values})
    zone = ZoneInfo(organisation().time_zone)
    if filters.since:
        rows = rows.filter(submitted_at__gte=first_instant(zone, filters.since, MIDNIGHT))
    if filters.until:
        rows = rows.filter(submitted_at__lt=first_instant(zone, filters.until, MIDNIGHT))
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
    if not survey.is_anonymous:
        return
    require_anonymous_choice(filters, weight)
    zone = ZoneInfo(organisation().time_zone)
    everybody = complete_rows(survey).values_list("mode", "language", "submitted_at", "flags")
    sizes = Counter[object]()
    for mode, language, submitted_at, flags in everybody.iterator(chunk_size=READ_AT_ONCE):
        if QualityFlag.ROBOT in (flags or []) or submitted_at is None:
            continue
        if filters.modes:
            sizes[mode] += 1
        elif filters.languages:
            sizes[language] += 1
        else:
            sizes[month_of(local_day(zone, submitted_at)) if filters.since else None] += 1
    require_enough(sizes[_asked_for(filters)], sizes.total())
    require_no_rest(sizes.values())


def _asked_for(filters: Filters) -> object:
    if filters.since:
        return month_of(filters.since)
    return next(iter((*filters.modes, *filters.languages)), None)


def month_of(day: date) -> tuple[int, int]:
    return day.year, day.month


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
    held = Customer.objects.filter(erased_at=None).exclude(tier="").order_by()
    known = dict(held.values_list("tier").annotate(many=Count("pk")))
    total = sum(known.values())
    raked = rake({"tier": tiers}, {"tier": {tier: many / total for tier, many in known.items()}})
    weights = zip(tiers, raked.weights.tolist(), raked.is_used.tolist(), strict=True)
    return {tier: weight for tier, weight, is_used in weights if is_used}
