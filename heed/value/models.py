from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.customers.models import Customer


class ImportRun(models.Model):
    """One file being taken in, and how far it has come; a killed run goes on here.

    It is open until its figures are told, so that who was killed before is told them all the same.
    Of customers `customers` are those created, `accepted` the rows that created or completed one.
    """

    class Kind(models.TextChoices):
        PURCHASES = "purchases", _("Purchases")
        CUSTOMERS = "customers", _("Customers")

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.PURCHASES)

    digest = models.CharField(_("SHA-256 of the file and its settings"), max_length=64)
    file_name = models.CharField(_("file"), max_length=255)
    source = models.CharField(_("source"), max_length=100)
    settings = models.JSONField(_("settings"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.RUNNING)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    told_at = models.DateTimeField(_("figures told at"), null=True)
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    next_row = models.PositiveBigIntegerField(_("next row"), default=0)
    rows = models.PositiveBigIntegerField(_("rows"), default=0)
    accepted = models.PositiveBigIntegerField(_("accepted"), default=0)
    duplicates = models.PositiveBigIntegerField(_("duplicates"), default=0)
    rejected = models.PositiveBigIntegerField(_("rejected"), default=0)
    customers = models.PositiveBigIntegerField(_("customers"), default=0)
    unmatched_returns = models.PositiveBigIntegerField(_("unmatched returns"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["digest"], condition=Q(told_at=None), name="import_run_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.started_at:%Y-%m-%d}"


class ImportRejection(models.Model):
    """A row of a file of customers that could not be used, and why."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rejections", db_index=False)
    row = models.PositiveBigIntegerField(_("row"))
    reason = models.CharField(_("reason"), max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "row"], name="rejection_once")]

    def __str__(self) -> str:
        return f"{self.row} {self.reason}"


class ImportUpload(models.Model):
    """A file somebody gave on a page: looked at first, taken in when ordered.

    `seen` is what was found in it: its columns, which field each holds, its first rows and what
    would become of all. `digest` names file and settings as in the run.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Being looked at")
        READY = "ready", _("Ready to start")
        REFUSED = "refused", _("Cannot be read so")
        ORDERED = "ordered", _("Being taken in")
        DONE = "done", _("Taken in")

    kind = models.CharField(_("kind"), max_length=9, choices=ImportRun.Kind)
    file = models.CharField(_("SHA-256 of the file"), max_length=64)
    file_name = models.CharField(_("file"), max_length=255)
    size = models.PositiveBigIntegerField(_("bytes"))
    settings = models.JSONField(_("settings"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    seen = models.JSONField(_("what was found"), default=dict)
    problem = models.TextField(_("what stands in the way"), blank=True)
    digest = models.CharField(_("SHA-256 of the file and its settings"), max_length=64, blank=True)
    run = models.ForeignKey(ImportRun, models.SET_NULL, null=True, related_name="uploads")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"))

    def __str__(self) -> str:
        return self.file_name


class ImportedChange(models.Model):
    """What an import did to one customer, so that it can be taken back.

    `object_id` is the contact point or fact made; of a field stays what it held before and a
    digest of what it was set to, never the words themselves.
    """

    class What(models.TextChoices):
        CREATED = "created", _("Created")
        FIELD = "field", _("Field")
        CONTACT_POINT = "contact_point", _("Contact point")
        FACT = "fact", _("Fact")
        DECLINED = "declined", _("Declined surveys")

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="changes", db_index=False)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    what = models.CharField(_("what"), max_length=13, choices=What)
    field = models.CharField(_("field"), max_length=20, blank=True)
    before = models.CharField(_("before"), max_length=20, blank=True)
    digest = models.CharField(_("SHA-256 of what it was set to"), max_length=64, blank=True)
    object_id = models.PositiveBigIntegerField(_("contact point or fact"), null=True)

    class Meta:
        indexes = [models.Index(fields=["run", "customer"], name="imported_change_run")]

    def __str__(self) -> str:
        return f"{self.what} {self.customer_id}"


class Purchase(models.Model):
    """One line of an order, or of a return (negative amount).

    Identity is source, order, line and occurrence, so importing a file again adds nothing.
    `run` is the file it came with; none where it was recorded in another way.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="purchases", db_index=False)
    run = models.ForeignKey(
        ImportRun, models.PROTECT, null=True, related_name="purchases", db_index=False
    )
    source = models.CharField(_("source"), max_length=100)
    order_ref = models.CharField(_("order"), max_length=100, blank=True)
    line_ref = models.CharField(_("line"), max_length=100)
    occurrence = models.PositiveIntegerField(_("occurrence"), default=1)
    product = models.CharField(_("product"), max_length=200, blank=True)
    purchased_at = models.DateTimeField(_("purchased at"))
    purchased_on = models.DateField(_("business day"))
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=3, null=True)
    amount_minor = models.BigIntegerField(_("amount in minor units"))
    discount_minor = models.BigIntegerField(_("discount in minor units"), default=0)
    currency = models.CharField(_("currency"), max_length=3)
    country = models.CharField(_("country"), max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "order_ref", "line_ref", "occurrence"], name="purchase_once"
            )
        ]
        indexes = [
            models.Index(fields=["customer", "-purchased_at", "-id"], name="purchase_customer")
        ]

    def __str__(self) -> str:
        return f"{self.order_ref} {self.product}"


class ReturnMatch(models.Model):
    """So much of a return offsets so much of an earlier purchase, first in, first out."""

    returned = models.ForeignKey(Purchase, models.CASCADE, related_name="matched_purchases")
    purchase = models.ForeignKey(Purchase, models.CASCADE, related_name="matched_returns")
    amount_minor = models.BigIntegerField(_("amount in minor units"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["returned", "purchase"], name="return_match_once")
        ]

    def __str__(self) -> str:
        return f"{self.returned_id} → {self.purchase_id}"


class TierPolicy(models.Model):
    """A version of what decides tiers: conditions, in force from a day on once approved.

    Who meets `high` is high, of the others who meets `medium` is medium, the rest is low. Earlier
    versions stay. Before any was approved customers are placed by percentiles of their spend.
    """

    high = models.CharField(_("condition of high"), max_length=500)
    medium = models.CharField(_("condition of medium"), max_length=500)
    margin_percent = models.PositiveSmallIntegerField(_("margin in percent"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(_("drafted at"))
    preview = models.JSONField(_("who would move"), null=True)
    previewed_at = models.DateTimeField(_("previewed at"), null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True)
    valid_from = models.DateField(_("in force from"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None, valid_from=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False, valid_from__isnull=False),
                name="tier_policy_approved_from_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.high} / {self.medium}"


class TierRule(models.Model):
    """One valuation: the cut points of its date, and the policy that placed customers then."""

    as_of = models.DateField(_("as of"))
    made_at = models.DateTimeField(_("made at"))
    currency = models.CharField(_("currency"), max_length=3)
    high_from_minor = models.BigIntegerField(_("high from"), null=True)
    medium_from_minor = models.BigIntegerField(_("medium from"), null=True)
    customers = models.PositiveIntegerField(_("customers"))
    policy = models.ForeignKey(TierPolicy, models.PROTECT, null=True, related_name="rules")

    def __str__(self) -> str:
        return f"{self.as_of}"


class TierMove(models.Model):
    """A customer came to another tier at a valuation, so that the tier of any day is known."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="tier_moves")
    rule = models.ForeignKey(TierRule, models.PROTECT, related_name="moves")
    before = models.CharField(_("tier before"), max_length=10, blank=True)
    after = models.CharField(_("tier after"), max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "rule"], name="tier_move_once_a_valuation")
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class CustomerValue(models.Model):
    """What one customer bought, as of the rule's date; a snapshot that can be made again."""

    customer = models.OneToOneField(Customer, models.CASCADE, related_name="value")
    rule = models.ForeignKey(TierRule, models.PROTECT, related_name="values")
    first_on = models.DateField(_("first purchase"))
    last_on = models.DateField(_("last purchase"))
    recency_days = models.PositiveIntegerField(_("days since the last purchase"))
    tenure_days = models.PositiveIntegerField(_("days since the first purchase"))
    frequency = models.PositiveIntegerField(_("days with purchases"))
    money_minor = models.BigIntegerField(_("net spend in all"))
    year_money_minor = models.BigIntegerField(_("net spend of twelve months"))
    other_currencies = models.PositiveIntegerField(_("lines in other currencies"), default=0)
    is_held = models.BooleanField(_("stays by the margin"), default=False)
    deciding = models.JSONField(_("values that decided the tier"), default=dict)

    class Meta:
        indexes = [models.Index(fields=["-year_money_minor", "customer"], name="value_by_spend")]

    def __str__(self) -> str:
        return f"{self.customer_id}"
