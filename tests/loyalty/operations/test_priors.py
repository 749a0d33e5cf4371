import pytest

from heed.core.models import Event
from heed.loyalty.models import Prior
from heed.loyalty.operations.priors import (
    CasesOutOfRange,
    SharesNotWhole,
    SourceMissing,
    set_prior,
)
from heed.loyalty.queries.priors import prior_in_force, priors_named
from heed.loyalty.rules.priors import REASONS_FOR_LEAVING
from tests.moments import HOUR, NOON

OURS = {
    "died": 2, "moved": 8, "tastes": 10, "friend": 5, "cheaper": 25, "product": 20,
    "indifference": 30,
}  # fmt: skip
GIVEN = {"name": REASONS_FOR_LEAVING, "values": OURS, "cases": 20, "source": "Branch survey 2025"}


def test_without_a_row_the_tale_of_the_trade_counts_and_is_called_folklore(organisation):
    found = prior_in_force(REASONS_FOR_LEAVING)

    assert found.is_folklore
    assert found.values["indifference"] == 68
    assert found.source == "Trade folklore, no known study"


def test_the_newest_counts_and_the_former_stay(manager):
    set_prior(**GIVEN, actor=manager, now=NOON)
    set_prior(**GIVEN | {"cases": 5}, actor=manager, now=NOON + HOUR)

    found = prior_in_force(REASONS_FOR_LEAVING)

    assert (found.cases, found.is_folklore, found.set_by) == (5, False, "Ruth Adler")
    assert priors_named(REASONS_FOR_LEAVING).count() == 2
    assert Event.objects.filter(type="loyalty.PriorSet").count() == 2


@pytest.mark.parametrize(
    ("changes", "refusal", "words"),
    [
        pytest.param({"values": OURS | {"died": 12}}, SharesNotWhole, "110 percent", id="above"),
        pytest.param({"values": OURS | {"died": 0, "moved": 10}}, SharesNotWhole, "0", id="none"),
        pytest.param({"cases": 0.5}, CasesOutOfRange, "0.5 is not", id="too light"),
        pytest.param({"source": " "}, SourceMissing, "where the shares", id="no source"),
    ],
)
def test_shares_without_sum_weight_or_source_are_refused(manager, changes, refusal, words):
    with pytest.raises(refusal, match=words):
        set_prior(**GIVEN | changes, actor=manager, now=NOON)

    assert not Prior.objects.exists()
