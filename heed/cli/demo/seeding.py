"""Makes the invented company: its history in one transaction, then what is derived from it.

Killed before the transaction ends, nothing is left and the next start begins anew; killed after
it, the next start goes on with the derived part. The event `CompanyInvented` marks the end.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from heed.accounts.queries import system_user
from heed.cli.demo.asking import Asking
from heed.cli.demo.clients import Client, make_client, name_agent
from heed.cli.demo.dice import dice
from heed.cli.demo.events import CompanyInvented
from heed.cli.demo.history import History
from heed.cli.demo.holding import hold
from heed.cli.demo.invitations import write_letters
from heed.cli.demo.ledger import Ledger
from heed.cli.demo.orders import Order, invent_orders, year_spend
from heed.cli.demo.parked import park_mails
from heed.cli.demo.people import Person, invent_person
from heed.cli.demo.phrases import Voice
from heed.cli.demo.present import play
from heed.cli.demo.seasons import DAYS, Season, moment, seasons, spring_festivals
from heed.cli.demo.staff import Company, found_company
from heed.cli.demo.topics import Wish, occasion_of_today, occasions_of
from heed.conversations.documents import conversation_documents
from heed.conversations.models import Conversation
from heed.core import events, search
from heed.core.models import Event
from heed.core.progress import Bar
from heed.customers.documents import customer_documents
from heed.customers.models import Customer
from heed.expectations.models import Perception, Promise
from heed.loyalty.operations.snapshots import follow_leaving
from heed.measures.tiers import cut_points, tier_of
from heed.surveys.queries.contacts import contact_policy
from heed.surveys.rules.contact_policy import ContactPolicy
from heed.value.models import Purchase
from heed.value.operations.returns import match_returns_of
from heed.value.operations.valuing import revalue_customers

BLOCK = 2_500
MATCHED_AT_ONCE = 900
WAITING, DUE_SOON, DUE, OVERDUE = 6, 3, 7, 2
LONG_OVERDUE_HOURS = (26, 40, 52, 64, 78, 92, 110)


@dataclass(frozen=True)
class Prospect:
    """A customer before the row: who, what bought, and which tier that is."""

    person: Person
    spent_minor: int
    is_recent: bool


def invent_company(*, customers: int, seed: int, now: datetime) -> None:
    """Write the company and all its history, as of now."""
    bar = Bar("Inventing customers", customers)
    with transaction.atomic(), without_collecting():
        story = Story.begin(customers=customers, seed=seed, now=now)
        for block in story.blocks():
            story.write(block, bar)
        park_mails(now=now)
    bar.end()


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let the garbage collector rest: it would look at a hundred thousand rows again and again."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def complete_company(*, seed: int, now: datetime) -> CompanyInvented:
    """Value the customers, let tiers agree with it, index all, play the present, mark the end.

    How long customers stay is worked out last; the worker would do it too, only later.
    """
    system = system_user()
    customer_ids = Customer.objects.order_by("pk").values_list("pk", flat=True)
    for chunk in _chunks(customer_ids.iterator(), MATCHED_AT_ONCE):
        match_returns_of(customer_ids=chunk, run_id=0)
    revalue_customers(actor=system, now=now)
    _let_tiers_agree()
    search.rebuild(customer_documents(), conversation_documents())
    with transaction.atomic():
        play(seed=seed, now=now)
        made = CompanyInvented(
            seed=seed,
            customers=Customer.objects.count(),
            conversations=Conversation.objects.count(),
            promises=Promise.objects.count(),
            perceptions=Perception.objects.count(),
            purchases=Purchase.objects.count(),
        )
        events.publish(made, actor=system, at=now)
    follow_leaving(actor=system, now=now)
    return made


def company_made() -> CompanyInvented | None:
    """What the finished invented company holds, or None where there is none."""
    row = Event.objects.filter(type=CompanyInvented.type_name()).order_by("-pk").first()
    return CompanyInvented(**row.payload) if row else None


def _let_tiers_agree() -> None:
    """Write the valued tier into the ledger, which kept the one of a first reckoning."""
    tier = Customer.objects.filter(pk=OuterRef("customer_id")).values("tier")
    for rows in (Promise.objects.all(), Perception.objects.all()):
        rows.exclude(tier=F("customer__tier")).update(tier=Subquery(tier))


def _chunks(ids: Iterable[int], size: int) -> Iterable[list[int]]:
    rest = iter(ids)
    while chunk := list(islice(rest, size)):
        yield chunk


@dataclass
class Story:
    """What the whole history shares while it is written block by block."""

    seed: int
    now: datetime
    company: Company
    policy: ContactPolicy
    seasons: dict[str, Season]
    festivals: tuple[date, ...]
    prospects: list[Prospect]
    tiers: list[str]
    wishes: dict[int, Wish]

    @classmethod
    def begin(cls, *, customers: int, seed: int, now: datetime) -> "Story":
        last = now.date()
        span = seasons(last)
        first = datetime.combine(span["en"].first, time(8), UTC)
        people, taken = dice(seed, "people"), set[str]()
        prospects = []
        for number in range(1, customers + 1):
            person = invent_person(number, people, taken)
            orders = invent_orders(person, seed=seed, season=span[person.language], now=now)
            prospects.append(_prospect(person, orders, now))
        spent = [each.spent_minor for each in prospects]
        cuts = cut_points([each for each in spent if each > 0])
        company = found_company(now=now, since=first - timedelta(days=DAYS))
        return cls(
            seed=seed,
            now=now,
            company=company,
            policy=contact_policy(),
            seasons=span,
            festivals=spring_festivals(range(last.year - 2, last.year + 1)),
            prospects=prospects,
            tiers=[str(tier) for tier in tier_of(spent, cuts)],
            wishes=_wishes(prospects, _long_overdue(company, now), seed),
        )

    def blocks(self) -> Iterable[list[tuple[Prospect, str]]]:
        pairs = list(zip(self.prospects, self.tiers, strict=True))
        for start in range(0, len(pairs), BLOCK):
            yield pairs[start : start + BLOCK]

    def write(self, block: list[tuple[Prospect, str]], bar: Bar) -> None:
        history = History()
        for prospect, tier in block:
            self._live(prospect.person, tier, history)
            bar.advance()
        history.write()
        write_letters(
            history, company=self.company,
            chance=dice(self.seed, "invitations", block[0][0].person.number),
        )  # fmt: skip
        history.write_events()
        gc.collect()

    def _live(self, person: Person, tier: str, history: History) -> None:
        season = self.seasons[person.language]
        orders = invent_orders(person, seed=self.seed, season=season, now=self.now)
        chance = dice(self.seed, "arrival", person.number)
        day = season.day(chance, since=season.first)
        since = min(moment(chance, day, person.time_zone), self.now - timedelta(hours=2))
        client = make_client(
            person, orders, tier=tier, since=since, seed=self.seed, company=self.company,
            history=history,
        )  # fmt: skip
        row = client.row
        asking = Asking(person.email, self._voice(client), self.policy)
        ledger = Ledger(
            row, self.company, history, asking.ask, client.chance, self.now, row.created_at
        )
        self._hold_all(client, ledger, season, history)
        ledger.live()
        row.last_activity_at = ledger.last_at

    def _hold_all(self, client: Client, ledger: Ledger, season: Season, history: History) -> None:
        occasions = occasions_of(client, season=season, now=self.now)
        wish = self.wishes.get(client.person.number)
        if wish:
            occasions.append(occasion_of_today(client, wish, now=self.now))
        if occasions:
            name_agent(client, at=occasions[0].at, company=self.company, history=history)
        for occasion in occasions:
            hold(
                client, occasion, ledger=ledger, history=history, company=self.company,
                festivals=self.festivals, now=self.now,
            )  # fmt: skip

    def _voice(self, client: Client) -> Voice:
        return Voice(client.language, client.chance, {"agent": client.usual.signs[client.language]})


def _prospect(person: Person, orders: list[Order], now: datetime) -> Prospect:
    age = now - orders[-1].at if orders else timedelta.max
    is_recent = timedelta(days=6) < age < timedelta(days=24)
    return Prospect(person, year_spend(orders, now=now), is_recent)


def _long_overdue(company: Company, now: datetime) -> float:
    """How many hours ago something was due that has gone to the managers since."""
    hours = company.desks["en"].hours
    enough = company.escalates_after * 1.2
    return next(
        (n for n in LONG_OVERDUE_HOURS if hours.between(now - timedelta(hours=n), now) >= enough),
        LONG_OVERDUE_HOURS[0],
    )


def _wishes(prospects: list[Prospect], long_overdue: float, seed: int) -> dict[int, Wish]:
    """Who gives the present its liveliness: overdue, waiting, due within the hour, due."""
    chance = dice(seed, "wishes")
    recent = [each.person for each in prospects if each.is_recent]
    chance.shuffle(recent)
    first = next((person for person in recent if person.language == "en"), None)
    recent.sort(key=lambda person: person is not first)  # the hours were those of the English desk
    numbers = [person.number for person in recent]
    hours = [
        ("overdue", long_overdue + 50, -long_overdue),
        *(("waiting", chance.uniform(0.2, 21), None) for _ in range(WAITING)),
        *(("due", chance.uniform(30, 60), chance.uniform(0.3, 0.95)) for _ in range(DUE_SOON)),
        *(("due", chance.uniform(20, 60), chance.uniform(2, 30)) for _ in range(DUE)),
        *(("overdue", chance.uniform(75, 110), chance.uniform(-26, -1)) for _ in range(OVERDUE)),
    ]
    return {
        number: Wish(
            state,
            timedelta(hours=ago),
            None if due is None else timedelta(hours=due),
            is_of_sign_in=position % 2 == 0,
        )
        for position, (number, (state, ago, due)) in enumerate(zip(numbers, hours, strict=False))
    }
