"""Promises found in what we write: while it is written, and after, to take or to dismiss."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, back_to, needs, once, posted
from heed.conversations.queries import conversations_visible_to
from heed.core.paging import page_before
from heed.expectations.forms.proposals import ProposalForm
from heed.expectations.models import Proposal
from heed.expectations.operations import proposals as operations
from heed.expectations.queries.advice import hours_of
from heed.expectations.queries.proposals import (
    Ground,
    found_while_writing,
    judged,
    open_proposals,
    proposals_visible_to,
)


@needs("conversations.answer")
@require_POST
def promises_found(request: SignedInRequest, conversation_id: int) -> HttpResponse:
    """The promises in a text that is being written, with the advisor's verdict: part of a form."""
    visible = conversations_visible_to(request.user).select_related("customer__team")
    conversation = get_object_or_404(visible, pk=conversation_id)
    now, team = timezone.now(), conversation.team or conversation.customer.team
    ground = Ground(conversation, hours_of(team), now)
    context = {
        "found": found_while_writing(request.POST.get("text", ""), ground),
        "ticked": set(request.POST.getlist("found")),
        "customer": conversation.customer,
        "now": now,
    }
    return render(request, "expectations/promises_found.html", context)


def _chosen(request: SignedInRequest, proposal_id: int) -> Proposal:
    return get_object_or_404(proposals_visible_to(request.user), pk=proposal_id)


def _page_of(proposal: Proposal) -> str:
    address = reverse("workspace:conversation", args=[proposal.message.conversation_id])
    return f"{address}?state=all#message-{proposal.message_id}"


@needs("promises.view")
def proposals(request: SignedInRequest) -> HttpResponse:
    """Promises written but not in the ledger, newest first."""
    is_own = request.GET.get("whose", "") == "mine"
    rows = open_proposals(request.user, is_own=is_own)
    page = page_before(rows, moment="found_at", before=request.GET.get("cursor", ""), size=30)
    context = {"page": page, "now": timezone.now(), "whose": "mine" if is_own else "team"}
    return render(request, "expectations/proposals.html", context)


@needs("promises.record")
@once
def proposal_take(request: SignedInRequest, proposal_id: int) -> HttpResponse:
    """Take what was found with one click, or open it, change it and take it."""
    proposal = _chosen(request, proposal_id)
    now, conversation = timezone.now(), proposal.message.conversation
    ground = Ground(conversation, hours_of(conversation.team or conversation.customer.team), now)
    found = judged(
        ground, wording=proposal.wording, due_at=proposal.due_at, why=proposal.why,
        proposal=proposal,
    )  # fmt: skip
    back = back_to(request, _page_of(proposal))
    initial: dict[str, object] = {"wording": found.wording, "topic": found.topic}
    if found.due_at and not found.is_past:
        initial["due_at"] = timezone.localtime(found.due_at)
    form = ProposalForm(posted(request), now=now, initial=initial)
    if form.is_valid():
        operations.take_proposal(
            proposal_id=proposal.pk, actor=request.user, now=now, **form.cleaned_data
        )
        messages.success(request, _("The promise stands in the ledger."))
        return redirect(back)
    context = {"form": form, "proposal": proposal, "found": found, "back": back, "now": now}
    status = 422 if form.is_bound else 200
    return render(request, "expectations/proposal_take.html", context, status=status)


@needs("promises.record")
@require_POST
def proposal_dismiss(request: SignedInRequest, proposal_id: int) -> HttpResponse:
    proposal = _chosen(request, proposal_id)
    operations.dismiss_proposal(proposal_id=proposal.pk, actor=request.user, now=timezone.now())
    messages.success(
        request,
        _("Marked as no promise."),
        extra_tags=reverse("expectations:proposal_reopen", args=[proposal.pk]),
    )
    return redirect(back_to(request, _page_of(proposal)))


@needs("promises.record")
@require_POST
def proposal_reopen(request: SignedInRequest, proposal_id: int) -> HttpResponse:
    proposal = _chosen(request, proposal_id)
    operations.reopen_proposal(proposal_id=proposal.pk, actor=request.user, now=timezone.now())
    return redirect(back_to(request, _page_of(proposal)))
