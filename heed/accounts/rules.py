"""What each role may do, and what each token scope covers."""

from collections.abc import Collection

READING = frozenset(
    {
        "customers.view",
        "conversations.view",
        "expectations.view",
        "promises.view",
        "perceptions.view",
    }
)
SERVING = READING | {
    "customers.change",
    "conversations.change",
    "conversations.answer",
    "mail.receive",
    "mail.mend",
    "expectations.record",
    "promises.record",
    "promises.close",
    "perceptions.record",
    "tokens.manage",
}
LEADING = SERVING | {"ledger.view", "value.view", "promises.close_any"}
ANALYSING = READING | {
    "ledger.view",
    "value.view",
    "purchases.import",
    "teams.see_all",
    "tokens.manage",
}
ADMINISTERING = (
    LEADING
    | ANALYSING
    | {"users.manage", "settings.change", "topics.change", "deliveries.retry", "outbox.view"}
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
    "customers:write": frozenset({"customers.view", "customers.change"}),
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
            "ledger.view",
        }
    ),
    "ledger:write": frozenset(
        {
            "customers.view",
            "expectations.view",
            "promises.view",
            "perceptions.view",
            "expectations.record",
            "promises.record",
            "promises.close",
            "promises.close_any",
            "perceptions.record",
        }
    ),
}


def is_covered(permission: str, scopes: Collection[str]) -> bool:
    """Whether one of the scopes covers the permission; seeing all teams follows the person."""
    return permission == "teams.see_all" or any(permission in SCOPES[s] for s in scopes)
