"""A customer of the invented company as a row, with what is known about her or him."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from heed.accounts.models import User
from heed.cli.demo.dice import dice, is_lucky
from heed.cli.demo.history import History
from heed.cli.demo.orders import SOURCE, Order
from heed.cli.demo.people import Person
from heed.cli.demo.phrases import Voice
from heed.cli.demo.staff import Agent, Company, Desk
from heed.customers.events import CustomerChanged, CustomerCreated, FactNoted
from heed.customers.models import ContactPoint, Customer, Fact
from heed.customers.rules import contact_key
from heed.value.models import Purchase

LANGUAGES = {"en": "en", "zh": "zh-hans"}
NAMED_SHARE = {"high": 0.9, "medium": 0.25, "low": 0.08}
FACT_SHARE = {"high": 0.8, "medium": 0.35, "low": 0.12}
PHONE_SHARE = 0.55


@dataclass
class Client:
    """A person, the row, the orders, and who usually answers."""

    person: Person
    row: Customer
    orders: list[Order]
    desk: Desk
    usual: Agent
    chance: Random

    @property
    def language(self) -> str:
        return self.person.language


def make_client(
    person: Person,
    orders: list[Order],
    *,
    tier: str,
    since: datetime,
    seed: int,
    company: Company,
    history: History,
) -> Client:
    """The row of a customer with contact points and purchases; facts come later."""
    chance = dice(seed, "client", person.number)
    desk = company.desks[person.language]
    usual = desk.somebody(chance)
    created_at = orders[0].at if orders else since
    row = Customer(
        name=person.name,
        address_form=person.address_form,
        language=LANGUAGES[person.language],
        time_zone=person.time_zone,
        country=person.country,
        team=desk.team,
        named_agent=usual.user if is_lucky(chance, NAMED_SHARE[tier]) else None,
        tier=tier,
        created_at=created_at,
        last_activity_at=created_at,
    )
    history.customers.append(row)
    history.contact_points.extend(_contact_points(person, row, chance))
    history.purchases.extend(_purchases(row, person, orders))
    history.happen(CustomerCreated, at=created_at, actor=company.system, customer_id=row)
    return Client(person, row, orders, desk, usual, chance)


def _contact_points(person: Person, row: Customer, chance: Random) -> list[ContactPoint]:
    kinds = ContactPoint.Kind
    points = [(kinds.EMAIL, person.email), (kinds.REFERENCE, f"C{100_000 + person.number}")]
    if is_lucky(chance, PHONE_SHARE):
        points.append((kinds.PHONE, person.phone))
    return [
        ContactPoint(customer=row, kind=kind, value=value, key=contact_key(kind, value))
        for kind, value in points
    ]


def _purchases(row: Customer, person: Person, orders: list[Order]) -> list[Purchase]:
    return [
        Purchase(
            customer=row,
            source=SOURCE,
            order_ref=order.ref,
            line_ref=str(line.number),
            product=line.product.name[person.language],
            purchased_at=line.at,
            purchased_on=line.on,
            quantity=line.quantity,
            amount_minor=line.amount_minor,
            discount_minor=line.discount_minor,
            currency=order.currency,
            country=person.country,
        )
        for order in orders
        for line in order.lines
    ]


def note_facts(
    client: Client, *, voice: Voice, at: datetime, noter: User, history: History
) -> None:
    """Remember one or two things, as an agent would after an answer."""
    row = client.row
    if not is_lucky(client.chance, FACT_SHARE[row.tier]):
        return
    kinds = client.chance.sample(
        ("family", "taste", "date", "last_talk"), client.chance.choice((1, 1, 2))
    )
    facts = [(kind, voice.say(f"fact {kind}")) for kind in kinds]
    if client.language == "zh":
        facts.append((Fact.Kind.NAME, f"拼音：{client.person.latin_name}"))
    for n, (kind, text) in enumerate(facts):
        noted_at = at + timedelta(seconds=40 * (n + 1))
        fact = Fact(
            customer=row, kind=kind, text=text, source=voice.say("fact source"),
            noted_by=noter, noted_at=noted_at,
        )  # fmt: skip
        history.facts.append(fact)
        history.happen(FactNoted, at=noted_at, actor=noter, customer_id=row, fact_id=fact)


def name_agent(client: Client, *, at: datetime, company: Company, history: History) -> None:
    """Keep in the log that the customer was given a named agent."""
    if client.row.named_agent:
        history.happen(
            CustomerChanged, at=at, actor=company.manager,
            customer_id=client.row, fields=("named_agent",),
        )  # fmt: skip
