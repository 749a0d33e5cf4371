"""Promises found in what we wrote, over HTTP: taken into the ledger, or marked as none."""

from http import HTTPStatus

from django.utils import timezone
from ninja import Query

from heed.accounts.http import SignedInRequest
from heed.accounts.models import User
from heed.core.api_endpoints import Endpoints
from heed.core.api_paging import Rows, found, page_of
from heed.core.api_types import IdFromAddress
from heed.expectations.api import related
from heed.expectations.models import Promise, Proposal
from heed.expectations.operations import proposals as operations
from heed.expectations.queries.proposals import proposals_visible_to
from heed.expectations.schemas.advice import ProposalOut, ProposalPage, ProposalQuery, TakingIn
from heed.expectations.schemas.promises import PromiseOut

endpoints = Endpoints("Promises found")


def _proposal(actor: User, proposal_id: int) -> Proposal:
    return found(proposals_visible_to(actor), proposal_id, "proposal_id")


@endpoints.get("/proposals", needs="promises.view", answer=ProposalPage)
def list_proposals(request: SignedInRequest, query: Query[ProposalQuery]) -> Rows[Proposal]:
    """Promises found in conversations you may see, the newest entry first."""
    return page_of(query.choose(proposals_visible_to(request.user)), query, request)


@endpoints.post("/proposals/{proposal_id}/take", needs="promises.record", answer=PromiseOut)
def take_proposal(
    request: SignedInRequest, proposal_id: IdFromAddress, payload: TakingIn
) -> Promise:
    """Enter what was found in the ledger, as it was found or as given."""
    return operations.take_proposal(
        proposal_id=_proposal(request.user, proposal_id).pk,
        wording=payload.wording,
        due_at=payload.due_at,
        topic=related.topic_with_id(payload.topic_id),
        is_separate=payload.is_separate,
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.post(
    "/proposals/{proposal_id}/dismiss",
    needs="promises.record",
    answer=ProposalOut,
    status=HTTPStatus.OK,
)
def dismiss_proposal(request: SignedInRequest, proposal_id: IdFromAddress) -> Proposal:
    """Mark what was found as no promise."""
    return operations.dismiss_proposal(
        proposal_id=_proposal(request.user, proposal_id).pk,
        actor=request.user,
        now=timezone.now(),
    )


@endpoints.post(
    "/proposals/{proposal_id}/reopen",
    needs="promises.record",
    answer=ProposalOut,
    status=HTTPStatus.OK,
)
def reopen_proposal(request: SignedInRequest, proposal_id: IdFromAddress) -> Proposal:
    """Propose again what was marked as no promise."""
    return operations.reopen_proposal(
        proposal_id=_proposal(request.user, proposal_id).pk,
        actor=request.user,
        now=timezone.now(),
    )
