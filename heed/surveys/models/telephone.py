from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heed.accounts.models import User
from heed.surveys.models.invitations import Invitation
from heed.surveys.models.surveys import Survey


class Interview(models.Model):
    """A customer to be asked by telephone: one line of a survey's call list.

    Its invitation counts for the contact policy as a letter does. An appointment is a time that
    she chose; `interviewer` is who holds the line now, or whom she expects to call.
    """

    class Ending(models.TextChoices):
        COMPLETE = "complete", _("Complete")
        REFUSED = "refused", pgettext_lazy("interview", "Refused")
        NOT_REACHED = "not_reached", _("Not reached")
        NOT_ASKABLE = "not_askable", _("Cannot be asked")

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="interviews")
    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="interview")
    due_at = models.DateTimeField(_("to be called from"))
    is_appointment = models.BooleanField(_("at a time the customer chose"), default=False)
    interviewer = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    held_until = models.DateTimeField(_("held until"), null=True)
    attempts_made = models.PositiveSmallIntegerField(_("attempts"), default=0)
    ending = models.CharField(_("ending"), max_length=12, choices=Ending, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["survey", "due_at", "id"], condition=Q(ending=""), name="interview_to_call"
            ),
            models.Index(
                fields=["interviewer", "due_at", "id"],
                condition=Q(ending="", is_appointment=True),
                name="interview_appointment",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ending="", ended_at=None) | (~Q(ending="") & Q(ended_at__isnull=False)),
                name="interview_ended_has_ending",
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey} {self.invitation_id}"


class CallAttempt(models.Model):
    """One try to reach a customer by telephone, and what came of it."""

    class Outcome(models.TextChoices):
        """Outcome codes after AAPOR's standard definitions."""

        COMPLETE = "complete", _("Answered in full")
        BROKEN_OFF = "broken_off", _("Broken off")
        REFUSED = "refused", pgettext_lazy("interview", "Refused")
        REFUSED_SOFTLY = "refused_softly", _("Refused, softly")
        CALL_BACK = "call_back", _("Wants to be called back")
        NO_ANSWER = "no_answer", _("No answer")
        BUSY = "busy", _("Busy")
        VOICEMAIL = "voicemail", _("Answering machine")
        WRONG_NUMBER = "wrong_number", _("Wrong number")
        NOT_IN_SERVICE = "not_in_service", _("Number not in service")
        OTHER_LANGUAGE = "other_language", _("No common language")
        UNABLE = "unable", _("Cannot take part")

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="attempts")
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=14, choices=Outcome)
    note = models.CharField(_("note"), max_length=500, blank=True)
    call_again_at = models.DateTimeField(_("to be called again at"), null=True)

    class Meta:
        indexes = [models.Index(fields=["interview", "-at"], name="call_attempt_latest")]

    def __str__(self) -> str:
        return f"{self.interview_id} {self.outcome}"
