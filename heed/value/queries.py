"""What customers bought, what they are worth, and why they are in their tier."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.core.paginator import Page as NumberedPage
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.db.models.query import RawQuerySet
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.functional import Promise as LazyText
from django.utils.functional import lazy
from django.utils.translation import gettext, pgettext

from heed.accounts.models import User
from heed.accounts.queries import organisation
from heed.core.currencies import decimals_of
from heed.core.paging import Page
from heed.core.templatetags.amounts import spell_money
from heed.customers.models import Customer
from heed.customers.queries import customers_counted, customers_visible_to
from heed.value.import_folder import rejects_file
from heed.value.models import CustomerValue, ImportRun, ImportUpload, Purchase, TierRule
from heed.value.policies import policy_in_force, policy_said
from heed.value.rules.settings import ImportSettings

FRESH = timedelta(days=1)
PAGE = 50
ASKED_AT_ONCE = 300
Identity = tuple[str, str, int]


@dataclass(frozen=True)
class Share:
    """How many customers are in one tier or state, and what they spent in the twelve months."""

    value: str
    label: str | LazyText
    customers: int
    year_money_minor: int


@dataclass(frozen=True)
class ValueOverview:
    """All customers by tier and by state, and the rule that placed them; None before the first."""

    rule: TierRule | None
    tiers: tuple[Share, ...]
    states: tuple[Share, ...]
    customers: int
    other_currency_lines: int


def current_rule() -> TierRule | None:
    """The tier rule in force, the newest; None before the first valuation."""
    return TierRule.objects.order_by("-made_at", "-pk").first()


def valued_currency() -> str:
    """The currency in which customers are valued, that of the company before the first time."""
    rule = current_rule()
    return rule.currency if rule else organisation().currency


def value_of(customer: Customer) -> CustomerValue | None:
    """What the customer bought, as of the rule's date; None where nothing was."""
    values = CustomerValue.objects.select_related("rule__policy")
    return values.filter(customer=customer).first()


def value_overview() -> ValueOverview:
    """How many customers are in each tier and state; four statements."""
    spent = Sum("value__year_money_minor", default=0)
    customers = customers_counted()
    by_tier = _counts(customers.values_list("tier").annotate(Count("pk"), spent))
    by_state = _counts(customers.values_list("state").annotate(Count("pk"), spent))
    others = CustomerValue.objects.aggregate(lines=Sum("other_currencies", default=0))["lines"]
    return ValueOverview(
        rule=current_rule(),
        tiers=_shares(Customer.Tier.choices, by_tier),
        states=_shares(Customer.State.choices, by_state),
        customers=sum(count for count, _money in by_tier.values()),
        other_currency_lines=others,
    )


def _counts(rows: QuerySet[Customer, tuple[str, int, int]]) -> dict[str, tuple[int, int]]:
    return {value: (count, money) for value, count, money in rows.order_by()}


def _shares(
    choices: Sequence[tuple[str, str | LazyText]], counts: dict[str, tuple[int, int]]
) -> tuple[Share, ...]:
    return tuple(Share(value, label, *counts.get(value, (0, 0))) for value, label in choices)


# Numbers no larger than a database holds.
MARK = re.compile(r"-?[0-9]{1,18}_[0-9]{1,18}")


