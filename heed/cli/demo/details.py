"""The details that run through one conversation: one order, product and date in all letters."""

from datetime import datetime
from zoneinfo import ZoneInfo

from heed.cli.demo.clients import Client
from heed.cli.demo.orders import Order
from heed.cli.demo.phrases import day
from heed.cli.demo.staff import Agent
from heed.cli.demo.topics import Occasion
from heed.cli.demo.wordbook import words

SIGNS = {"GBP": "£{0:,.2f}", "EUR": "€{0:,.2f}", "CNY": "¥{0:,.2f}"}
SIGNS_ZH = {"GBP": "{0:,.0f}英镑", "EUR": "{0:,.0f}欧元", "CNY": "{0:,.0f}元"}


def details_of(
    client: Client, occasion: Occasion, agent: Agent, *, now: datetime
) -> dict[str, str]:
    """What the sentences of the conversation are filled in with."""
    language, chance, person = client.language, client.chance, client.person
    product, common = occasion.product, words(f"{language}/common")
    home = ZoneInfo(person.time_zone)
    ordered = occasion.order.at.astimezone(home) if occasion.order else now
    return {
        "order": occasion.order.ref if occasion.order else "",
        "ordered": day(ordered, language),
        "amount": _amount(occasion, language),
        "product": product.name[language],
        "part": product.part[language],
        "colour": product.colour[language],
        "other_colour": product.other_colour[language],
        "name": person.name,
        "first": person.first_name,
        "address": person.address_form,
        "town": person.town,
        "phone": person.phone,
        "agent": agent.signs[language],
        "track": f"RM{chance.randint(10**8, 10**9 - 1)}GB",
        "ref": f"R-{chance.randint(10_000, 99_999)}",
        "house": str(chance.randint(2, 88)),
        "n": str(chance.randint(2, 9)),
        "occasion": chance.choice(common["occasion"]),
        "room": chance.choice(common["room"]),
        "child": chance.choice(common["child"]),
        "birthday": _birthday(client),
    }


def _amount(occasion: Occasion, language: str) -> str:
    order: Order | None = occasion.order
    if order is None or occasion.line is None:
        return ""
    signs = SIGNS_ZH if language == "zh" else SIGNS
    return signs[order.currency].format(occasion.line.amount_minor / 100)


def _birthday(client: Client) -> str:
    month, date = client.chance.randint(1, 12), client.chance.randint(1, 28)
    return day(datetime(2000, month, date, tzinfo=ZoneInfo("UTC")), client.language)
