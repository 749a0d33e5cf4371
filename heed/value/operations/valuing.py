"""Valuing all customers again: computed in a child process, written here."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import IO, Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import Organisation, User
from heed.accounts.queries import organisation
from heed.core import access, events
from heed.core.currencies import decimals_of
from heed.core.errors import DomainError
from heed.customers.models import Customer
from heed.customers.operations import place_in_tiers
from heed.value.events import CustomersValued
from heed.value.models import CustomerValue, TierMove, TierPolicy, TierRule
from heed.value.policies import conditions_of, policy_in_force
from heed.value.queries import current_rule
from heed.value.rules.states import state_of

TIME_LIMIT_SECONDS = 240  # within the lease of a delivery
WRITTEN_AT_ONCE = 2_000
WRITTEN = (
    "rule", "first_on", "last_on", "recency_days", "tenure_days", "frequency", "money_minor",
    "year_money_minor", "other_currencies", "is_held", "deciding",
)  # fmt: skip


class ValuationFailed(DomainError):
    code = "value.valuation_failed"
    message = _(
        "The value of the customers could not be computed: %(problem)s. "
        "Purchases are safe; it is tried again by itself."
    )


@dataclass(frozen=True)
class Valued:
    """One customer as the analysis answers, in its order of columns."""

    customer_id: int
    first_on: str
    last_on: str
    recency_days: int
    tenure_days: int
    frequency: int
    money_minor: int
    year_money_minor: int
    own_lines: int
    other_currencies: int
    has_bought: bool
    tier: str
    is_held: bool
    deciding: dict[str, float | None]


def revalue_customers(*, actor: User, now: datetime) -> TierRule | None:
    """Compute value, tier and state of every customer from the purchases that are committed.

    Tiers follow the policy in force today; its margin keeps whoever was placed by the same policy
    before. Keeps the cut points as a new version of the tier rule; returns it, or None where
    nothing was ever bought. Call it outside a transaction. Publishes CustomersValued. Raises
    ValuationFailed.
    """
    access.require(actor, "purchases.import")
    policy = policy_in_force(on=timezone.localdate(now))
    asked = Asked(organisation().currency, policy)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as answers:
        compute(answers, asked, remembers=_is_same_as_before(asked))
        answers.seek(0)
        head = next(answers, "")
        if not head:
            return None
        return _write(json.loads(head), answers, asked, actor, now)


@dataclass(frozen=True)
class Asked:
    """By what customers are placed: the currency summed, and a policy; None for percentiles."""

    currency: str
    policy: TierPolicy | None


def _is_same_as_before(asked: Asked) -> bool:
    last = current_rule()
    key = asked.policy.pk if asked.policy else None
    return last is not None and (last.policy_id, last.currency) == (key, asked.currency)


def compute(
    answers: IO[str], asked: Asked, *, remembers: bool = False, is_preview: bool = False
) -> None:
    """Let the child process write its answers, one line of JSON each. Raises ValuationFailed."""
    request = json.dumps(
        {
            "database": _database(),
            "currency": asked.currency,
            "decimals": decimals_of(asked.currency),
            "conditions": conditions_of(asked.policy).as_asked(),
            "remembers": remembers,
            "is_preview": is_preview,
        }
    )
    with tempfile.TemporaryFile("w+", encoding="utf-8") as complaints:
        try:
            subprocess.run(
                [sys.executable, "-m", "heed.value.analysis"],
                input=request,
                stdout=answers,
                stderr=complaints,
                text=True,
                check=True,
                timeout=TIME_LIMIT_SECONDS,
            )
        except subprocess.TimeoutExpired as problem:
            raise ValuationFailed(problem=problem) from problem
        except subprocess.CalledProcessError as problem:
            complaints.seek(0)
            last = complaints.read().strip().rpartition("\n")[2] or str(problem)
            raise ValuationFailed(problem=last) from problem


def _database() -> dict[str, object]:
    """Where the child finds the purchases: a file, or the parameters of a PostgreSQL connection."""
    if connection.vendor == "sqlite":
        return {"engine": "sqlite", "address": str(connection.settings_dict["NAME"])}
    params = connection.get_connection_params()
    named = {name: value for name, value in params.items() if isinstance(value, str | int)}
    return {"engine": "postgresql", "params": named}


@transaction.atomic
def _write(
    head: Sequence[Any], answers: Iterator[str], asked: Asked, actor: User, now: datetime
) -> TierRule:
    Organisation.objects.select_for_update().get()  # one valuation writes at a time
    as_of_text, high_from, medium_from, ranked, _other_lines = head
    rule = TierRule.objects.create(
        as_of=date.fromisoformat(as_of_text),
        made_at=now,
        currency=asked.currency,
        policy=asked.policy,
        high_from_minor=high_from,
        medium_from_minor=medium_from,
        customers=ranked,
    )
    bought: dict[int, tuple[str, date | None]] = {}
    while chunk := [Valued(*json.loads(line)) for line in islice(answers, WRITTEN_AT_ONCE)]:
        _keep(chunk, rule)
        for valued in chunk:
            last_on = date.fromisoformat(valued.last_on) if valued.has_bought else None
            bought[valued.customer_id] = (valued.tier, last_on)
    CustomerValue.objects.exclude(rule=rule).delete()
    changed = _place(bought, rule)
    happened = CustomersValued(rule_id=rule.pk, customers=len(bought), changed=changed)
    events.publish(happened, actor=actor, at=now)
    return rule


def _keep(chunk: Sequence[Valued], rule: TierRule) -> None:
    CustomerValue.objects.bulk_create(
        [
            CustomerValue(
                customer_id=valued.customer_id,
                rule=rule,
                first_on=valued.first_on,
                last_on=valued.last_on,
                recency_days=valued.recency_days,
                tenure_days=valued.tenure_days,
                frequency=valued.frequency,
                money_minor=valued.money_minor,
                year_money_minor=valued.year_money_minor,
                other_currencies=valued.other_currencies,
                is_held=valued.is_held,
                deciding=valued.deciding,
            )
            for valued in chunk
        ],
        update_conflicts=True,
        unique_fields=["customer"],
        update_fields=WRITTEN,
    )


def _place(bought: dict[int, tuple[str, date | None]], rule: TierRule) -> int:
    """Write tier and state of all customers, those without purchases too; return the changes."""
    tiers: dict[int, str] = {}
    states: dict[int, str] = {}
    moves: list[TierMove] = []
    customers = Customer.objects.values_list("pk", "tier", "last_contact_at")
    for customer_id, before, contact_at in customers.iterator(chunk_size=WRITTEN_AT_ONCE):
        tier, last_on = bought.get(customer_id, ("", None))
        contact_on = contact_at.date() if contact_at else None
        tiers[customer_id] = tier
        states[customer_id] = state_of(
            tier=tier, last_on=last_on, contact_on=contact_on, as_of=rule.as_of
        )
        if tier != before:
            moves.append(TierMove(customer_id=customer_id, rule=rule, before=before, after=tier))
    TierMove.objects.bulk_create(moves, batch_size=WRITTEN_AT_ONCE)
    return place_in_tiers(tiers=tiers, states=states)
