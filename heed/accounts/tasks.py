from datetime import datetime

from heed.accounts.operations import load_holidays
from heed.core.models import Calendar


def keep_holidays(*, now: datetime) -> None:
    """Add the public holidays that have become known since."""
    for calendar in Calendar.objects.exclude(country=""):
        load_holidays(calendar=calendar, around=now.date())
