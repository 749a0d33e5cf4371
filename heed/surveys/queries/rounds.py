"""Orders to invite, and how far the worker has come with them."""

from collections.abc import Collection

from django.db.models import QuerySet

from heed.accounts.models import User
from heed.surveys.models import Invitation, InvitationRound
from heed.surveys.queries.surveys import surveys_visible_to

LATEST = 5


def rounds_going_on(survey_ids: Collection[int]) -> QuerySet[InvitationRound]:
    """The rounds by mail that are being worked off, the oldest first."""
    rows = InvitationRound.objects.filter(
        survey__in=survey_ids,
        channel=Invitation.Channel.MAIL,
        stopped_at=None,
        finished_at=None,
    )
    return rows.order_by("ordered_at", "pk")


def rounds_of(survey_id: int) -> list[InvitationRound]:
    """The latest rounds of a survey by mail, the newest first."""
    rows = InvitationRound.objects.filter(survey=survey_id, channel=Invitation.Channel.MAIL)
    return list(rows.select_related("ordered_by").order_by("-ordered_at", "-pk")[:LATEST])


def rounds_visible_to(actor: User) -> QuerySet[InvitationRound]:
    """The rounds of the surveys the actor may see."""
    seen = surveys_visible_to(actor).order_by().values("pk")
    return InvitationRound.objects.filter(survey__in=seen).select_related("survey")


def open_rounds_visible_to(actor: User) -> QuerySet[InvitationRound]:
    """What is still to be decided upon in the surveys the actor may see, the oldest first."""
    rows = rounds_visible_to(actor).filter(
        stopped_at=None, finished_at=None, survey__closed_at=None
    )
    return rows.order_by("ordered_at", "pk")
