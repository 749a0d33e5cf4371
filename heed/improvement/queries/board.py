"""The board: improvements by state, with those closed last of each."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber

from heed.accounts.models import User
from heed.improvement.models import ENDED, Improvement
from heed.improvement.queries.cards import Card, cards_of
from heed.improvement.queries.improvements import improvements

MOST_IN_COLUMN = 20


@dataclass
class Column:
    """One state with its first cards and how many there are in all."""

    state: Improvement.State
    total: int = 0
    cards: list[Card] = field(default_factory=list)

    @property
    def rest(self) -> int:
        return self.total - len(self.cards)


def board(
    actor: User, *, owner: int | None, topic: int | None, state: str, now: datetime
) -> list[Column]:
    """All states in their order, what is due first first; a chosen state shows all it has.

    Eight statements at most.
    """
    rows = _chosen(improvements(actor), owner, topic)
    totals = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    columns = {each: Column(each, totals.get(each.value, 0)) for each in Improvement.State}
    newest = F("newest_at").desc()
    rows = rows.order_by().annotate(newest_at=Coalesce("closed_at", "opened_at"))
    if state:
        rows = rows.filter(state=state)
    else:
        order = Window(RowNumber(), partition_by="state", order_by=[newest, F("pk").desc()])
        rows = rows.annotate(nth=order).filter(nth__lte=MOST_IN_COLUMN)
    for card in cards_of(list(rows.order_by(newest, "-pk")), now=now):
        columns[Improvement.State(card.improvement.state)].cards.append(card)
    for column in columns.values():
        if column.state not in ENDED:
            column.cards.sort(key=lambda card: card.improvement.due_on or date.max)
    return list(columns.values())


def _chosen(
    rows: QuerySet[Improvement], owner: int | None, topic: int | None
) -> QuerySet[Improvement]:
    rows = rows.filter(owner=owner) if owner else rows
    return rows.filter(topic=topic) if topic else rows


def owners(actor: User) -> QuerySet[User]:
    """Who sees to improvements, by name."""
    ids = improvements(actor).order_by().values("owner")
    return User.objects.filter(pk__in=ids).order_by("name", "pk")
