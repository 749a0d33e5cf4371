from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heed.accounts.models import User
from heed.expectations.models import Topic

ENDED = ("shown", "none", "worse", "unsaid")


class Improvement(models.Model):
    """A finding, what we do about it, who sees to it, and what came of it.

    `figure` names what it is to move (`heed.improvement.rules.figures`), `found` is that figure as
    it was when the improvement was opened. It is closed with a result, never deleted.
    """

    class State(models.TextChoices):
        FOUND = "found", pgettext_lazy("state of an improvement", "Found")
        UNDER_WAY = "doing", pgettext_lazy("state of an improvement", "Under way")
        MEASURING = "measuring", pgettext_lazy("state of an improvement", "Taking effect")
        SHOWN = "shown", pgettext_lazy("state of an improvement", "Effect shown")
        NONE = "none", pgettext_lazy("state of an improvement", "No effect")
        WORSE = "worse", pgettext_lazy("state of an improvement", "Worse")
        UNSAID = "unsaid", pgettext_lazy("state of an improvement", "Cannot be said")

    title = models.CharField(_("what we improve"), max_length=200)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="improvements")
    reason = models.CharField(_("what was found"), max_length=1000, blank=True)
    place = models.CharField(_("where it was found"), max_length=500, blank=True)
    picked_of = models.PositiveSmallIntegerField(_("the worst of how many"), null=True)
    cause = models.CharField(_("cause"), max_length=1000, blank=True)
    action = models.CharField(_("what we do"), max_length=1000, blank=True)
    owner = models.ForeignKey(User, models.PROTECT, related_name="improvements")
    due_on = models.DateField(_("due on"), null=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.FOUND)
    figure = models.CharField(_("figure"), max_length=300, blank=True)
    figure_name = models.CharField(_("what is counted"), max_length=200, blank=True)
    found = models.JSONField(_("the figure when it was found"), null=True)
    expected_from = models.FloatField(_("expected from"), null=True)
    expected_to = models.FloatField(_("expected to"), null=True)
    comparison = models.CharField(_("compared with"), max_length=40, blank=True)
    settling_days = models.PositiveSmallIntegerField(_("days to settle"), default=14)
    window_days = models.PositiveSmallIntegerField(_("days measured"), default=90)
    effective_at = models.DateTimeField(_("in force since"), null=True)
    next_review_at = models.DateTimeField(_("measured next at"), null=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened at"))
    changes = models.PositiveIntegerField(_("how often changed"), default=0)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    result = models.CharField(_("what came of it"), max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, result="") | Q(closed_at__isnull=False) & ~Q(result=""),
                name="improvement_closed_has_result",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) & ~Q(state__in=ENDED)
                | Q(closed_at__isnull=False, state__in=ENDED),
                name="improvement_closed_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(figure="", expected_to=None) | ~Q(figure="") & ~Q(expected_to=None),
                name="improvement_figure_has_aim",
            ),
            models.CheckConstraint(
                condition=Q(expected_from=None) | ~Q(expected_from=F("expected_to")),
                name="improvement_aim_is_a_change",
            ),
        ]
        indexes = [
            models.Index(fields=["topic", "-opened_at"], name="improvement_topic"),
            models.Index(
                fields=["-opened_at"], condition=Q(closed_at=None), name="improvement_open"
            ),
            models.Index(fields=["state", "-closed_at"], name="improvement_board"),
            models.Index(
                fields=["next_review_at"],
                condition=Q(next_review_at__isnull=False),
                name="improvement_review",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def expected_change(self) -> float | None:
        """How far the figure is expected to move; None where either end is not known."""
        if self.expected_from is None or self.expected_to is None:
            return None
        return self.expected_to - self.expected_from


class Measurement(models.Model):
    """The figure of an improvement before and after, as it was read at one moment.

    `figures` holds before, after, change and effect, each with value, lower, upper and n; with a
    comparison group its change as well. Only n is known where there were too few cases.
    """

    improvement = models.ForeignKey(Improvement, models.CASCADE, related_name="measurements")
    measured_at = models.DateTimeField(_("measured at"))
    before_since = models.DateTimeField(_("before, from"), null=True)
    before_until = models.DateTimeField(_("before, until"), null=True)
    after_since = models.DateTimeField(_("after, from"), null=True)
    after_until = models.DateTimeField(_("after, until"), null=True)
    is_last = models.BooleanField(_("over the whole window"), default=False)
    is_by_hand = models.BooleanField(_("counted by hand"), default=False)
    verdict = models.CharField(_("what it says"), max_length=9)
    before_n = models.PositiveIntegerField(_("cases before"))
    after_n = models.PositiveIntegerField(_("cases after"))
    figures = models.JSONField(_("figures"), default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["improvement", "-measured_at", "-id"], name="measurement_newest")
        ]

    def __str__(self) -> str:
        return f"{self.improvement} {self.measured_at:%Y-%m-%d}"


class ImprovementNote(models.Model):
    """A dated note on an improvement; also a result that was taken back."""

    improvement = models.ForeignKey(Improvement, models.CASCADE, related_name="notes")
    text = models.CharField(_("note"), max_length=1000)
    is_former_result = models.BooleanField(_("a result taken back"), default=False)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        indexes = [models.Index(fields=["improvement", "-written_at"], name="improvement_note")]

    def __str__(self) -> str:
        return self.text
