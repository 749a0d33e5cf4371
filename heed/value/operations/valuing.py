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
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import Organisation, User
from heed.accounts.queries import organisation
from heed.core import access, events
from heed.core.errors import DomainError
from heed.customers.models import Customer
from heed.customers.operations import place_in_tiers
from heed.value.events import CustomersValued
from heed.value.models import CustomerValue, TierRule
from heed.value.rules.states import state_of

TIME_LIMIT_SECONDS = 240  # within the lease of a delivery
WRITTEN_AT_ONCE = 2_000
WRITTEN = (
    "rule", "first_on", "last_on", "recency_days", "tenure_days", "frequency", "money_minor",
    "year_money_minor", "other_currencies",
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


def revalue_customers(*, actor: User, now: datetime) -> TierRule | None:
    """Compute value, tier and state of every customer from the purchases that are committed.

    Keeps the cut points as a new version of the tier rule; returns it, or None where nothing was
    ever bought. Call it outside a transaction. Publishes CustomersValued. Raises ValuationFailed.
    """
    access.require(actor, "purchases.import")
    currency = organisation().currency
    with tempfile.TemporaryFile("w+", encoding="utf-8") as answers:
        _compute(answers, currency)
        answers.seek(0)
        head = next(answers, "")
        if not head:
            return None
        return _write(json.loads(head), answers, currency, actor, now)


def _compute(answers: IO[str], currency: str) -> None:
    request = json.dumps({"database": _database(), "currency": currency})
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
    head: Sequence[Any], answers: Iterator[str], currency: str, actor: User, now: datetime
) -> TierRule:
    Organisation.objects.select_for_update().get()  # one valuation writes at a time
    as_of_text, high_from, medium_from, ranked, _other_lines = head
    rule = TierRule.objects.create(
        as_of=date.fromisoformat(as_of_text),
        made_at=now,
        currency=currency,
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
    changed = _place(bought, rule.as_of)
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
            )
            for valued in chunk
        ],
        update_conflicts=True,
        unique_fields=["customer"],
        update_fields=WRITTEN,
    )


def _place(bought: dict[int, tuple[str, date | None]], as_of: date) -> int:
    """Write tier and state of all customers, those without purchases too; return the changes."""
    tiers: dict[int, str] = {}
    states: dict[int, str] = {}
    contacts = Customer.objects.values_list("pk", "last_contact_at")
    for customer_id, contact_at in contacts.iterator(chunk_size=WRITTEN_AT_ONCE):
        tier, last_on = bought.get(customer_id, ("", None))
        contact_on = contact_at.date() if contact_at else None
        tiers[customer_id] = tier
        states[customer_id] = state_of(
            tier=tier, last_on=last_on, contact_on=contact_on, as_of=as_of
        )
    return place_in_tiers(tiers=tiers, states=states)
