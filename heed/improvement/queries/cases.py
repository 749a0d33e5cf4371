"""The cases a figure rests on between two moments: how often each value occurs."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.fields.json import KeyTransform

from heed.accounts.models import User
from heed.accounts.queries import in_teams_of
from heed.expectations.models import Promise
from heed.expectations.queries.ledger_sums import FELT_PAIR
from heed.expectations.queries.scope import Scope
from heed.improvement.queries.figures import Figure
from heed.improvement.queries.survey_items import Item
from heed.improvement.rules.figures import Kind, Statistic
from heed.measures.nps import Breaks
from heed.surveys.answering.quality import QualityFlag
from heed.surveys.models import TextReading
from heed.surveys.queries.responses import complete_responses, is_told_within
from heed.surveys.queries.surveys import surveys_visible_to

Cases = Counter[float]
MOST_ANSWERS = 20_000


def cases_of(
    figure: Figure, actor: User, *, since: datetime, until: datetime, is_elsewhere: bool = False
) -> Cases:
    """How often each value occurs; of a share 1 and 0, of NPS 1, 0 and -1. One statement.

    `is_elsewhere` takes the other tiers instead of the figure's own.
    """
    if figure.key.kind is Kind.SURVEY and figure.item:
        return _answers(figure, figure.item, actor, since, until, is_elsewhere=is_elsewhere)
    if figure.key.kind is Kind.DISCONTENT:
        return _texts(figure, actor, since, until, is_elsewhere=is_elsewhere)
    scope = Scope(actor, since=since, until=until)
    if figure.key.kind in {Kind.KEEPING, Kind.DELIVERED}:
        promises = _narrowed(scope.promises(), figure, "tier", "team", is_elsewhere=is_elsewhere)
        return _of_promises(promises, figure)
    rows = _narrowed(scope.perceptions(), figure, "tier", "team", is_elsewhere=is_elsewhere)
    return _of_perceptions(rows, figure)


def _narrowed(
    rows: QuerySet[Any], figure: Figure, tier: str, team: str, *, is_elsewhere: bool
) -> QuerySet[Any]:
    key = figure.key
    if key.subject and key.kind is not Kind.SURVEY:
        rows = rows.filter(topic=key.subject)
    if key.team:
        rows = rows.filter(**{team: key.team})
    if is_elsewhere:
        return rows.exclude(**{tier: key.tier})
    return rows.filter(**{tier: key.tier}) if key.tier else rows


def _counted(rows: QuerySet[Any], value: str) -> Iterable[tuple[Any, int]]:
    known = rows.order_by().filter(**{f"{value}__isnull": False})
    counted: Iterable[tuple[Any, int]] = known.values_list(value).annotate(cases=Count("pk"))
    return counted


def _of_promises(rows: QuerySet[Any], figure: Figure) -> Cases:
    if figure.key.kind is Kind.KEEPING:
        return _shares(_counted(rows, "outcome"), Promise.Outcome.KEPT)
    found = Cases()
    for value, n in _counted(rows, "delivered_value"):
        found[float(value)] += n
    return found


def _of_perceptions(rows: QuerySet[Any], figure: Figure) -> Cases:
    column = {Kind.PERCEIVED: "perceived", Kind.AGAINST: "against_expectation"}
    if figure.key.kind is Kind.GAP:
        rows = rows.filter(FELT_PAIR).annotate(gap=F("perceived") - F("expected"))
    found = Cases()
    for value, n in _counted(rows, column.get(figure.key.kind, "gap")):
        found[float(value)] += n
    return found


def _texts(
    figure: Figure, actor: User, since: datetime, until: datetime, *, is_elsewhere: bool
) -> Cases:
    rows = TextReading.objects.filter(
        in_teams_of(actor, path="customer__team"), written_at__gte=since, written_at__lt=until
    ).exclude(sentiment="")
    tier, team = "customer__tier", "customer__team"
    rows = _narrowed(rows, figure, tier, team, is_elsewhere=is_elsewhere)
    return _shares(_counted(rows, "sentiment"), TextReading.Sentiment.NEGATIVE)


def _shares(counted: Iterable[tuple[Any, int]], counts: str) -> Cases:
    found = Cases()
    for value, n in counted:
        found[1.0 if value == counts else 0.0] += n
    return found


def _answers(
    figure: Figure,
    item: Item,
    actor: User,
    since: datetime,
    until: datetime,
    *,
    is_elsewhere: bool,
) -> Cases:
    """Answers to one question in all surveys of its questionnaire, robots left out."""
    surveys = surveys_visible_to(actor).filter(questionnaire=figure.key.subject)
    rows = complete_responses().filter(
        is_told_within(since, until), survey__in=surveys.order_by().values("pk")
    )
    rows = _narrowed(rows, figure, "tier", "survey__team", is_elsewhere=is_elsewhere)
    answer: Any = "cleaned"
    for step in item.path:
        answer = KeyTransform(step, answer)
    newest = rows.order_by("-submitted_at", "-pk").values_list(answer, "flags")[:MOST_ANSWERS]
    found = Cases()
    for value, flags in newest:
        is_answer = isinstance(value, int | float) and not isinstance(value, bool)
        if is_answer and QualityFlag.ROBOT not in (flags or []):
            found[_side(figure, item, float(value))] += 1
    return found


def _side(figure: Figure, item: Item, value: float) -> float:
    """What one answer counts for the statistic."""
    if figure.key.statistic is Statistic.TOP:
        return 1.0 if value >= item.top_from else 0.0
    if figure.key.statistic is Statistic.NPS:
        breaks = Breaks()
        return float(value >= breaks.promoters_from) - float(value <= breaks.detractors_to)
    return value
