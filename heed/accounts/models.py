from collections.abc import Collection
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from heed.accounts import rules
from heed.core.models import Calendar


class Organisation(models.Model):
    """The company that uses this Heed; there is one row."""

    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    time_zone = models.CharField(_("time zone"), max_length=50, default="UTC")
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    mail_address = models.EmailField(_("mail address"))
    is_invented = models.BooleanField(_("invented for a demonstration"), default=False)
    invitation_gap_days = models.PositiveSmallIntegerField(
        _("days between two invitations to a customer"), default=30
    )
    invitations_a_year = models.PositiveSmallIntegerField(
        _("invitations to a customer in a year at most"), default=4
    )
    escalation_business_hours = models.PositiveSmallIntegerField(
        _("business hours after which an overdue promise goes to a manager"), default=4
    )
    asks_satisfaction = models.BooleanField(
        _("ask for satisfaction over all as a third question"), default=False
    )
    announces_answer_time = models.BooleanField(
        _("answer a first letter with the time by which we will answer"), default=False
    )

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """People who see and answer the same customers and conversations."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    calendar = models.ForeignKey(
        Calendar, models.PROTECT, null=True, blank=True, related_name="teams"
    )

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Finds people by mail address, whatever its capitals, as Django's sign-in asks for it."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in, or the system itself (which cannot)."""

    class Role(models.TextChoices):
        AGENT = "agent", _("Agent")
        MANAGER = "manager", _("Manager")
        ANALYST = "analyst", _("Analyst")
        ADMIN = "admin", _("Administrator")
        SYSTEM = "system", _("Heed")

    email = models.EmailField(_("mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.AGENT)
    teams = models.ManyToManyField(Team, related_name="members", blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, blank=True
    )
    time_zone = models.CharField(_("time zone"), max_length=50, blank=True)
    direct_number = models.CharField(_("direct number"), max_length=40, blank=True)
    theme = models.CharField(_("theme"), max_length=5, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._scopes: frozenset[str] | None = None

    def __str__(self) -> str:
        return self.name

    def restricted_to(self, scopes: Collection[str]) -> "User":
        """Return this person as seen through a token that has only these scopes."""
        self._scopes = frozenset(scopes)
        return self

    def may(self, permission: str) -> bool:
        """Whether role, and token where there is one, allow this."""
        if self._scopes is not None and not rules.is_covered(permission, self._scopes):
            return False
        return self.is_active and permission in rules.PERMISSIONS[self.role]

    @property
    def sees_all_teams(self) -> bool:
        return self.may("teams.see_all")


class Absence(models.Model):
    """A time in which a person does not serve, and who stands in."""

    user = models.ForeignKey(User, models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"))
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(_("noted at"))
    handed_over_at = models.DateTimeField(_("handed over at"), null=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("since")), name="absence_ends_after_it_begins"
            )
        ]
        indexes = [models.Index(fields=["user", "until"], name="absence_user")]

    def __str__(self) -> str:
        return f"{self.user} {self.since:%Y-%m-%d}"


class ApiToken(models.Model):
    """A key for programs that act in a person's name; only its hash is kept."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=100)
    prefix = models.CharField(_("beginning"), max_length=12)
    digest = models.CharField(_("hash"), max_length=64, unique=True)
    scopes = models.JSONField(_("scopes"))
    created_at = models.DateTimeField(_("created at"))
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used at"), null=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class Notice(models.Model):
    """Something one person is told: a promise due soon, an answer that came in."""

    recipient = models.ForeignKey(User, models.CASCADE, related_name="notices")
    kind = models.CharField(_("kind"), max_length=40)
    customer_id = models.BigIntegerField(_("customer"), null=True)
    subject_type = models.CharField(_("subject type"), max_length=40)
    subject_id = models.BigIntegerField(_("subject"))
    at = models.DateTimeField(_("at"))
    read_at = models.DateTimeField(_("read at"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "subject_type", "subject_id"], name="notice_once"
            )
        ]
        indexes = [models.Index(fields=["recipient", "read_at", "-at"], name="notice_unread")]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient}"
