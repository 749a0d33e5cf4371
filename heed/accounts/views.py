from typing import Any

from django.contrib import messages
from django.contrib.auth import views as sign_in_views
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as set_language_cookie

from heed.accounts import operations, queries
from heed.accounts.forms import AbsenceForm, CompanyForm, PreferencesForm, SignInForm, TokenForm
from heed.accounts.http import SignedInRequest, needs, once, posted
from heed.accounts.models import User
from heed.accounts.queries import organisation

sign_in = sign_in_views.LoginView.as_view(
    template_name="accounts/sign_in.html",
    authentication_form=SignInForm,
    redirect_authenticated_user=True,
)
sign_out = sign_in_views.LogoutView.as_view(next_page="accounts:sign_in")


def locked_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """Answer to too many failed attempts to sign in."""
    return render(request, "accounts/locked_out.html", status=429)


@needs("customers.view")
def settings_page(request: SignedInRequest) -> HttpResponse:
    form = PreferencesForm(
        posted(request),
        initial={"language": request.user.language, "time_zone": request.user.time_zone},
    )
    if request.method == "POST" and form.is_valid():
        operations.change_preferences(
            actor=request.user, theme=request.user.theme, **form.cleaned_data
        )
        if form.cleaned_data["language"]:
            translation.activate(form.cleaned_data["language"])
        messages.success(request, _("Your settings are saved."))
        return redirect("accounts:settings")
    context = {
        "form": form,
        "may_make_tokens": request.user.may("tokens.manage"),
        "may_be_away": request.user.may("absences.change"),
        "may_change_company": request.user.may("settings.change"),
    }
    return render(request, "accounts/settings.html", context, status=_status(form))


@needs("settings.change")
def company(request: SignedInRequest) -> HttpResponse:
    form = CompanyForm(posted(request), instance=organisation())
    if request.method == "POST" and form.is_valid():
        operations.change_organisation(
            changes=form.cleaned_data, actor=request.user, now=timezone.now()
        )
        messages.success(request, _("Saved, and in force from now on."))
        return redirect("accounts:company")
    return render(request, "accounts/company.html", {"form": form}, status=_status(form))


@needs("absences.change")
@once
def absences(request: SignedInRequest) -> HttpResponse:
    """Who is away and who stands in; more of it."""
    actor, now = request.user, timezone.now()
    may_change_any = actor.may("absences.change_any")
    colleagues = queries.colleagues_of(actor)
    people = colleagues if may_change_any else colleagues.filter(pk=actor.pk)
    form = AbsenceForm(
        posted(request), now=now, people=people, colleagues=colleagues, initial={"user": actor.pk}
    )
    if request.method == "POST" and form.is_valid():
        operations.note_absence(actor=actor, now=now, **form.cleaned_data)
        messages.success(request, _("Noted. What is due meanwhile is handed over as it begins."))
        return redirect("accounts:absences")
    context = {
        "form": form,
        "now": now,
        "absences": queries.absences_visible_to(actor, at=now)[:100],
        "may_change_any": may_change_any,
    }
    status = 422 if form.is_bound else 200
    return render(request, "accounts/absences.html", context, status=status)


@needs("absences.change")
@require_POST
def absence_cancel(request: SignedInRequest, absence_id: int) -> HttpResponse:
    now = timezone.now()
    visible = queries.absences_visible_to(request.user, at=now)
    absence = get_object_or_404(visible, pk=absence_id)
    operations.cancel_absence(absence=absence, actor=request.user, now=now)
    messages.success(request, _("The absence is cancelled. What was handed over stays there."))
    return redirect("accounts:absences")


@needs("tokens.manage")
def tokens(request: SignedInRequest) -> HttpResponse:
    form = TokenForm(posted(request))
    fresh = ""
    if request.method == "POST" and form.is_valid():
        fresh = _create_token(request.user, form.cleaned_data)
        form = TokenForm()
    own = request.user.tokens.order_by("revoked_at", "-created_at")
    context = {"form": form, "tokens": own, "fresh": fresh, "now": timezone.now()}
    return render(request, "accounts/tokens.html", context, status=_status(form))


def _create_token(owner: User, wanted: dict[str, Any]) -> str:
    now = timezone.now()
    lifetime = wanted["lifetime"]
    _token, text = operations.create_token(
        name=wanted["name"],
        scopes=wanted["scopes"],
        expires_at=now + lifetime if lifetime else None,
        actor=owner,
        now=now,
    )
    return text


@needs("tokens.manage")
@require_POST
def token_revoke(request: SignedInRequest, token_id: int) -> HttpResponse:
    token = get_object_or_404(request.user.tokens, pk=token_id)
    operations.revoke_token(token=token, actor=request.user, now=timezone.now())
    messages.success(request, _("The token no longer works."))
    return redirect("accounts:tokens")


@needs("customers.view")
@require_POST
def notices_read(request: SignedInRequest) -> HttpResponseRedirect:
    operations.read_notices(actor=request.user, now=timezone.now())
    return HttpResponseRedirect("/")


def set_language(request: HttpRequest) -> HttpResponse:
    """Switch language: for the browser by a cookie, for a signed-in person for good."""
    if request.method == "POST" and isinstance(request.user, User):
        operations.change_preferences(
            actor=request.user,
            language=request.POST.get("language", ""),
            time_zone=request.user.time_zone,
            theme=request.user.theme,
        )
    return set_language_cookie(request)


def _status(form: BaseForm) -> int:
    return 422 if form.is_bound and not form.is_valid() else 200
