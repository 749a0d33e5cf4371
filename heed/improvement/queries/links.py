"""The way from a figure of a page to an improvement that is to move it."""

from urllib.parse import urlencode

from django.urls import reverse

from heed.accounts.models import User
from heed.expectations.models import Topic
from heed.improvement.rules.figures import FigureKey, Kind

OF_LEDGER = {
    "kept": Kind.KEEPING,
    "promised": Kind.KEEPING,
    "open": Kind.KEEPING,
    "against": Kind.AGAINST,
}


def make_address(
    actor: User, *, figure: str, place: str, topic: int | None = None, picked_of: int | None = None
) -> str:
    """Where an improvement is opened from this finding; empty for who may not."""
    if not actor.may("improvements.propose"):
        return ""
    given = {"topic": topic, "figure": figure, "place": place, "picked_of": picked_of}
    said = {name: value for name, value in given.items() if value}
    return f"{reverse('improvement:improvement_open')}?{urlencode(said)}"


def of_ledger(topic: Topic, figure: str, tier: str) -> str:
    """The figure an improvement would move, for a figure of the ledger."""
    is_felt = topic.kind == Topic.Kind.FELT
    usual = Kind.GAP if is_felt else Kind.DELIVERED
    kind = Kind.PERCEIVED if is_felt and figure == "actual" else OF_LEDGER.get(figure, usual)
    return str(FigureKey(kind=kind, subject=topic.pk, tier=tier))


def of_keeping(by: str, key: str) -> str:
    """The promise-keeping rate of a topic, tier or team; empty for an agent and for none."""
    if by == "tier" and key != "none":
        return str(FigureKey(kind=Kind.KEEPING, tier=key))
    if by not in {"topic", "team"} or not key.isdecimal():
        return ""
    if by == "topic":
        return str(FigureKey(kind=Kind.KEEPING, subject=int(key)))
    return str(FigureKey(kind=Kind.KEEPING, team=int(key)))
