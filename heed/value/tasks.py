from datetime import datetime

from heed.accounts.queries import system_user
from heed.value.operations.valuing import revalue_customers
from heed.value.queries import is_valuation_stale


def revalue_when_stale(*, now: datetime) -> None:
    """Value the customers again after an import, and at least once a day."""
    if is_valuation_stale(now=now):
        revalue_customers(actor=system_user(), now=now)
