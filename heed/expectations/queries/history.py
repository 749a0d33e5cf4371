"""What a customer expected on a topic, entry by entry, and what changed each time."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from heed.accounts.models import User
from heed.customers.models import Customer
from heed.expectations.models import Expectation, Topic

COMPARED = (
    "felt",
    "value",
    "desired",
    "adequate",
    "level",
    "is_must_have",
    "knows_norm",
    "wording",
)


@dataclass(frozen=True)
class Step:
    """One entry of the history, beside the one before it."""

    entry: Expectation
    former: Expectation | None

    @property
    def changed(self) -> frozenset[str]:
        """Names of the fields that are not as they were; all that are given in a first entry."""
        if self.former is None:
            return frozenset(name for name in COMPARED if getattr(self.entry, name))
        return frozenset(
            name for name in COMPARED if getattr(self.entry, name) != getattr(self.former, name)
        )

    @property
    def expected(self) -> Decimal | int | None:
        return expected_in(self.entry)

    @property
    def was_expected(self) -> Decimal | int | None:
        return expected_in(self.former) if self.former else None


def expected_in(entry: Expectation) -> Decimal | int | None:
    """The value, or for a felt topic the step from 1 to 7."""
    return entry.felt if entry.value is None else entry.value


def _entries(customer_id: int, topic_id: int) -> QuerySet[Expectation]:
    rows = Expectation.objects.filter(customer_id=customer_id, topic_id=topic_id, withdrawn_at=None)
    return rows.order_by("recorded_at", "pk")


def expectation_history(customer: Customer, topic: Topic) -> list[Step]:
    """What the customer expected on the topic, oldest first, without what was taken back."""
    entries = list(_entries(customer.pk, topic.pk).select_related("recorded_by", "conversation"))
    return [
        Step(entry, former) for former, entry in zip([None, *entries[:-1]], entries, strict=True)
    ]


def former_of(entry: Expectation) -> Expectation | None:
    """The entry that stood before this one on the same topic, or None."""
    before = _entries(entry.customer_id, entry.topic_id).filter(
        superseded_at=entry.recorded_at, pk__lt=entry.pk
    )
    return before.last()


def just_recorded(actor: User, customer: Customer, ids: list[int]) -> list[Expectation]:
    """Of these entries those the actor made about the customer and that stand, newest first."""
    rows = Expectation.objects.filter(
        pk__in=ids, customer=customer, recorded_by=actor, withdrawn_at=None
    )
    return list(rows.select_related("topic").order_by("-pk"))
