"""What the description of the API says beyond its endpoints; English, as all of OpenAPI is."""

from collections.abc import MutableMapping
from typing import Any

from heed.accounts.rules import SCOPES
from heed.core.api_endpoints import PERMISSION

OVERVIEW = """\
What people do on Heed's pages, for programs: customers, conversations and the ledger of
expectations, promises and perceptions.

Make a token on the page Settings, Tokens. A program acts in its owner's name and sees what the
owner may see. Times are ISO 8601 with an offset, in answers always UTC. Lists come in pages: give
`next_cursor` back as `cursor` until it is null. Every POST takes an `Idempotency-Key`. A refusal is
an object with a `code` for programs, a `message` for people in the language of `Accept-Language`,
and often `errors`, field by field.
"""
TOKEN = "A token of a person, beginning with heed_."  # noqa: S105 - a description


def scopes_for(permission: str) -> list[str]:
    """The scopes that cover a permission, each of which is enough."""
    return sorted(scope for scope, permissions in SCOPES.items() if permission in permissions)


def name_scopes(schema: MutableMapping[str, Any]) -> None:
    """Say in the description of each operation which scope it needs."""
    for operations in schema["paths"].values():
        for operation in operations.values():
            scopes = " or ".join(f"`{scope}`" for scope in scopes_for(operation[PERMISSION]))
            about = operation.get("description", "")
            operation["description"] = f"{about}\n\nNeeds the scope {scopes}.".strip()


def leave_out_null(schema: MutableMapping[str, Any]) -> None:
    """Describe an optional filter by its own type: an address has no null."""
    for operations in schema["paths"].values():
        for operation in operations.values():
            for parameter in operation["parameters"]:
                parameter["schema"] = _without_null(parameter["schema"])


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    return rest | kinds[0] if len(kinds) == 1 else schema
