"""Advice over HTTP: what can be promised, what was announced, and how that was kept."""

from http import HTTPStatus

from django.utils import timezone
from ninja import Query

from heed.accounts.http import SignedInRequest
from heed.core.api_endpoints import Endpoints
from heed.core.api_paging import Rows, found, page_of
from heed.core.api_types import IdFromAddress
from heed.expectations.api import related
from heed.expectations.models import Announcement
from heed.expectations.operations import announcements as operations
from heed.expectations.queries.advice import (
    Advisor,
    Asked,
    Suggested,
    advisor_on,
    advisor_on_first_answer,
    hours_of,
)
from heed.expectations.queries.announcements import (
    Reliability,
    announcements_visible_to,
    reliability,
)
from heed.expectations.schemas.advice import (
    AdviceOut,
    AdviceQuery,
    AnnouncementIn,
    AnnouncementOut,
    AnnouncementPage,
    AnnouncementQuery,
    ReliabilitiesOut,
    SettlementIn,
)

endpoints = Endpoints("Advice")


@endpoints.get("/advice", needs="promises.view", answer=AdviceOut, may_miss=True)
def get_advice(request: SignedInRequest, query: Query[AdviceQuery]) -> dict[str, object]:
    """What can be promised to a customer now so that it is kept with a chosen share."""
    actor = request.user
    customer = related.customer_with_id(actor, query.customer_id)
    conversation = related.conversation_with_id(actor, query.conversation_id)
    team = conversation.team if conversation and conversation.team else customer.team
    asked = Asked.about(customer, conversation, hours=hours_of(team), now=timezone.now())
    advisor = (
        advisor_on_first_answer(asked)
        if query.is_first_answer
        else advisor_on(asked, related.topic_with_id(query.topic_id))
    )
    probability = advisor.chance(query.due_at) if query.due_at else None
    return _advice(advisor, float(query.coverage)) | {"probability": probability}


def _advice(advisor: Advisor, coverage: float) -> dict[str, object]:
    said = advisor.promise_by(coverage)
    if isinstance(said, Suggested):
        return {
            "series": said.series,
            "coverage": coverage,
            "due_at": said.due_at,
            "working_hours": said.hours,
            "past_coverage": said.achieved,
            "past_cases": said.cases,
            "finished_cases": said.ground.finished,
            "refusal": None,
            "needed_cases": None,
        }
    return {
        "series": None,
        "coverage": coverage,
        "due_at": None,
        "working_hours": None,
        "past_coverage": None,
        "past_cases": 0,
        "finished_cases": said.ground.finished if said.ground else 0,
        "refusal": said.reason,
        "needed_cases": said.needed or None,
    }


@endpoints.get("/advice/reliability", needs="ledger.view", answer=ReliabilitiesOut)
def get_reliability(request: SignedInRequest) -> dict[str, object]:
    """Announced shares against kept ones, by place."""
    places = reliability(announcements_visible_to(request.user))
    return {"places": [_reliability(each) for each in places]}


def _reliability(place: Reliability) -> dict[str, object]:
    is_known = place.kept.n > 0
    return {
        "place": place.place,
        "announced": place.announced if is_known else None,
        "kept": place.kept.value if is_known else None,
        "n": place.kept.n,
        "waiting": place.waiting,
        "ranges": [
            {
                "announced": each.announced,
                "kept": each.kept.value,
                "kept_lower": each.kept.lower,
                "kept_upper": each.kept.upper,
                "n": each.kept.n,
            }
            for each in place.bins
        ],
    }


@endpoints.get("/announcements", needs="promises.view", answer=AnnouncementPage)
def list_announcements(
    request: SignedInRequest, query: Query[AnnouncementQuery]
) -> Rows[Announcement]:
    """Times announced to customers you may see, the newest entry first."""
    return page_of(query.choose(announcements_visible_to(request.user)), query, request)


@endpoints.post("/announcements", needs="promises.record", answer=AnnouncementOut)
def announce(request: SignedInRequest, payload: AnnouncementIn) -> Announcement:
    """Find the time that is kept with the share asked for, to tell it in a form or queue."""
    actor = request.user
    return operations.announce(
        customer=related.customer_with_id(actor, payload.customer_id),
        conversation=related.conversation_with_id(actor, payload.conversation_id),
        topic=related.topic_with_id(payload.topic_id),
        place=payload.place,
        coverage=float(payload.coverage),
        actor=actor,
        now=timezone.now(),
    )


@endpoints.post(
    "/announcements/{announcement_id}/settle",
    needs="promises.record",
    answer=AnnouncementOut,
    status=HTTPStatus.OK,
)
def settle_announcement(
    request: SignedInRequest, announcement_id: IdFromAddress, payload: SettlementIn
) -> Announcement:
    """Say when it happened, where neither an answer nor a delivery in Heed tells it."""
    visible = announcements_visible_to(request.user)
    return operations.settle_by_hand(
        announcement_id=found(visible, announcement_id, "announcement_id").pk,
        happened_at=payload.happened_at,
        actor=request.user,
        now=timezone.now(),
    )
