from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from heed.accounts.http import SignedInRequest, back_to, needs, once, posted
from heed.core.paging import page_before
from heed.core.plots.figures import draw_ahead
from heed.customers.models import Customer
from heed.expectations.queries.standards import today
from heed.loyalty.forms.leaving import LeavingForm, PriorForm
from heed.loyalty.models import Departure, LeavingSnapshot, Prior
from heed.loyalty.operations.priors import set_prior
from heed.loyalty.queries import pictures, reasons
from heed.loyalty.queries.priors import prior_in_force, priors_named
from heed.loyalty.queries.snapshots import newest_snapshot
from heed.loyalty.rules.following import PERIOD_DAYS, SILENT

PLACES = (SILENT, reasons.ANY, reasons.CONTROLLABLE, *Departure.Reason.values)


@dataclass(frozen=True)
class Scope:
    """What the page is narrowed to; `since` is the first day of the period."""

    tier: str
    period: str
    since: date | None


def _scope(request: SignedInRequest, snapshot: LeavingSnapshot | None) -> Scope:
    """Periods are those of the snapshot, so that reasons and curves are of the same time."""
    form = LeavingForm(request.GET)
    form.is_valid()
    period = form.cleaned_data.get("period") or "12"
    days = PERIOD_DAYS.get(period)
    until = snapshot.rule.as_of if snapshot else today(timezone.now())
    since = until - timedelta(days=days) if days else None
    return Scope(form.cleaned_data.get("tier") or "", period, since)


def _context(
    request: SignedInRequest, scope: Scope, snapshot: LeavingSnapshot | None
) -> dict[str, object]:
    return {
        "now": timezone.now(),
        "form": LeavingForm({"tier": scope.tier, "period": scope.period}),
        "scope": scope,
        "found": reasons.distribution(request.user, since=scope.since, tier=scope.tier),
        "may_change_prior": request.user.may("priors.change"),
        "snapshot": snapshot,
    } | (_followed(snapshot, scope) if snapshot else {})


def _followed(snapshot: LeavingSnapshot, scope: Scope) -> dict[str, object]:
    """The curves of the period, with their tables."""
    tiers = snapshot.curves[scope.period]["tiers"]
    is_by_tier = scope.tier in tiers
    tier = scope.tier if is_by_tier else ""
    drawn = pictures.leaving_pictures(snapshot, scope.period, tier)
    draw_ahead(drawn)
    return {
        "is_by_tier": is_by_tier,
        "stays": pictures.stays(tiers, tier),
        "causes": pictures.causes(tiers[tier]),
        "pictures": drawn,
    }


@needs("leaving.view")
def leaving(request: SignedInRequest) -> HttpResponse:
    """Why customers leave and how long they stay."""
    snapshot = newest_snapshot()
    context = _context(request, _scope(request, snapshot), snapshot)
    return render(request, "loyalty/leaving.html", context)


@needs("leaving.view")
def leaving_rows(request: SignedInRequest, of: str) -> HttpResponse:
    """The rows behind one figure: in the drawer, or with the page around it."""
    if of not in PLACES:
        raise Http404
    snapshot, cursor = newest_snapshot(), request.GET.get("cursor", "")
    scope = _scope(request, snapshot)
    drawer: dict[str, object] = {
        "of": of,
        "title": _title(of),
        "now": timezone.now(),
        "back": f"{reverse('loyalty:leaving')}?{request.GET.urlencode()}",
    }
    if of == SILENT:
        drawer["page"] = page_before(
            _silent(request, scope, snapshot), moment="last_activity_at", before=cursor, size=20
        )
    else:
        rows = reasons.departures_behind(request.user, of, since=scope.since, tier=scope.tier)
        drawer["page"] = page_before(rows, moment="recorded_at", before=cursor, size=20)
    if request.htmx:
        return render(request, "loyalty/leaving_rows.html", drawer)
    return render(request, "loyalty/leaving.html", _context(request, scope, snapshot) | drawer)


def _silent(
    request: SignedInRequest, scope: Scope, snapshot: LeavingSnapshot | None
) -> QuerySet[Customer]:
    if snapshot is None:
        raise Http404
    return reasons.silent_customers(request.user, as_of=snapshot.rule.as_of, since=scope.since)


def _title(of: str) -> str:
    if of == reasons.ANY:
        return _("Leavings on record")
    if of == reasons.CONTROLLABLE:
        return _("Whom we could have kept")
    return pictures.reason_said(of)


@needs("priors.change")
@once
def prior_change(request: SignedInRequest) -> HttpResponse:
    """What is believed of the reasons, with where that comes from."""
    name = Prior.Name.REASONS_FOR_LEAVING
    form = PriorForm(posted(request), prior=prior_in_force(name))
    back = back_to(request, reverse("loyalty:leaving"))
    if request.method == "POST" and form.is_valid():
        set_prior(
            name=name,
            values=form.shares,
            cases=form.cleaned_data["cases"],
            source=form.cleaned_data["source"],
            actor=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("Set. What was believed before stays on record."))
        return HttpResponseClientRedirect(back) if request.htmx else redirect(back)
    context = {"form": form, "back": back, "former": priors_named(name), "now": timezone.now()}
    template = "loyalty/prior_change.html"
    shown = f"{template}#form" if request.htmx else template
    return render(request, shown, context, status=422 if form.is_bound else 200)
