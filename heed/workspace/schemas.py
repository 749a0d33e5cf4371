"""Shape of what the API gives where several rooms are composed."""

from ninja import Schema

from heed.core.api_paging import Page


class OpportunityOut(Schema):
    """One topic on which customers want more than the trade gives, or that we had to decline."""

    topic_id: int | None
    customers: int
    unaware: int
    spent_minor: int | None
    currency: str
    new_by_month: list[int]
    declined: int
    improvement_ids: list[int]


class OpportunityPage(Page[OpportunityOut]):
    pass
