"""Whom to ask, from plain values to plain values."""

from datetime import datetime, timedelta

ANSWERABLE = timedelta(days=30)


def skip_reason(
    *, outcome: str, last_asked_at: datetime | None, gap_days: int, address: str, now: datetime
) -> str:
    """Why not to ask after this promise; empty where the customer is to be asked."""
    if outcome == "waived":
        return "not_delivered"
    if not address:
        return "no_address"
    if last_asked_at and now - last_asked_at < timedelta(days=gap_days):
        return "asked_recently"
    return ""
