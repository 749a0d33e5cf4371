"""Rankings as they are asked, answered and read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.core import signing
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from heed.accounts.models import User
from heed.accounts.queries import in_teams_of
from heed.customers.models import Customer
from heed.expectations import ranking_rules as rules
from heed.expectations.models import Expectation, Ranking, RankingItem, Topic
from heed.expectations.ranking_rules import Answer, Task
from heed.measures.choices import Choice
from heed.measures.rankings import Worth, worths

SALT = "heed.expectations.ranking"
MOST_POOLED = 1000


def token_of(ranking: Ranking) -> str:
    """The unguessable part of the personal link; made from the id and never stored."""
    return signing.Signer(salt=SALT).sign(str(ranking.pk))


def ranking_with(token: str) -> Ranking | None:
    """The ranking behind a personal link, or None where the link is not one of ours."""
    try:
        pk = int(signing.Signer(salt=SALT).unsign(token))
    except signing.BadSignature:
        return None
    rows = Ranking.objects.select_related("customer").filter(customer__erased_at=None)
    return rows.filter(pk=pk, mode=Ranking.Mode.LINK).first()


def rankings_visible_to(actor: User) -> QuerySet[Ranking]:
    """Rankings of customers of the actor's teams and of none, newest first."""
    if not actor.may("expectations.view"):
        return Ranking.objects.none()
    rows = Ranking.objects.filter(in_teams_of(actor, path="customer__team"))
    rows = rows.select_related("customer", "asked_by", "mail")
    return rows.prefetch_related("items__expectation__topic").order_by("-asked_at", "-pk")


def _waiting(customer: Customer, now: datetime) -> QuerySet[Ranking]:
    """Links the customer was sent that can still be answered, the newest first."""
    sent = customer.rankings.filter(mode=Ranking.Mode.LINK, answered_at=None, expires_at__gt=now)
    return sent.exclude(mail__state="bounced").order_by("-asked_at", "-pk")


def link_waiting(customer: Customer, *, now: datetime) -> Ranking | None:
    """The link the customer was sent last that can still be answered, or None."""
    return _waiting(customer, now).first()


@dataclass(frozen=True)
class Sheet:
    """The questions of a ranking with what was answered so far; two queries."""

    ranking: Ranking

    @cached_property
    def all_items(self) -> list[RankingItem]:
        """In the order shown; read anew unless they were fetched with the ranking."""
        if "items" in getattr(self.ranking, "_prefetched_objects_cache", {}):
            return list(self.ranking.items.all())
        return list(self.ranking.items.select_related("expectation__topic").order_by("position"))

    @cached_property
    def items(self) -> dict[int, RankingItem]:
        """By the id of their expectation, in the order shown."""
        return {item.expectation_id: item for item in self.all_items}

    @cached_property
    def tasks(self) -> list[Task]:
        return rules.tasks_of(self.ranking.method, list(self.items), self.ranking.seed)

    @cached_property
    def answers(self) -> dict[int, Answer]:
        """By the number of their task, as kept."""
        return {answer["task"]: answer for answer in self.ranking.answers}

    @property
    def left_out(self) -> int:
        """How many questions have no answer."""
        return len(self.tasks) - len(self.answers)

    @property
    def last_step(self) -> int:
        """The question after the tasks: what could be done without."""
        return len(self.tasks) + 1

    @property
    def next_step(self) -> int:
        """The first question without an answer, or the last one of all."""
        open_tasks = (task.number for task in self.tasks if task.number not in self.answers)
        return next(open_tasks, self.last_step)

    def step(self, asked: str) -> int:
        """The question asked for by number, where there is one of it, or else the next."""
        is_number = asked.isascii() and asked.isdigit() and len(asked) < 4
        number = int(asked) if is_number else 0
        return number if 1 <= number <= self.last_step else self.next_step

    def task(self, number: int) -> Task | None:
        """The task behind a question; None for the last one."""
        return self.tasks[number - 1] if number < self.last_step else None


@dataclass(frozen=True)
class Ranked:
    """One item of the ranking that counts, beside what is expected on its topic today."""

    item: RankingItem
    current: Expectation | None

    @property
    def is_changed(self) -> bool:
        """Whether something else is expected on the topic since it was ranked."""
        return self.current is not None and self.current.pk != self.item.expectation_id


@dataclass(frozen=True)
class Importance:
    """What matters most to a customer, by the newest answered ranking."""

    ranking: Ranking
    ranked: list[Ranked]

    @property
    def first(self) -> Ranked:
        return self.ranked[0]

    @property
    def may_be_given_up(self) -> list[Ranked]:
        """What the customer said she could do without, the least important first."""
        return [each for each in reversed(self.ranked) if each.item.may_be_given_up]