def customers_by_value(
    actor: User, *, tier: str = "", state: str = "", before: str = "", size: int = PAGE
) -> Page[CustomerValue]:
    """Values of the customers the actor may see, the highest spend first; one statement.

    `before` is the mark of the page shown before; one that cannot be read is ignored.
    """
    visible = customers_visible_to(actor).order_by()
    if tier:
        visible = visible.filter(tier=tier)
    if state:
        visible = visible.filter(state=state)
    values = CustomerValue.objects.filter(customer__in=visible)
    spent, _separator, key = before.partition("_")
    if MARK.fullmatch(before):
        less = Q(year_money_minor__lt=int(spent))
        values = values.filter(less | Q(year_money_minor=int(spent), customer_id__gt=int(key)))
    values = values.select_related("customer", "customer__named_agent", "rule")
    rows = list(values.order_by("-year_money_minor", "customer_id")[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    mark = f"{last.year_money_minor}_{last.customer_id}" if last else ""
    return Page(rows[:size], mark)


def import_runs() -> QuerySet[ImportRun]:
    """Files of purchases taken in, the newest first."""
    return ImportRun.objects.select_related("started_by").order_by("-started_at", "-pk")


def is_valuation_stale(*, now: datetime) -> bool:
    """Whether something was imported, or a day went by, since the customers were valued."""
    if not Purchase.objects.exists():
        return False
    rule = current_rule()
    if rule is None:
        return True
    runs = ImportRun.objects.filter(kind=ImportRun.Kind.PURCHASES, accepted__gt=0)
    instants = runs.aggregate(finished=Max("finished_at"), undone=Max("undone_at")).values()
    is_old = now - rule.made_at >= FRESH
    is_of_other_currency = rule.currency != organisation().currency
    is_outdated = any(at > rule.made_at for at in instants if at is not None)
    policy = policy_in_force(on=timezone.localdate(now))
    is_by_other = rule.policy_id != (policy.pk if policy else None)
    return is_old or is_by_other or is_of_other_currency or is_outdated


def why_tier(customer: Customer) -> str:
    """The sentence that says why the customer is in her tier, in the language of its reader."""
    return lazy(tier_said, str)(customer.tier, value_of(customer))


def tier_said(tier: str, value: CustomerValue | None) -> str:
    """The same sentence, where what the customer bought is known already."""
    if value is None:
        return gettext("No tier yet: nothing bought so far.")
    rule = value.rule
    if tier not in Customer.Tier.values or rule.high_from_minor is None:
        return gettext(
            "No tier: nothing bought in %(currency)s; other currencies are not added up."
        ) % {"currency": rule.currency}
    if rule.policy or value.is_held:
        return policy_said(tier, value)
    facts = {
        "spent": spell_money(value.year_money_minor, rule.currency),
        "day": format_date(rule.as_of, pgettext("date format: day of another year", "j M Y")),
        "high": spell_money(rule.high_from_minor, rule.currency),
        "medium": spell_money(rule.medium_from_minor or 0, rule.currency),
        "count": f"{rule.customers:,}",
    }
    return _wording(tier) % facts


def _wording(tier: str) -> str:
    if tier == Customer.Tier.HIGH:
        return gettext(
            "High: spent %(spent)s in the twelve months to %(day)s; high begins at %(high)s "
            "(80th percentile of %(count)s customers)."
        )
    if tier == Customer.Tier.MEDIUM:
        return gettext(
            "Medium: spent %(spent)s in the twelve months to %(day)s; medium begins at %(medium)s "
            "and high at %(high)s (50th and 80th percentile of %(count)s customers)."
        )
    return gettext(
        "Low: spent %(spent)s in the twelve months to %(day)s; medium begins at %(medium)s "
        "(50th percentile of %(count)s customers)."
    )


def lines_of(customer: Customer) -> QuerySet[Purchase]:
    """Purchases and returns of the customer, newest first."""
    return Purchase.objects.filter(customer=customer).order_by("-purchased_at", "-pk")


def purchases_of(customer: Customer, *, page: int = 1, size: int = PAGE) -> NumberedPage[Purchase]:
    """One page of the customer's purchases and returns, newest first; two statements."""
    return Paginator(lines_of(customer), size).get_page(page)


def monthly_spend(customer: Customer, *, months: int, rule: TierRule | None = None) -> list[float]:
    """Net spend per calendar month in the rule's currency, oldest first, empty months too.

    In units of the currency, for a spark line; the last month is that of the rule's date. Empty
    before the first valuation. Two statements, or one where the rule in force is given.
    """
    rule = rule or current_rule()
    if rule is None:
        return []
    starts = _month_starts(rule.as_of, months)
    lines = Purchase.objects.filter(
        customer=customer,
        currency=rule.currency,
        purchased_on__gte=starts[0],
        purchased_on__lte=rule.as_of,
    )
    by_month = lines.annotate(month=TruncMonth("purchased_on")).order_by().values_list("month")
    sums = dict(by_month.annotate(spent=Sum("amount_minor")))
    return [sums.get(start, 0) / 10 ** decimals_of(rule.currency) for start in starts]


def _month_starts(until: date, months: int) -> Sequence[date]:
    last = until.year * 12 + until.month - 1
    return [date(place // 12, place % 12 + 1, 1) for place in range(last - months + 1, last + 1)]


def lines_with_returns(customer_ids: Sequence[int]) -> "RawQuerySet[Purchase]":
    """Lines of these customers of whose product something was returned, returns among them."""
    places = ", ".join(["%s"] * len(customer_ids)) or "NULL"
    return Purchase.objects.raw(_WITH_RETURNS % places, list(customer_ids))


_WITH_RETURNS = """
SELECT line.* FROM value_purchase line
JOIN (
    SELECT DISTINCT customer_id, product, currency FROM value_purchase
    WHERE amount_minor < 0 AND customer_id IN (%s)
) returned ON returned.customer_id = line.customer_id AND returned.product = line.product
    AND returned.currency = line.currency
WHERE line.amount_minor <> 0
"""


def known_identities(source: str, identities: Sequence[Identity]) -> set[Identity]:
    """Those of the order, line and occurrence that are already stored for this source."""
    if not Purchase.objects.filter(source=source).exists():
        return set()
    known: set[Identity] = set()
    with connection.cursor() as cursor:
        for start in range(0, len(identities), ASKED_AT_ONCE):
            asked = identities[start : start + ASKED_AT_ONCE]
            places = ", ".join(["(%s, %s, %s)"] * len(asked))
            cursor.execute(_KNOWN % places, [source, *_flat(asked)])
            known.update(cursor.fetchall())
    return known


_KNOWN = """
SELECT order_ref, line_ref, occurrence FROM value_purchase
WHERE source = %%s AND (order_ref, line_ref, occurrence) IN (VALUES %s)
"""


def _flat(identities: Iterable[Identity]) -> list[str | int]:
    return [value for identity in identities for value in identity]


def customer_ids_changed_by(run: ImportRun) -> list[int]:
    """Ids of the customers that an import created or completed, in their order."""
    ids = run.changes.order_by("customer_id").values_list("customer_id", flat=True)
    return list(ids.distinct())


def imports() -> QuerySet[ImportRun]:
    """Every file taken in, the newest first."""
    runs = ImportRun.objects.select_related("started_by", "undone_by")
    return runs.order_by("-started_at", "-pk")


def settings_used_before(*, kind: str, source: str) -> ImportSettings | None:
    """How the last file of this kind and source was read that was taken in, or None."""
    runs = ImportRun.objects.filter(kind=kind, source=source).exclude(finished_at=None)
    run = runs.order_by("-started_at", "-pk").first()
    return ImportSettings(**run.settings) if run else None


def open_uploads() -> QuerySet[ImportUpload]:
    """Files given on a page that are not taken in yet, the newest first."""
    uploads = ImportUpload.objects.exclude(state=ImportUpload.State.DONE)
    return uploads.select_related("uploaded_by").order_by("-uploaded_at", "-pk")


def run_of_upload(upload: ImportUpload) -> ImportRun | None:
    """The run that takes the file in, or has done so."""
    if upload.run_id:
        return upload.run
    return ImportRun.objects.filter(digest=upload.digest, told_at=None).first()


def rejects_of(run: ImportRun) -> Path | None:
    """The file of rows a run rejected, or None where there were none."""
    return rejects_file(run.digest)
