"""Standing promises over HTTP: on condition, again and again, and guarantees to everybody."""

from http import HTTPStatus

from django.utils import timezone
from ninja import Query

from heed.accounts.http import SignedInRequest
from heed.core.api_endpoints import Endpoints
from heed.core.api_paging import Rows, found, page_of
from heed.core.api_types import IdFromAddress
from heed.expectations.api import related
from heed.expectations.models import Promise, StandingPromise
from heed.expectations.operations import cases, repeating
from heed.expectations.operations import standing as operations
from heed.expectations.queries.standing import standing_visible_to
from heed.expectations.rhythm import Rhythm
from heed.expectations.schemas import standing as schemas
from heed.expectations.schemas.promises import PromiseOut

endpoints = Endpoints("Standing promises")


def _standing(request: SignedInRequest, standing_id: int) -> int:
    return found(standing_visible_to(request.user), standing_id, "standing_id").pk


@endpoints.get("/standing-promises", needs="promises.view", answer=schemas.StandingPromisePage)
def list_standing_promises(
    request: SignedInRequest, query: Query[schemas.StandingPromiseQuery]
) -> Rows[StandingPromise]:
    """Guarantees, and what stands promised to customers you may see, the newest entry first."""
    rows = standing_visible_to(request.user)
    if query.kind is not None:
        rows = rows.filter(kind=query.kind)
    if query.customer_id is not None:
        rows = rows.filter(customer_id=query.customer_id)
    return page_of(rows, query, request)


@endpoints.post(
    "/standing-promises/conditional", needs="promises.record", answer=schemas.StandingPromiseOut
)
def promise_on_condition(
    request: SignedInRequest, payload: schemas.ConditionalIn
) -> StandingPromise:
    """Promise something for the case that something else happens."""
    actor, owner_id = request.user, payload.owner_id
    return operations.promise_on_condition(
        customer=related.customer_with_id(actor, payload.customer_id),
        conversation=related.conversation_with_id(actor, payload.conversation_id),
        topic=related.topic_with_id(payload.topic_id),
        owner=related.colleague_with_id(actor, owner_id) if owner_id else None,
        condition=payload.condition,
        wording=payload.wording,
        within=payload.within,
        within_unit=payload.within_unit,
        value=payload.value,
        actor=actor,
        now=timezone.now(),
    )


@endpoints.post(
    "/standing-promises/repeating", needs="promises.record", answer=schemas.StandingPromiseOut
)
def promise_repeatedly(request: SignedInRequest, payload: schemas.RepeatingIn) -> StandingPromise:
    """Promise something for every business day, week or month."""
    actor, owner_id = request.user, payload.owner_id
    return repeating.promise_repeatedly(
        customer=related.customer_with_id(actor, payload.customer_id),
        conversation=related.conversation_with_id(actor, payload.conversation_id),
        topic=related.topic_with_id(payload.topic_id),
        owner=related.colleague_with_id(actor, owner_id) if owner_id else None,
        wording=payload.wording,
        rhythm=Rhythm(payload.every, payload.day, payload.at),
        ends_on=payload.ends_on,
        value=payload.value,
        actor=actor,
        now=timezone.now(),
    )


@endpoints.post("/guarantees", needs="guarantees.change", answer=schemas.StandingPromiseOut)
def give_guarantee(request: SignedInRequest, payload: schemas.GuaranteeIn) -> StandingPromise:
    """Promise something to everybody, or to a tier; each case makes a promise."""
    return operations.guarantee(
        wording=payload.wording,
        wording_zh=payload.wording_zh,
        trigger=payload.trigger,
        condition=payload.condition,
        within=payload.within,
        within_unit=payload.within_unit,
        tier=payload.tier or "",
        topic=related.topic_with_id(payload.topic_id),
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.post(
    "/standing-promises/{standing_id}/come-true", needs="promises.record", answer=PromiseOut
)
def note_condition_met(
    request: SignedInRequest, standing_id: IdFromAddress, payload: schemas.MetIn
) -> Promise:
    """Say that the condition came true: the promise given back is owed from then on."""
    return cases.note_condition_met(
        standing_id=_standing(request, standing_id),
        met_at=payload.met_at,
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.post("/guarantees/{standing_id}/cover", needs="promises.record", answer=PromiseOut)
def cover_case(
    request: SignedInRequest, standing_id: IdFromAddress, payload: schemas.CaseIn
) -> Promise:
    """Say that a customer has come into the case of a guarantee: what is now promised to her."""
    actor = request.user
    return cases.cover_case(
        standing_id=_standing(request, standing_id),
        customer=related.customer_with_id(actor, payload.customer_id),
        conversation=related.conversation_with_id(actor, payload.conversation_id),
        happened_at=payload.happened_at,
        actor=actor,
        now=timezone.now(),
    )


@endpoints.post(
    "/standing-promises/{standing_id}/end",
    needs="promises.close",
    answer=schemas.StandingPromiseOut,
    status=HTTPStatus.OK,
)
def end_standing_promise(
    request: SignedInRequest, standing_id: IdFromAddress, payload: schemas.EndIn
) -> StandingPromise:
    """Let nothing more be made from it; what it has made stays owed."""
    return operations.end_standing(
        standing_id=_standing(request, standing_id),
        because=payload.because,
        actor=request.user,
        now=timezone.now(),
    )