def asked_of(
    customer: Customer, current: Sequence[Expectation], *, now: datetime
) -> tuple[Importance | None, Ranking | None]:
    """What the newest answered ranking says, and the link that waits; one query.

    Given what the customer expects now; what is no longer expected at all is left out.
    """
    answered = customer.rankings.filter(answered_at__isnull=False)
    newest = answered.order_by("-answered_at", "-pk").values("pk")[:1]
    waiting = _waiting(customer, now).values("pk")[:1]
    rows = RankingItem.objects.filter(
        Q(ranking=Subquery(newest)) | Q(ranking=Subquery(waiting))
    ).select_related("ranking__asked_by", "ranking__mail", "expectation__topic")
    items = list(rows.order_by("rank", "pk"))
    link = next((item.ranking for item in items if not item.ranking.answered_at), None)
    return _importance([item for item in items if item.ranking.answered_at], current), link


def _importance(items: Sequence[RankingItem], current: Sequence[Expectation]) -> Importance | None:
    today = {each.topic_id: each for each in current}
    ranked = [Ranked(item, today.get(item.expectation.topic_id)) for item in items if item.rank]
    standing = [each for each in ranked if each.current]
    return Importance(standing[0].item.ranking, standing) if standing else None


def answered_rankings(customer: Customer) -> list[Ranking]:
    """The answered rankings of a customer, newest first, with their items by rank."""
    items = RankingItem.objects.select_related("expectation__topic").order_by("rank")
    rows = customer.rankings.filter(answered_at__isnull=False).select_related("asked_by")
    rows = rows.prefetch_related(Prefetch("items", queryset=items))
    return list(rows.order_by("-answered_at", "-pk")[:20])


@dataclass(frozen=True)
class TopicWorth:
    """How much a topic matters to many customers."""

    topic: Topic
    worth: Worth
    customers: int
    given_up: int


@dataclass(frozen=True)
class Pooled:
    """What matters how much to many customers, by the newest answered ranking of each."""

    topics: list[TopicWorth]
    customers: int
    is_cut: bool


def pooled_importance(actor: User, *, tier: str = "") -> Pooled:
    """Worths of topics over all customers the actor may see, of one tier or all; three queries.

    The newest answers count where more than MOST_POOLED customers have answered.
    """
    newest = _newest_of_each(actor, tier)
    judged = newest[:MOST_POOLED]
    items = RankingItem.objects.filter(ranking__in=[pk for pk, _customer, _answers in judged])
    topic_of: dict[int, dict[int, int]] = {}
    given_up: Counter[int] = Counter()
    for ranking_id, expectation_id, topic_id, may_be_given_up in items.order_by().values_list(
        "ranking_id", "expectation_id", "expectation__topic_id", "may_be_given_up"
    ):
        topic_of.setdefault(ranking_id, {})[expectation_id] = topic_id
        given_up[topic_id] += bool(may_be_given_up)
    asked = Counter(topic for topics in topic_of.values() for topic in topics.values())
    choices: list[Choice] = []
    for ranking_id, customer_id, answers in judged:
        chosen = rules.choices_of(answers)
        choices += rules.as_of_topics(chosen, topic_of[ranking_id], judge=customer_id)
    if len(asked) < rules.FEWEST:
        return Pooled([], len(judged), is_cut=False)
    found = worths(sorted(asked), choices)
    topics = Topic.objects.in_bulk(asked)
    rows = [
        TopicWorth(topics[pk], found.of(pk), asked[pk], given_up[pk])
        for pk in sorted(topics, key=lambda pk: found.of(pk).place)
    ]
    return Pooled(rows, len(judged), is_cut=len(newest) > MOST_POOLED)


def _newest_of_each(actor: User, tier: str) -> list[tuple[int, int, list[Answer]]]:
    """The newest answered ranking of each customer, newest first, one more than is pooled."""
    later = Ranking.objects.filter(customer=OuterRef("customer"), answered_at__isnull=False)
    newest = later.order_by("-answered_at", "-pk").values("pk")[:1]
    rows = Ranking.objects.filter(in_teams_of(actor, path="customer__team"), pk=Subquery(newest))
    if tier:
        rows = rows.filter(customer__tier=tier)
    rows = rows.order_by("-answered_at", "-pk")
    return list(rows.values_list("pk", "customer_id", "answers")[: MOST_POOLED + 1])
