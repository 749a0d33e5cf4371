import pytest

from heed.expectations.models import Expectation, Perception
from heed.expectations.queries.ledger import ledger
from heed.expectations.queries.ledger_rows import rows_behind
from heed.expectations.queries.scope import Scope
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic, make_promise, make_topic
from tests.moments import DAY, NOON


@pytest.fixture
def filled(manager):
    """Two topics with complete and incomplete rows of each kind."""
    customer, felt, measured = make_customer(tier="high"), make_topic(), make_measured_topic()
    for perceived, expected, against in ((5, 6, -1), (4, None, None), (None, None, 1)):
        Perception.objects.create(
            customer=customer,
            topic=felt,
            perceived=perceived,
            expected=expected,
            against_expectation=against,
            tier="high",
            answered_at=NOON,
        )
    values = ((3, 4, 2, "kept"), (3, None, 2, "broken"), (None, 5, None, "late"))
    for value, delivered, expected, outcome in values:
        make_promise(
            owner=manager,
            customer=customer,
            topic=measured,
            value=value,
            delivered_value=delivered,
            expected_value=expected,
            outcome=outcome,
            closed_at=NOON,
            tier="high",
        )
    make_promise(owner=manager, customer=customer, topic=felt, due_at=NOON + DAY)
    Expectation.objects.create(
        customer=customer, topic=felt, felt=6, recorded_by=manager, recorded_at=NOON
    )
    return felt, measured


@pytest.mark.parametrize(
    ("place", "figure", "n"),
    [
        (0, "expected", 1),
        (0, "actual", 1),
        (0, "gap", 1),
        (0, "against", 2),
        (0, "promised", 0),
        (0, "kept", 0),
        (0, "expecting", 1),
        (0, "open", 1),
        (1, "expected", 1),
        (1, "promised", 2),
        (1, "actual", 1),
        (1, "gap", 1),
        (1, "kept", 3),
        (1, "expecting", 0),
    ],
)
@pytest.mark.parametrize("tier", ["", "high"])
def test_a_figure_opens_as_many_rows_as_it_rests_on(manager, filled, place, figure, n, tier):
    behind = rows_behind(Scope(manager, tier=tier), filled[place], figure)

    assert behind.rows.count() == n


def test_the_n_of_each_estimate_is_the_number_of_rows_behind_it(manager, filled):
    scope = Scope(manager)

    for row in ledger(scope):
        for figure in ("gap", "against", "kept"):
            estimate = getattr(row, figure)
            assert rows_behind(scope, row.topic, figure).rows.count() == (
                estimate.n if estimate else 0
            )


def test_another_tier_has_no_rows(manager, filled):
    assert not rows_behind(Scope(manager, tier="low"), filled[0], "gap").rows.exists()
