"""Who acts in the scenes of the present, and which customers are still free for one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import islice
from random import Random
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from heed.accounts.models import User
from heed.accounts.queries import system_user
from heed.cli.demo.clients import LANGUAGES
from heed.cli.demo.dice import dice
from heed.cli.demo.staff import SIGN_INS
from heed.cli.demo.wordbook import words
from heed.conversations.models import Conversation
from heed.core.business_hours import BusinessHours
from heed.core.calendars import business_hours
from heed.customers.models import Customer
from heed.expectations.models import Expectation, Topic

AT_HAND = 60
SETTLING_IN = timedelta(minutes=12)  # after the desk opens


@dataclass
class Stage:
    """People, topics and customers; each customer plays in one scene."""

    seed: int
    now: datetime
    staff: dict[str, User]
    system: User
    topics: dict[str, Topic]
    _free: dict[str, Iterator[Customer]] = field(default_factory=dict)
    _taken: set[int] = field(default_factory=set)

    @classmethod
    def set_up(cls, *, seed: int, now: datetime) -> "Stage":
        return cls(
            seed=seed,
            now=now,
            staff={user.name: user for user in User.objects.order_by("pk")},
            system=system_user(),
            topics={topic.key: topic for topic in Topic.objects.all()},
        )

    @property
    def agent(self) -> User:
        return self.staff[SIGN_INS[0].name]

    @property
    def manager(self) -> User:
        return self.staff[SIGN_INS[1].name]

    @cached_property
    def hours(self) -> BusinessHours:
        return business_hours()

    def ago(self, days: float) -> datetime:
        """So many days ago, moved into business hours where that is still in the past."""
        at = self.now - timedelta(days=days)
        opening = self.hours.next_opening(at)
        moved = at if opening <= at else opening + SETTLING_IN
        return moved if moved < self.now else at

    def chance(self, *names: object) -> Random:
        return dice(self.seed, *names)

    def texts(self, language: str, section: str) -> tuple[str, ...]:
        return words(f"{language}/dealings")[section]

    def text(self, language: str, section: str) -> str:
        return self.texts(language, section)[0]

    def customer(self, language: str) -> Customer:
        """The next customer of the language who is in no scene, those we know most of first."""
        if language not in self._free:
            self._free[language] = iter(self._known(language))
        found = next(each for each in self._free[language] if each.pk not in self._taken)
        self._taken.add(found.pk)
        return found

    def _known(self, language: str) -> list[Customer]:
        current = Count("expectations", filter=Q(expectations__superseded_at=None))
        rows = Customer.objects.filter(language=LANGUAGES[language]).annotate(known=current)
        return list(islice(rows.select_related("team").order_by("-known", "pk"), AT_HAND))

    def conversation(self, language: str) -> Conversation | None:
        """The next open conversation in which nobody waits, the sign-in's own first."""
        rows = Conversation.objects.filter(
            customer__language=LANGUAGES[language],
            customer__team__in=self.agent.teams.all(),
            state=Conversation.State.OPEN,
            waiting_since=None,
        )
        rows = rows.exclude(customer__in=self._taken).select_related("customer__team")
        own = rows.filter(assignee=self.agent).order_by("opened_at", "pk").first()
        found = own or rows.order_by("-last_message_at", "pk").first()
        if found:
            self._taken.add(found.customer_id)
        return found

    def moments(self, since: datetime, count: int) -> list[datetime]:
        """So many moments between then and now, evenly over the business hours between."""
        parts = [Fraction(n, count + 1) for n in range(1, count + 1)]
        open_for = self.hours.between(since, self.now)
        if open_for > SETTLING_IN * count:
            return [self.hours.add(since, open_for * float(part)) for part in parts]
        return [since + (self.now - since) * float(part) for part in parts]


def hours_of(customer: Customer) -> BusinessHours:
    return business_hours(customer.team.calendar_id if customer.team else None)


def due_after(customer: Customer, since: datetime, business_days: int) -> datetime:
    """Five in the afternoon of the customer's desk, so many business days later."""
    hours = hours_of(customer)
    day = hours.add_business_days(since, business_days).astimezone(ZoneInfo(hours.time_zone))
    return day.replace(hour=17, minute=0, second=0, microsecond=0).astimezone(UTC)


def current_of(customer: Customer, topic: Topic) -> list[Expectation]:
    """What the customer expects on the topic now."""
    return list(customer.expectations.filter(topic=topic, superseded_at=None))
