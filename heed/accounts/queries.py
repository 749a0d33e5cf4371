from datetime import datetime

from django.core.cache import cache
from django.db.models import Q, QuerySet

from heed.accounts.models import Absence, Organisation, Team, User

SYSTEM_ADDRESS = "heed@system.invalid"
KEPT_SECONDS = 10
SERVING_ROLES = (User.Role.AGENT, User.Role.MANAGER, User.Role.ADMIN)


def organisation() -> Organisation:
    """The company this Heed belongs to; Organisation.DoesNotExist before it is set up."""
    return Organisation.objects.get()


def organisation_for_visitors() -> Organisation | None:
    """The company as it was seconds ago, for pages that many open; None before it is set up."""
    return cache.get_or_set("accounts.organisation", Organisation.objects.first, KEPT_SECONDS)


def system_user() -> User:
    """Heed itself, in whose name the worker acts; loaded once in a while, since it never changes.

    Raises User.DoesNotExist before the tables are prepared.
    """
    known: User | None = cache.get("accounts.system_user")
    if known is None:
        known = User.objects.get(email=SYSTEM_ADDRESS)
        cache.set("accounts.system_user", known, KEPT_SECONDS)
    return known


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
    return people_near(actor).filter(is_active=True, role__in=SERVING_ROLES)


def people_near(actor: User) -> QuerySet[User]:
    """Everybody who shares a team with the actor or has none, whether serving or not, by name."""
    people = User.objects.all()
    if not actor.sees_all_teams:
        teams = User.teams.through.objects.filter(user_id=actor.pk).values("team_id")
        people = people.filter(Q(teams__in=teams) | Q(teams=None) | Q(pk=actor.pk)).distinct()
    return people.order_by("name", "pk")


def managers_of(team: Team | None) -> QuerySet[User]:
    """Managers of the team; where it has none, or there is no team, all managers; by name."""
    managers = User.objects.filter(is_active=True, role=User.Role.MANAGER).order_by("name", "pk")
    own = managers.filter(teams=team) if team else managers
    return own if own.exists() else managers


def absences_at(at: datetime) -> QuerySet[Absence]:
    """Absences that last at this time, with who is away and who stands in."""
    lasting = Absence.objects.filter(cancelled_at=None, since__lte=at, until__gt=at)
    return lasting.select_related("user", "stand_in").order_by("until", "pk")


def absence_of(user: User, *, at: datetime) -> Absence | None:
    """The absence in which the person is at this time, or None."""
    return absences_at(at).filter(user=user).first()


def absences_between(since: datetime, until: datetime) -> QuerySet[Absence]:
    """Absences that last at some time of this interval, the first one first."""
    lasting = Absence.objects.filter(cancelled_at=None, since__lt=until, until__gt=since)
    return lasting.select_related("user", "stand_in").order_by("since", "pk")


def absences_visible_to(actor: User, *, at: datetime) -> QuerySet[Absence]:
    """Absences of people near the actor that last or are to come, the first one first."""
    coming = Absence.objects.filter(cancelled_at=None, until__gt=at)
    near = coming.filter(user__in=people_near(actor).order_by().values("pk"))
    return near.select_related("user", "stand_in").order_by("since", "pk")


def absence_ids_to_begin(*, at: datetime, most: int) -> list[int]:
    """Absences that have begun and whose person's work has not been handed over yet."""
    begun = absences_at(at).filter(handed_over_at=None).order_by("since", "pk")
    return list(begun.values_list("pk", flat=True)[:most])
