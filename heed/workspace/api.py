"""Opportunities over HTTP: what customers expect beyond the norm, with their spend."""

from typing import Any

from django.utils import timezone
from ninja import Query

from heed.accounts.http import SignedInRequest
from heed.core.api_endpoints import Endpoints
from heed.core.api_paging import PageQuery, refuse_unknown
from heed.value.queries import valued_currency
from heed.workspace.queries.opportunities import opportunities
from heed.workspace.schemas import OpportunityPage

endpoints = Endpoints("Opportunities")


@endpoints.get("/opportunities", needs="ledger.view", answer=OpportunityPage)
def list_opportunities(request: SignedInRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """Unreasonable expectations by topic, the greatest spend behind them first.

    The whole list comes at once; `limit` and `cursor` do nothing.
    """
    refuse_unknown(request, type(query).model_fields)
    may_see_value = request.user.may("value.view")
    currency = valued_currency()
    items = [
        {
            "topic_id": row.topic.pk if row.topic else None,
            "customers": row.customers,
            "unaware": row.unaware,
            "spent_minor": row.spent_minor if may_see_value else None,
            "currency": currency,
            "new_by_month": row.new,
            "declined": row.declined,
            "improvement_ids": [improvement.pk for improvement in row.improvements],
        }
        for row in opportunities(request.user, now=timezone.now())
    ]
    return {"items": items, "next_cursor": None}
