from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import Team, User


class Customer(models.Model):
    """One person or company we serve.

    Tier, state and stage are owned here and written by higher rooms through operations.
    """

    class Tier(models.TextChoices):
        HIGH = "high", _("High")
        MEDIUM = "medium", _("Medium")
        LOW = "low", _("Low")

    class State(models.TextChoices):
        HIGH_VALUE = "high_value", _("High-value")
        ORDINARY = "ordinary", _("Ordinary")
        POTENTIAL = "potential", _("Potential")
        LOST = "lost", _("Lost")

    class Stage(models.TextChoices):
        USER = "user", _("User")
        BUYER = "buyer", _("Buyer")
        CLIENT = "client", _("Client")
        LOYAL = "loyal", _("Loyal")
        ADVOCATE = "advocate", _("Advocate")
        AT_RISK = "at_risk", _("At risk")
        LOST = "lost", _("Lost")

    name = models.CharField(_("name"), max_length=200)
    address_form = models.CharField(_("how to address her or him"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    time_zone = models.CharField(_("time zone"), max_length=50, blank=True)
    country = models.CharField(_("country"), max_length=60, blank=True)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="customers")
    named_agent = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="named_customers"
    )
    tier = models.CharField(_("tier"), max_length=8, choices=Tier, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.POTENTIAL)
    stage = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.USER)
    created_at = models.DateTimeField(_("customer since"))
    last_contact_at = models.DateTimeField(_("last contact"), null=True)
    last_activity_at = models.DateTimeField(_("last activity"))
    erased_at = models.DateTimeField(_("erased at"), null=True)
    surveys_declined_at = models.DateTimeField(_("asked not to be asked at"), null=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="absorbed", verbose_name=_("is")
    )

    class Meta:
        indexes = [
            models.Index(fields=["-last_activity_at", "-id"], name="customer_recent"),
            models.Index(fields=["team", "-last_activity_at", "-id"], name="customer_team"),
            models.Index(fields=["tier", "-last_activity_at", "-id"], name="customer_tier"),
            models.Index(fields=["name", "id"], name="customer_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ContactPoint(models.Model):
    """A way to reach or recognise a customer: mail address, phone, or a number elsewhere.

    One that was found wrong leads to somebody else and is not used; it still says who was meant.
    """

    class Kind(models.TextChoices):
        EMAIL = "email", _("Mail address")
        PHONE = "phone", _("Phone")
        REFERENCE = "reference", _("Customer number")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="contact_points")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    value = models.CharField(_("value"), max_length=320)
    key = models.CharField(_("value as compared"), max_length=320)
    wrong_at = models.DateTimeField(_("found wrong at"), null=True)
    wrong_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="contact_point_once")]

    def __str__(self) -> str:
        return self.value


class PersonalLink(models.Model):
    """What became of a customer's personal link to her page; without a row it is the first one.

    The link is made from the id and `serial` and never stored; a higher serial makes it new.
    """

    customer = models.OneToOneField(Customer, models.CASCADE, related_name="personal_link")
    serial = models.PositiveIntegerField(_("how often renewed"), default=0)
    is_open = models.BooleanField(_("may be read"), default=True)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed at"))

    def __str__(self) -> str:
        return str(self.customer)


class Fact(models.Model):
    """Something worth remembering about a customer; personal, so it has a source and can go."""

    class Kind(models.TextChoices):
        NAME = "name", _("Name and address")
        FAMILY = "family", _("Family")
        TASTE = "taste", _("Taste")
        DATE = "date", _("Date")
        LAST_TALK = "last_talk", _("Talked about")
        OTHER = "other", _("Other")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="facts")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OTHER)
    text = models.CharField(_("fact"), max_length=500)
    source = models.CharField(_("source"), max_length=200)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(_("noted at"))

    class Meta:
        indexes = [models.Index(fields=["customer", "-noted_at"], name="fact_customer")]

    def __str__(self) -> str:
        return self.text


class Merge(models.Model):
    """Two customers found to be one person: what was moved, so that it can be taken back exactly.

    `moved` has the ids of the rows by table and column, `before` what the kept customer's fields
    held and what they were set to. Words are in neither.
    """

    kept = models.ForeignKey(Customer, models.CASCADE, related_name="merges")
    merged = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    moved = models.JSONField(_("rows moved"), default=dict)
    stayed = models.JSONField(_("rows that could not be moved"), default=dict)
    before = models.JSONField(_("fields before"), default=dict)
    merged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(_("put together at"))
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(_("taken apart at"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=models.Q(undone_at=None), name="merge_once"
            )
        ]
        indexes = [models.Index(fields=["kept", "-merged_at"], name="merge_of_kept")]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"
