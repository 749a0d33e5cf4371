from decimal import Decimal

from heed.expectations.operations.expectations import record_expectation, withdraw_expectation
from heed.expectations.queries.history import expectation_history
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic
from tests.moments import DAY, NOON


def test_the_history_says_what_changed_and_leaves_out_what_was_taken_back(agent):
    customer, topic = make_customer(), make_measured_topic()
    fields = {"customer": customer, "topic": topic, "actor": agent}
    record_expectation(value=Decimal(5), now=NOON, **fields)
    record_expectation(value=Decimal(2), is_must_have=True, now=NOON + DAY, **fields)
    slip = record_expectation(value=Decimal(20), now=NOON + 2 * DAY, **fields)
    withdraw_expectation(expectation_id=slip.pk, actor=agent, now=NOON + 2 * DAY)

    first, second, third = expectation_history(customer, topic)

    assert (first.expected, first.changed) == (5, {"value", "level"})
    assert (second.was_expected, second.expected) == (5, 2)
    assert second.changed == {"value", "is_must_have"}
    assert (third.expected, third.changed) == (2, frozenset())
