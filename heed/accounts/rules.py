"""What each role may do, and what each token scope covers."""

from collections.abc import Collection

READING = frozenset(
    {
        "customers.view",
        "conversations.view",
        "expectations.view",
        "promises.view",
        "perceptions.view",
        "negotiations.view",
        "surveys.view",
    }
)
SERVING = READING | {
    "customers.change",
    "phone_numbers.mark",
    "conversations.change",
    "conversations.answer",
    "mail.receive",
    "mail.mend",
    "expectations.record",
    "promises.record",
    "promises.close",
    "perceptions.record",
    "exceedings.record",
    "departures.record",
    "negotiations.conduct",
    "absences.change",
    "surveys.conduct",
    "texts.review",
    "tokens.manage",
}
LEADING = SERVING | {
    "customers.merge",
    "ledger.view",
    "value.view",
    "tiers.change",
    "leaving.view",
    "priors.change",
    "promises.close_any",
    "absences.change_any",
    "concessions.approve",
    "guarantees.change",
    "standards.change",
    "steering.decide",
    "improvements.propose",
    "improvements.change",
    "settings.change",
    "surveys.design",
    "surveys.open",
}
ANALYSING = READING | {
    "ledger.view",
    "value.view",
    "tiers.change",
    "leaving.view",
    "priors.change",
    "improvements.propose",
    "purchases.import",
    "customers.import",
    "imports.undo",
    "surveys.design",
    "surveys.open",
    "surveys.conduct",
    "phone_numbers.mark",
    "texts.review",
    "teams.see_all",
    "tokens.manage",
}
ADMINISTERING = (
    LEADING
    | ANALYSING
    | {
        "users.manage",
        "topics.change",
        "deliveries.retry",
        "outbox.view",
        "customers.erase",
    }
)

PERMISSIONS: dict[str, frozenset[str]] = {
    "agent": SERVING | {"outbox.view"},
    "manager": LEADING | {"outbox.view", "topics.change", "deliveries.retry"},
    "analyst": ANALYSING,
    "admin": ADMINISTERING,
    "system": ADMINISTERING,
}

SCOPES: dict[str, frozenset[str]] = {
    "customers:read": frozenset({"customers.view"}),
    "customers:write": frozenset({"customers.view", "customers.change", "phone_numbers.mark"}),
    "conversations:read": frozenset({"conversations.view", "customers.view"}),
    "conversations:write": frozenset(
        {"conversations.view", "customers.view", "conversations.change", "conversations.answer"}
    ),
    "ledger:read": frozenset(
        {
            "customers.view",
            "expectations.view",
            "promises.view",
            "perceptions.view",
            "negotiations.view",
            "ledger.view",
        }
    ),
    "ledger:write": frozenset(
        {
            "customers.view",
            "expectations.view",
            "promises.view",
            "perceptions.view",
            "negotiations.view",
            "negotiations.conduct",
            "concessions.approve",
            "expectations.record",
            "promises.record",
            "promises.close",
            "promises.close_any",
            "guarantees.change",
            "perceptions.record",
            "exceedings.record",
            "topics.change",
            "standards.change",
            "steering.decide",
            "improvements.propose",
            "improvements.change",
        }
    ),
    "surveys:read": frozenset({"customers.view", "surveys.view"}),
    "surveys:write": frozenset(
        {
            "customers.view",
            "phone_numbers.mark",
            "surveys.view",
            "surveys.design",
            "surveys.open",
            "surveys.conduct",
        }
    ),
}


def is_covered(permission: str, scopes: Collection[str]) -> bool:
    """Whether one of the scopes covers the permission; seeing all teams follows the person."""
    return permission == "teams.see_all" or any(permission in SCOPES[s] for s in scopes)
