"""What the advisor knows of each series: how many cases, what it would promise now, what moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from heed.core.calendars import business_hours
from heed.expectations.models import AdviceSource
from heed.expectations.queries.advice import (
    Advisor,
    Asked,
    Suggested,
    Unknown,
    learnt_advice,
)
from heed.expectations.queries.announcements import advice_sources
from heed.expectations.queries.delivery_cases import ANY_PROMISE, FIRST_ANSWER

NAMES = {FIRST_ANSWER: _("First answers"), ANY_PROMISE: _("All promises")}
REASONS = {
    "waived": _("waived"),
    "renegotiated": _("renegotiated, what replaced them is not among the newest"),
    "opened_by_us": _("begun by us"),
    "closed_unanswered": _("closed unanswered"),
}


@dataclass(frozen=True)
class Known:
    """One series as it was learnt, with what it would promise to anybody now."""

    source: AdviceSource
    said: Suggested | Unknown

    @property
    def name(self) -> str:
        topic = self.source.topic
        return str(topic) if topic else str(NAMES.get(self.source.series, self.source.series))

    @property
    def suggested(self) -> Suggested | None:
        return self.said if isinstance(self.said, Suggested) else None

    @property
    def unknown(self) -> Unknown | None:
        return self.said if isinstance(self.said, Unknown) else None

    @property
    def set_aside(self) -> Sequence[tuple[str, int]]:
        """Why cases were left out, in words, and how many."""
        counts = self.source.state.get("set_aside", {})
        return [(str(REASONS.get(reason, reason)), count) for reason, count in counts.items()]

    @property
    def earlier_hours(self) -> float | None:
        """Median business hours of all but the newest fifty finished cases."""
        found: float | None = self.source.state.get("earlier_hours")
        return found

    @property
    def recent_hours(self) -> float | None:
        """Median business hours of the newest fifty finished cases."""
        found: float | None = self.source.state.get("recent_hours")
        return found

    @property
    def drift(self) -> float | None:
        """By which factor the newest took longer than those before; None where not known."""
        if not self.earlier_hours or self.recent_hours is None:
            return None
        return self.recent_hours / self.earlier_hours


def series_known(*, now: datetime) -> list[Known]:
    """Every series that was learnt, the best known first; three statements."""
    sources = list(advice_sources())
    advice = learnt_advice(source.series for source in sources)
    asked = Asked(team_id=None, tier="", channel="", hours=business_hours(), now=now)
    return [
        Known(
            source,
            Advisor(
                asked,
                source.series,
                source.topic.key if source.topic else "",
                ((source.series, advice[source.series]),),
            ).promise_by(),
        )
        for source in sources
        if source.series in advice
    ]
