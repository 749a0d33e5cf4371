"""Which conversations a customer has, about what and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from heed.cli.demo.catalogue import Product, products
from heed.cli.demo.clients import Client
from heed.cli.demo.dice import is_lucky, weighted
from heed.cli.demo.orders import Line, Order
from heed.cli.demo.seasons import Season, moment
from heed.cli.demo.wordbook import Matter, matters

ORDER_SHARE = 0.21


@dataclass(frozen=True)
class Wish:
    """What a conversation of the present is to look like; all of it relative to now.

    `state` is "waiting", "due" or "overdue"; `due_in` is from now, negative where it is past.
    """

    state: str
    opened_ago: timedelta
    due_in: timedelta | None = None
    is_of_sign_in: bool = False


@dataclass(frozen=True)
class Occasion:
    """A conversation to be: the matter, the product, the order it is about, and when."""

    matter: Matter
    product: Product
    order: Order | None
    line: Line | None
    at: datetime
    wish: Wish | None = None


def occasions_of(client: Client, *, season: Season, now: datetime) -> list[Occasion]:
    """The customer's conversations until now, oldest first."""
    chance = client.chance
    found = [
        occasion
        for order in client.orders
        if is_lucky(chance, ORDER_SHARE)
        for occasion in [_about_order(client, order, now)]
        if occasion
    ]
    before = 1 if not client.orders else _poisson_of_half(chance)
    found += [_before_order(client, season) for _ in range(before)]
    return sorted((each for each in found if each.at < now), key=lambda each: each.at)


def _poisson_of_half(chance: Random) -> int:
    return weighted(chance, (0, 1, 2, 3), (0.607, 0.303, 0.076, 0.014))


def _about_order(client: Client, order: Order, now: datetime) -> Occasion | None:
    line = client.chance.choice([line for line in order.lines if line.quantity > 0])
    matter = _matter(client, line.product, now - order.at)
    if matter is None or matter.after is None:
        return None
    day = order.at.date() + timedelta(days=client.chance.randint(*matter.after))
    at = max(moment(client.chance, day, client.person.time_zone), order.at + timedelta(minutes=20))
    return Occasion(matter, line.product, order, line, at)


def _matter(client: Client, product: Product, age: timedelta) -> Matter | None:
    possible = [
        matter
        for matter in matters(client.language)
        if matter.after and matter.suits(product.kind) and matter.after[0] <= age.days
    ]
    if not possible:
        return None
    return weighted(client.chance, possible, [matter.weight for matter in possible])


def _before_order(client: Client, season: Season) -> Occasion:
    possible = [matter for matter in matters(client.language) if matter.after is None]
    matter = weighted(client.chance, possible, [each.weight for each in possible])
    day = season.day(client.chance, since=client.row.created_at.date())
    at = moment(client.chance, day, client.person.time_zone)
    suitable = [product for product in products() if matter.suits(product.kind)]
    return Occasion(matter, client.chance.choice(suitable), None, None, at)


def occasion_of_today(client: Client, wish: Wish, *, now: datetime) -> Occasion:
    """A conversation that makes the present lively."""
    at = now - wish.opened_ago
    recent = [order for order in client.orders if order.at < at - timedelta(days=1)]
    order = recent[-1]
    line = client.chance.choice([line for line in order.lines if line.quantity > 0])
    possible = [
        matter
        for matter in matters(client.language)
        if matter.after
        and matter.due
        and matter.suits(line.product.kind)
        and matter.after[0] <= (at - order.at).days <= matter.after[1] + 3
    ]
    if not possible:
        possible = [each for each in matters(client.language) if each.name == "call-back"]
    matter = weighted(client.chance, possible, [each.weight for each in possible])
    return Occasion(matter, line.product, order, line, at, wish)
