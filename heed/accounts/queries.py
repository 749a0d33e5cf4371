from django.db.models import Q

from heed.accounts.models import Organisation, User

SYSTEM_ADDRESS = "heed@system.invalid"


def organisation() -> Organisation:
    """The company this Heed belongs to; Organisation.DoesNotExist before it is set up."""
    return Organisation.objects.get()


def system_user() -> User:
    """Heed itself, in whose name the worker acts."""
    return User.objects.get(email=SYSTEM_ADDRESS)


def in_teams_of(actor: User, *, path: str = "team") -> Q:
    """The condition that a row belongs to one of the actor's teams, or to none.

    Agents and managers see their own teams and what no team has taken; who may see all teams
    is not restricted.
    """
    if actor.sees_all_teams:
        return Q()
    teams = User.teams.through.objects.filter(user_id=actor.pk).values("team_id")
    return Q(**{f"{path}__isnull": True}) | Q(**{f"{path}__in": teams})
