from django.db.models import Q, QuerySet

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


def team_ids_of(actor: User) -> list[int] | None:
    """The teams whose rows the actor may see; None for all."""
    if actor.sees_all_teams:
        return None
    return list(actor.teams.order_by("pk").values_list("pk", flat=True))


def colleagues_of(actor: User) -> QuerySet[User]:
    """People who serve customers and share a team with the actor, or have none, by name."""
    serving = (User.Role.AGENT, User.Role.MANAGER, User.Role.ADMIN)
    people = User.objects.filter(is_active=True, role__in=serving)
    if not actor.sees_all_teams:
        teams = User.teams.through.objects.filter(user_id=actor.pk).values("team_id")
        people = people.filter(Q(teams__in=teams) | Q(teams=None) | Q(pk=actor.pk)).distinct()
    return people.order_by("name", "pk")
