"""What the customers bought, and what they sent back."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from heed.cli.demo.catalogue import Product, products
from heed.cli.demo.dice import dice, is_lucky, weighted
from heed.cli.demo.people import Person
from heed.cli.demo.seasons import DAYS, Season, moment

SOURCE = "shop"
TIME_ZONE = "Europe/London"
CURRENCY = "GBP"
OTHER_CURRENCY_SHARE = 0.03
HABITS = (0, 1, 4, 10, 26)  # orders in eighteen months
HABIT_WEIGHTS = (6, 34, 33, 21, 6)
RETURN_SHARE = 0.05
MINOR_PER_POUND = {"GBP": 1.0, "EUR": 1.17, "CNY": 9.2}


@dataclass(frozen=True)
class Line:
    """One article of an order; a return is the line it takes back, negative and later."""

    number: int
    product: Product
    quantity: int
    amount_minor: int
    discount_minor: int
    at: datetime
    takes_back: int | None = None

    @property
    def on(self) -> date:
        return self.at.astimezone(ZoneInfo(TIME_ZONE)).date()


@dataclass(frozen=True)
class Order:
    ref: str
    at: datetime
    currency: str
    lines: list[Line] = field(default_factory=list)


def invent_orders(person: Person, *, seed: int, season: Season, now: datetime) -> list[Order]:
    """The customer's orders until now, oldest first; the same each time it is asked."""
    chance = dice(seed, "orders", person.number)
    usual = weighted(chance, HABITS, HABIT_WEIGHTS)
    joined_after = max(0, chance.randint(-DAYS, DAYS - 30))
    mean = usual * (1 - joined_after / DAYS)
    count = usual if usual < 2 else max(1, round(chance.gauss(mean, mean / 4)))
    joined = season.first + timedelta(days=joined_after)
    taste = chance.lognormvariate(0, 0.35)
    times = sorted(
        moment(chance, season.day(chance, since=joined), person.time_zone) for _ in range(count)
    )
    currency = CURRENCY
    if is_lucky(chance, OTHER_CURRENCY_SHARE):
        currency = "CNY" if person.country == "China" else "EUR"
    return [
        _order(chance, f"HL-{person.number:05}{n:02}", at, currency, taste, now)
        for n, at in enumerate((at for at in times if at < now - timedelta(hours=1)), start=1)
    ]


def _order(
    chance: Random, ref: str, at: datetime, currency: str, taste: float, now: datetime
) -> Order:
    order = Order(ref, at, currency)
    chosen = chance.sample(products(), weighted(chance, (1, 2, 3, 4), (60, 25, 10, 5)))
    for number, product in enumerate(chosen, start=1):
        quantity = weighted(chance, (1, 2, 4), (85, 12, 3)) if product.kind != "furniture" else 1
        full = round(product.price_minor * quantity * MINOR_PER_POUND[currency] * taste / 50) * 50
        discount = full // 10 if is_lucky(chance, 0.15) else 0
        line = Line(number, product, quantity, full - discount, discount, at)
        order.lines.append(line)
    if is_lucky(chance, RETURN_SHARE * 1.5):
        _send_back(chance, order, now)
    return order


def _send_back(chance: Random, order: Order, now: datetime) -> None:
    """Return one article of the order, within weeks, if that is before now."""
    line = chance.choice(order.lines)
    at = order.at + timedelta(days=chance.randint(6, 25), minutes=chance.randint(0, 600))
    at = at.astimezone(UTC)
    if at < now:
        back = Line(
            len(order.lines) + 1,
            line.product,
            -line.quantity,
            -line.amount_minor,
            0,
            at,
            takes_back=line.number,
        )
        order.lines.append(back)


def year_spend(orders: list[Order], *, now: datetime) -> int:
    """Net spend of the last twelve months in the company's currency."""
    since = now - timedelta(days=365)
    return sum(
        line.amount_minor
        for order in orders
        if order.currency == CURRENCY
        for line in order.lines
        if line.at >= since
    )
