"""The promise advisor learns from what was delivered; pages only read what it has learnt."""

import hashlib
from datetime import datetime, timedelta

import numpy as np
from django.db import transaction

from heed.expectations.models import AdviceSource, Topic
from heed.expectations.queries.advice import REFERENCE_COVERAGE, series_to_learn
from heed.expectations.queries.delivery_cases import (
    FIRST_ANSWER,
    Cases,
    Columns,
    answer_cases,
    columns_of,
    promise_cases,
)
from heed.measures.advisor.advice import VERSION, fit_advice
from heed.measures.advisor.answers import Refusal

RELEARN_AFTER = timedelta(hours=6)
NEWEST = 50


def learn_series(*, series: str, topic: Topic | None, now: datetime) -> bool:
    """Learn one series anew where cases came or ended since, and every six hours; say whether.

    Reading and learning happen outside of the transaction that stores the outcome.
    """
    cases = answer_cases(now=now) if series == FIRST_ANSWER else promise_cases(now=now, topic=topic)
    known = AdviceSource.objects.filter(series=series).values_list("state", "built_at").first()
    if known and known[0].get("mark") == _mark(cases) and now - known[1] < RELEARN_AFTER:
        return False
    state, refusal = _learnt(cases, now=now, has_topics=topic is None and series != FIRST_ANSWER)
    _store(series, topic, cases, state, refusal, now)
    return True


def _mark(cases: Cases) -> str:
    """Changes with the cases, and with how advice is kept."""
    return f"{cases.mark} {VERSION}"


def learn_all(*, now: datetime) -> int:
    """Learn every series that has changed; return how many were learnt."""
    return sum(
        learn_series(series=series, topic=topic, now=now) for series, topic in series_to_learn()
    )


def _learnt(cases: Cases, *, now: datetime, has_topics: bool) -> tuple[dict[str, object], str]:
    columns = columns_of(cases, now=now, has_topics=has_topics)
    advice = fit_advice(
        columns.starts,
        columns.ends,
        now=0.0,
        categories=columns.categories,
        numbers=columns.numbers,
    )
    found = advice.quantile({}, coverage=REFERENCE_COVERAGE)
    text = advice.to_json()
    state: dict[str, object] = {
        "advice": text,
        "print": hashlib.sha256(text.encode()).hexdigest()[:16],
        "mark": _mark(cases),
        "set_aside": dict(cases.set_aside),
        **_medians(columns),
    }
    return state, str(found.reason) if isinstance(found, Refusal) else ""


def _medians(columns: Columns) -> dict[str, float | None]:
    """Median business hours of the newest finished cases and of all before them."""
    done = np.isfinite(columns.ends)
    order = np.argsort(columns.starts[done], kind="stable")
    hours = (columns.ends - columns.starts)[done][order]
    recent, earlier = hours[-NEWEST:], hours[:-NEWEST]
    is_known = len(earlier) >= NEWEST
    return {
        "recent_hours": round(float(np.median(recent)), 3) if len(recent) else None,
        "earlier_hours": round(float(np.median(earlier)), 3) if is_known else None,
    }


@transaction.atomic
def _store(
    series: str,
    topic: Topic | None,
    cases: Cases,
    state: dict[str, object],
    refusal: str,
    now: datetime,
) -> None:
    AdviceSource.objects.update_or_create(
        series=series,
        defaults={
            "topic": topic,
            "built_at": now,
            "finished": cases.finished,
            "unfinished": cases.unfinished,
            "state": state,
            "refusal": refusal,
        },
    )
