from datetime import date, timedelta

import pytest

from heed.value.rules.states import state_of

AS_OF = date(2026, 3, 2)
LONG_AGO = AS_OF - timedelta(days=366)
A_YEAR_AGO = AS_OF - timedelta(days=365)


@pytest.mark.parametrize(
    ("tier", "last_on", "contact_on", "state"),
    [
        pytest.param("high", LONG_AGO, None, "high_value", id="high"),
        pytest.param("", None, AS_OF, "potential", id="never bought"),
        pytest.param("low", LONG_AGO, None, "lost", id="silent"),
        pytest.param("low", LONG_AGO, AS_OF, "ordinary", id="in touch"),
        pytest.param("medium", A_YEAR_AGO, LONG_AGO, "ordinary", id="a year to the day"),
    ],
)
def test_the_state_follows_tier_purchases_and_contact(tier, last_on, contact_on, state):
    found = state_of(tier=tier, last_on=last_on, contact_on=contact_on, as_of=AS_OF)

    assert found == state
