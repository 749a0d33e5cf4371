"""Which figure an improvement is to move, as one text: `gap:12:high`, `survey:3:csat:top`."""

import re
from dataclasses import dataclass
from enum import StrEnum

LONGEST_KEY = 300
ALL = "all"


class Kind(StrEnum):
    KEEPING = "keeping"
    GAP = "gap"
    PERCEIVED = "perceived"
    AGAINST = "against"
    DELIVERED = "delivered"
    DISCONTENT = "discontent"
    SURVEY = "survey"
    OWN = "own"


class Statistic(StrEnum):
    """What is made of a survey's question."""

    MEAN = "mean"
    TOP = "top"
    NPS = "nps"


class Unit(StrEnum):
    SHARE = "share"  # 0..1
    NET = "net"  # -1..1
    POINTS = "points"
    OWN = "unit"  # of the topic, such as days


OF_TOPICS = tuple(each for each in Kind if each not in {Kind.SURVEY, Kind.OWN})
_NARROWED = r"(?::(?P<tier>[a-z]{0,8})(?::(?P<team>\d{1,18})?)?)?"
_TOPIC = re.compile(rf"(?P<kind>{'|'.join(OF_TOPICS)}):(?P<subject>\d{{1,18}}|{ALL}){_NARROWED}")
_SURVEY = re.compile(
    r"survey:(?P<subject>\d{1,18}):(?P<question>[^\x00]+):"
    rf"(?P<statistic>{'|'.join(Statistic)}){_NARROWED}"
)


@dataclass(frozen=True, kw_only=True)
class FigureKey:
    """A figure by name; `subject` is a topic's id (None: all topics) or a questionnaire's."""

    kind: Kind
    subject: int | None = None
    question: str = ""
    statistic: Statistic | None = None
    tier: str = ""
    team: int | None = None

    @property
    def head(self) -> str:
        """The key without tier and team."""
        if self.kind is Kind.OWN:
            return str(Kind.OWN)
        if self.kind is Kind.SURVEY:
            return f"{self.kind}:{self.subject}:{self.question}:{self.statistic}"
        return f"{self.kind}:{ALL if self.subject is None else self.subject}"

    def __str__(self) -> str:
        if self.team:
            return f"{self.head}:{self.tier}:{self.team}"
        return f"{self.head}:{self.tier}" if self.tier else self.head


def key_from(text: str) -> FigureKey | None:
    """Read a key; None where it is not one."""
    if text == Kind.OWN:
        return FigureKey(kind=Kind.OWN)
    found = _TOPIC.fullmatch(text) or _SURVEY.fullmatch(text)
    if found is None or len(text) > LONGEST_KEY:
        return None
    parts = found.groupdict()
    is_all = parts["subject"] == ALL
    if is_all and parts["kind"] == Kind.DELIVERED:
        return None  # days and hours do not add up
    statistic = parts.get("statistic")
    return FigureKey(
        kind=Kind(parts["kind"]) if "kind" in parts else Kind.SURVEY,
        subject=None if is_all else int(parts["subject"]),
        question=parts.get("question") or "",
        statistic=Statistic(statistic) if statistic else None,
        tier=parts["tier"] or "",
        team=int(parts["team"]) if parts["team"] else None,
    )
