from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, needs, once, posted
from heed.value.conditions import MEASURED, condition_said
from heed.value.models import TierPolicy
from heed.value.operations import tiering as operations
from heed.value.policies import conditions_of, policies, policy_in_force, preview_of
from heed.value.tier_forms import ApprovalForm, PolicyForm

MOST_SHOWN = 50


def _said(policy: TierPolicy | None) -> dict[str, object]:
    conditions = conditions_of(policy)
    return {
        "policy": policy,
        "high": condition_said(conditions.high),
        "medium": condition_said(conditions.medium),
        "margin": conditions.margin_percent,
    }


@needs("value.view")
def tiers(request: SignedInRequest) -> HttpResponse:
    """What decides tiers today, and every version of it."""
    now = timezone.now()
    context = {
        "now": now,
        "in_force": _said(policy_in_force(on=timezone.localdate(now))),
        "policies": policies()[:MOST_SHOWN],
        "may_change": request.user.may("tiers.change"),
    }
    return render(request, "value/tiers.html", context)


@needs("tiers.change")
@once
def policy_draft(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    conditions = conditions_of(policy_in_force(on=timezone.localdate(now)))
    form = PolicyForm(posted(request), initial=vars(conditions))
    if request.method == "POST" and form.is_valid():
        policy = operations.draft_tier_policy(actor=request.user, now=now, **form.cleaned_data)
        messages.success(request, _("Proposed. Who would move is being worked out."))
        return redirect("tiers:policy", policy.pk)
    context = {"form": form, "measured": MEASURED.items()}
    return render(request, "value/policy_draft.html", context, status=422 if form.is_bound else 200)


@needs("value.view")
def policy(request: SignedInRequest, policy_id: int) -> HttpResponse:
    """One version: what it says, who would move, and its approval."""
    chosen = get_object_or_404(policies(), pk=policy_id)
    now = timezone.now()
    context = {
        "now": now,
        "policy": chosen,
        "said": _said(chosen),
        "preview": preview_of(chosen, request.user),
        "form": ApprovalForm(initial={"valid_from": timezone.localdate(now)}),
        "may_change": request.user.may("tiers.change") and chosen.approved_at is None,
    }
    return render(request, "value/policy.html", context)


@needs("tiers.change")
@require_POST
@once
def policy_approve(request: SignedInRequest, policy_id: int) -> HttpResponse:
    chosen = get_object_or_404(TierPolicy, pk=policy_id)
    form = ApprovalForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the day from which it is in force."))
        return redirect("tiers:policy", chosen.pk)
    operations.approve_tier_policy(
        policy_id=chosen.pk, actor=request.user, now=timezone.now(), **form.cleaned_data
    )
    messages.success(request, _("Approved. Customers are placed by it from that day on."))
    return redirect("tiers:policy", chosen.pk)
