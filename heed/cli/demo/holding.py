"""Who answers a conversation, at which desk."""

from datetime import date, datetime

from heed.cli.demo.clients import Client
from heed.cli.demo.details import details_of
from heed.cli.demo.dialogue import ESCALATED, Dialogue
from heed.cli.demo.dice import is_lucky
from heed.cli.demo.history import History
from heed.cli.demo.ledger import Ledger
from heed.cli.demo.phrases import Voice
from heed.cli.demo.staff import SIGN_INS, Company
from heed.cli.demo.topics import Occasion


def hold(
    client: Client, occasion: Occasion, *, ledger: Ledger, history: History, company: Company,
    festivals: tuple[date, ...], now: datetime,
) -> None:  # fmt: skip
    """Let a conversation take its course in the customer's ledger."""
    chance = client.chance
    desk, agent = client.desk, client.usual
    if occasion.matter.name in ESCALATED and is_lucky(chance, 0.5):
        desk = company.desks["escalations"]
        agent = desk.agents[0]
    elif occasion.wish and occasion.wish.is_of_sign_in:
        agent = next(each for each in desk.agents if each.user.name == SIGN_INS[0].name)
    elif not client.row.named_agent or is_lucky(chance, 0.15):
        agent = desk.somebody(chance)
    voice = Voice(client.language, chance, details_of(client, occasion, agent, now=now))
    Dialogue(client, occasion, voice, ledger, history, company, festivals, desk, agent, now).begin()
