"""Customers who left: what they told, what was inferred, one entry corrected, one taken back."""

from collections.abc import Sequence
from datetime import timedelta

from heed.cli.demo.dice import dice, weighted
from heed.cli.demo.stage import Stage
from heed.customers.models import Customer
from heed.loyalty.models import Departure
from heed.loyalty.operations.departures import (
    Account,
    correct_departure,
    record_departure,
    withdraw_departure,
)

QUIET = timedelta(days=150)
MOST, SHARE = 60, 0.5
INFERRED_SHARE = 0.2
CHANCES = {
    "indifference": 24, "product": 17, "cheaper": 27, "friend": 5, "tastes": 9, "moved": 9,
    "died": 2, "unknown": 7,
}  # fmt: skip
EVIDENCE = {
    "indifference": ("“Nobody ever called back.”", "“没有人给我回过电话。”"),
    "product": ("“It broke twice in a month.”", "“一个月坏了两次。”"),
    "cheaper": ("“The same for a third less elsewhere.”", "“别处便宜三分之一。”"),
    "friend": ("“My sister swears by another shop.”", "“我姐姐一直用另一家。”"),
    "tastes": ("“We furnish quite differently now.”", "“现在家里的风格变了。”"),
    "moved": ("“We have moved abroad.”", "“我们搬到国外了。”"),
    "died": ("Told by the family", "家属告知"),
    "unknown": ("Closed the account without a word", "注销了账户，没有说明原因"),
}
GUESSED = ("Bought nothing since a broken promise", "承诺未兑现之后再也没有购买")
BACK = ("Rang us: was on a long journey, and stays", "来电说只是出了趟远门，还会继续光顾")


def let_some_leave(stage: Stage) -> None:
    """Half of those who have been quiet for long are on record as gone, each with a reason."""
    chance = dice(stage.seed, "leaving")
    quiet = Customer.objects.filter(
        value__last_on__lt=stage.now.date() - QUIET, erased_at=None
    ).select_related("value")
    entered: list[Departure] = []
    for customer in quiet.order_by("pk"):
        if len(entered) == MOST or chance.random() > SHARE:
            continue
        days = (stage.now.date() - customer.value.last_on).days
        left_on = customer.value.last_on + timedelta(days=chance.randint(20, min(days - 5, 200)))
        reason = weighted(chance, list(CHANCES), list(CHANCES.values()))
        is_guess = reason == "indifference" and chance.random() < INFERRED_SHARE
        ago = (stage.now.date() - left_on).days - chance.randint(0, 3)
        entered.append(
            record_departure(
                customer=customer,
                account=Account(
                    left_on=left_on,
                    reason=reason,
                    source="inferred" if is_guess else "agent",
                    evidence=(GUESSED if is_guess else EVIDENCE[reason])[customer.language != "en"],
                    confidence=0.6 if is_guess else None,
                ),
                actor=stage.agent,
                now=stage.now - timedelta(days=max(ago, 0), hours=1),
            )
        )
    _amend(stage, entered)


def _amend(stage: Stage, entered: Sequence[Departure]) -> None:
    """Correct the first entry of two, and take the other back."""
    if len(entered) < 2:
        return
    former, mistaken = entered[:2]
    told = Account(
        left_on=former.left_on,
        reason="product",
        evidence=EVIDENCE["product"][former.customer.language != "en"],
    )
    correct_departure(departure_id=former.pk, account=told, actor=stage.manager, now=stage.now)
    withdraw_departure(
        departure_id=mistaken.pk,
        because=BACK[mistaken.customer.language != "en"],
        actor=stage.manager,
        now=stage.now,
    )
