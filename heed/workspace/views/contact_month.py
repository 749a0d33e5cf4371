"""The contact policy looked at as a whole: a month ahead, and who was not asked and why."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from heed.accounts.http import SignedInRequest, needs
from heed.accounts.queries import organisation
from heed.core.paging import page_before
from heed.surveys.forms.surveys import PolicyForm
from heed.surveys.models import Invitation
from heed.surveys.queries.contacts import contact_policy
from heed.surveys.queries.policy_months import Day, Month, month_of, skips_visible_to
from heed.surveys.queries.rounds import open_rounds_visible_to

PICTURE_HEIGHT = 96
LABEL_EVERY = 10


@needs("surveys.view")
def contact_month(request: SignedInRequest) -> HttpResponse:
    """How many can be asked on each of the coming days, by the policy or by another one tried."""
    policy, now = contact_policy(), timezone.now()
    now_is = {"gap_days": policy.gap.days, "most_a_year": policy.most_a_year}
    form = PolicyForm(request.GET if "gap_days" in request.GET else None, initial=now_is)
    tried = form.is_bound and form.is_valid() and form.cleaned_data != now_is
    zone = ZoneInfo(organisation().time_zone)
    usual = month_of(policy, actor=request.user, now=now, zone=zone)
    month = usual
    if tried:
        other = replace(
            policy,
            gap=timedelta(days=form.cleaned_data["gap_days"]),
            most_a_year=form.cleaned_data["most_a_year"],
        )
        month = month_of(other, actor=request.user, now=now, zone=zone)
    context = {
        "now": now,
        "form": form,
        "month": month,
        "usual": usual if tried else None,
        "bars": [_bar(place, day, month) for place, day in enumerate(month.days)],
        "rounds": list(open_rounds_visible_to(request.user)),
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "workspace/contact_month.html", context, status=status)


def _bar(place: int, day: Day, month: Month) -> dict[str, object]:
    """A day in the picture: how high it stands, and its date where there is room for one."""
    height = round(PICTURE_HEIGHT * day.may_be_asked / month.most)
    return {
        "day": day,
        "top": PICTURE_HEIGHT - height,
        "height": height,
        "is_labelled": place % LABEL_EVERY == 0,
    }


@needs("surveys.view")
def contact_skips(request: SignedInRequest) -> HttpResponse:
    """Who was not asked, why, and until when."""
    wanted = request.GET.get("reason", "")
    reason = wanted if wanted in Invitation.Skip.values else ""
    rows = skips_visible_to(request.user, reason=reason)
    page = page_before(rows, moment="created_at", before=request.GET.get("cursor", ""))
    context = {
        "now": timezone.now(),
        "page": page,
        "reason": reason,
        "reasons": Invitation.Skip.choices,
    }
    return render(request, "workspace/contact_skips.html", context)
