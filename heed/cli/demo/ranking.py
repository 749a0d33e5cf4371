"""Customers are asked in talks what they expect, and what of it matters most."""

from datetime import datetime, timedelta
from decimal import Decimal

from heed.accounts.models import User
from heed.cli.demo.stage import Stage
from heed.customers.models import Customer
from heed.expectations.models import Expectation, Ranking
from heed.expectations.operations.expectations import record_expectation
from heed.expectations.operations.rankings import answer_ranking, ask_ranking
from heed.expectations.queries.rankings import Sheet
from heed.expectations.ranking_rules import Answer, Task

METHODS, MODES = Ranking.Method, Ranking.Mode
ASKED = (
    ("en", METHODS.ORDER, MODES.LINK, 30),
    ("en", METHODS.BEST_WORST, MODES.AGENT, 24),
    ("en", METHODS.PAIRS, MODES.AGENT, 17),
    ("zh", METHODS.ORDER, MODES.AGENT, 26),
    ("zh", METHODS.BEST_WORST, MODES.LINK, 12),
    ("zh", METHODS.PAIRS, MODES.LINK, 8),
)
WAITING_DAYS = 2
KNOWN_BEFORE_DAYS = 260
MATTERS = {  # the greater, the more often drawn before others
    "problem-solved": 8.0, "delivery-time": 5.0, "clear-answers": 3.0, "value-for-money": 1.5,
    "courtesy": 1.0,
}  # fmt: skip


def interview_and_rank(stage: Stage) -> None:
    """Hold talks in both languages; all but the last ranking are answered."""
    for language, method, mode, ago in ASKED:
        customer, now = stage.customer(language), stage.ago(ago)
        ranking = _ask(stage, customer, language, method, mode, now)
        _answer(stage, ranking, mode, now + timedelta(hours=5 if mode == MODES.LINK else 0.1))
    customer = stage.customer("en")
    _ask(stage, customer, "en", METHODS.ORDER, MODES.LINK, stage.ago(WAITING_DAYS))


def _ask(
    stage: Stage, customer: Customer, language: str, method: str, mode: str, now: datetime
) -> Ranking:
    for line in stage.texts(language, "interview before"):
        _record(stage, customer, line, stage.ago(KNOWN_BEFORE_DAYS))
    expected = [
        _record(stage, customer, line, now - timedelta(minutes=30 - n))
        for n, line in enumerate(stage.texts(language, "interview"))
    ]
    return ask_ranking(
        customer=customer, expectations=expected, method=method, mode=mode, actor=stage.agent,
        now=now,
    )  # fmt: skip


def _record(stage: Stage, customer: Customer, line: str, now: datetime) -> Expectation:
    topic, level, numbers, must, knows_norm, wording = line.split("|")
    values = [Decimal(number) for number in numbers.split()]
    desired, value, adequate = values if len(values) == 3 else (None, None, None)
    return record_expectation(
        customer=customer, topic=stage.topics[topic], wording=wording, level=level,
        felt=None if desired is not None else int(values[0]),
        value=value, desired=desired, adequate=adequate, is_must_have=bool(must),
        knows_norm=knows_norm, source=Expectation.Source.INTERVIEW, actor=stage.agent, now=now,
    )  # fmt: skip


def _answer(stage: Stage, ranking: Ranking, mode: str, now: datetime) -> None:
    """Answer every question by an order in mind; what is last could be done without."""
    sheet = Sheet(ranking)
    chance = stage.chance("ranking", ranking.customer_id)
    drawn = {
        pk: chance.expovariate(MATTERS[item.expectation.topic.key])
        for pk, item in sorted(sheet.items.items())
    }
    in_mind = sorted(drawn, key=drawn.__getitem__)
    actor: User = stage.system if mode == MODES.LINK else stage.agent
    answer_ranking(
        ranking_id=ranking.pk, answers=[_said(task, in_mind) for task in sheet.tasks],
        may_be_given_up=in_mind[-1:], actor=actor, now=now,
    )  # fmt: skip


def _said(task: Task, in_mind: list[int]) -> Answer:
    order = sorted(task.offered, key=in_mind.index)
    if task.kind == METHODS.ORDER:
        return {"task": task.number, "order": order}
    if task.kind == METHODS.BEST_WORST:
        return {"task": task.number, "best": order[0], "worst": order[-1]}
    return {"task": task.number, "preferred": order[0]}
