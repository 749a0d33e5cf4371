"""What the promise advisor says can be promised on topics of time, tier by tier."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import nan

from heed.core.business_hours import BusinessHours
from heed.core.calendars import business_hours
from heed.expectations import rules
from heed.expectations.models import Topic
from heed.expectations.queries.advice import learnt_advice
from heed.expectations.queries.delivery_cases import circumstances, series_of
from heed.measures.advisor.advice import Advice
from heed.measures.advisor.answers import Advised
from heed.measures.estimates import Estimate, Method


def promisable_by_advice(
    topics: Iterable[Topic], tiers: Iterable[str], *, coverage: float, now: datetime
) -> dict[tuple[int, str], Estimate]:
    """Per topic and tier the time kept with this probability, in the topic's unit of time.

    As of a request at the next opening, on the clock, since customers count nights and weekends
    too. Topics the advisor knows too little about are left out; the advisor gives no interval.
    """
    timed = [topic for topic in topics if rules.hours_of(topic.unit)]
    learnt = learnt_advice(series_of(topic) for topic in timed) if timed else {}
    if not learnt:
        return {}
    hours = business_hours(None)
    places = [
        (topic, tier, _advised(learnt[series_of(topic)], topic, tier, coverage, hours, now))
        for topic in timed
        for tier in tiers
        if series_of(topic) in learnt
    ]
    return {(topic.pk, tier): found for topic, tier, found in places if found is not None}


def _advised(
    advice: Advice, topic: Topic, tier: str, coverage: float, hours: BusinessHours, now: datetime
) -> Estimate | None:
    opening = hours.next_opening(now)
    case = circumstances(
        team_id=None, tier=tier, channel="", at=opening, hours=hours, topic=topic.key
    )
    found = advice.quantile(case, coverage=coverage)
    if not isinstance(found, Advised):
        return None
    due_at = hours.add(opening, timedelta(hours=found.hours))
    value = (due_at - opening) / timedelta(hours=rules.hours_of(topic.unit))
    return Estimate(value, nan, nan, found.ground.finished, Method.ORDER_STATISTICS, found.coverage)
