"""In which state a customer is, by what she buys and when we were last in touch."""

from datetime import date, timedelta

SILENCE = timedelta(days=365)


def state_of(*, tier: str, last_on: date | None, contact_on: date | None, as_of: date) -> str:
    """`high_value`, `potential` (no purchase yet), `lost` (silent for a year) or `ordinary`."""
    if tier == "high":
        return "high_value"
    if last_on is None:
        return "potential"
    days = [day for day in (last_on, contact_on) if day is not None]
    return "lost" if as_of - max(days) > SILENCE else "ordinary"
