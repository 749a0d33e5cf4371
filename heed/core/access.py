"""Who may do what. The operation asks; roles and teams are the business of `accounts`."""

from typing import Protocol

from django.utils.translation import gettext_lazy as _

from heed.core.errors import DomainError


class Actor(Protocol):
    """Somebody, or a program in somebody's name, who wants something done."""

    @property
    def pk(self) -> int: ...

    def may(self, permission: str) -> bool: ...


class NotPermitted(DomainError):
    code = "access.not_permitted"
    message = _(
        "You may not do this: it needs the permission “%(permission)s”. "
        "Ask an administrator to change your role."
    )
    status = 403


def require(actor: Actor, permission: str) -> None:
    """Raise NotPermitted unless the actor has the permission."""
    if not actor.may(permission):
        raise NotPermitted(permission=permission)
