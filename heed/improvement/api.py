"""Improvements over HTTP: opened, moved, measured, closed."""

from http import HTTPStatus

from django.utils import timezone
from ninja import Query

from heed.accounts.http import SignedInRequest
from heed.accounts.queries import people_near
from heed.core.api_endpoints import Endpoints
from heed.core.api_paging import PageQuery, Rows, found, page_of
from heed.core.api_types import IdFromAddress
from heed.expectations.queries.records import topics
from heed.improvement import schemas
from heed.improvement.models import Improvement, ImprovementNote, Measurement
from heed.improvement.operations import improvements as operations
from heed.improvement.operations import measuring, moving
from heed.improvement.queries.improvements import improvements

endpoints = Endpoints("Improvements")


def _with_id(request: SignedInRequest, improvement_id: int) -> Improvement:
    return found(improvements(request.user), improvement_id, "improvement_id")


@endpoints.get("/improvements", needs="ledger.view", answer=schemas.ImprovementPage)
def list_improvements(
    request: SignedInRequest, query: Query[schemas.ImprovementQuery]
) -> Rows[Improvement]:
    """What we set out to improve, the newest entry first; what had no effect too."""
    return page_of(query.choose(improvements(request.user)), query, request)


@endpoints.get("/improvements/{improvement_id}", needs="ledger.view", answer=schemas.ImprovementOut)
def get_improvement(request: SignedInRequest, improvement_id: IdFromAddress) -> Improvement:
    """One improvement."""
    return _with_id(request, improvement_id)


@endpoints.get(
    "/improvements/{improvement_id}/measurements",
    needs="ledger.view",
    answer=schemas.MeasurementPage,
)
def list_measurements(
    request: SignedInRequest, improvement_id: IdFromAddress, query: Query[PageQuery]
) -> Rows[Measurement]:
    """What was measured of an improvement, the newest entry first."""
    return page_of(_with_id(request, improvement_id).measurements.all(), query, request)


@endpoints.post("/improvements", needs="improvements.propose", answer=schemas.ImprovementOut)
def open_improvement(request: SignedInRequest, payload: schemas.ImprovementIn) -> Improvement:
    """Open an improvement; its figure is read and kept as it is now."""
    given = payload.model_dump()
    topic_id, owner_id = given.pop("topic_id"), given.pop("owner_id")
    people = people_near(request.user)
    return operations.open_improvement(
        **given,
        topic=found(topics(), topic_id, "topic_id") if topic_id else None,
        owner=found(people, owner_id, "owner_id") if owner_id else None,
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.post(
    "/improvements/{improvement_id}/move",
    needs="improvements.change",
    answer=schemas.ImprovementOut,
    status=HTTPStatus.OK,
)
def move_improvement(
    request: SignedInRequest, improvement_id: IdFromAddress, payload: schemas.MoveIn
) -> Improvement:
    """Put an open improvement from the state it `was` in into another."""
    return moving.move_improvement(
        improvement_id=_with_id(request, improvement_id).pk,
        was=payload.was,
        state=payload.state,
        effective_on=payload.effective_on,
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.post(
    "/improvements/{improvement_id}/measure",
    needs="improvements.change",
    answer=schemas.MeasurementOut,
)
def measure_improvement(
    request: SignedInRequest,
    improvement_id: IdFromAddress,
    payload: schemas.NothingIn,  # noqa: ARG001
) -> Measurement:
    """Read the figure before and after, now."""
    return measuring.measure_improvement(
        improvement_id=_with_id(request, improvement_id).pk,
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.post(
    "/improvements/{improvement_id}/notes", needs="improvements.propose", answer=schemas.NoteOut
)
def note_on_improvement(
    request: SignedInRequest, improvement_id: IdFromAddress, payload: schemas.NoteIn
) -> ImprovementNote:
    """Write a dated note."""
    return operations.note_on_improvement(
        improvement_id=_with_id(request, improvement_id).pk,
        text=payload.text,
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.post(
    "/improvements/{improvement_id}/close",
    needs="improvements.change",
    answer=schemas.ImprovementOut,
    status=HTTPStatus.OK,
)
def close_improvement(
    request: SignedInRequest, improvement_id: IdFromAddress, payload: schemas.ResultIn
) -> Improvement:
    """Close it with what came of it; its state is what the last measurement says."""
    return moving.close_improvement(
        improvement_id=_with_id(request, improvement_id).pk,
        result=payload.result,
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.post(
    "/improvements/{improvement_id}/reopen",
    needs="improvements.change",
    answer=schemas.ImprovementOut,
    status=HTTPStatus.OK,
)
def reopen_improvement(
    request: SignedInRequest,
    improvement_id: IdFromAddress,
    payload: schemas.NothingIn,  # noqa: ARG001
) -> Improvement:
    """Take back that it was closed."""
    return moving.reopen_improvement(
        improvement_id=_with_id(request, improvement_id).pk,
        actor=request.user,
        now=timezone.now(),
    )
