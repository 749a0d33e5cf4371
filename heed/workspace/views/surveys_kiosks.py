from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, needs, once, posted
from heed.core.links import link_to
from heed.surveys.forms.kiosks import KioskForm
from heed.surveys.models import Kiosk
from heed.surveys.operations.kiosks import open_kiosk, renew_link, retire_kiosk
from heed.surveys.queries.kiosks import files_needed, kiosk_lines, kiosk_token_of, kiosks_of
from heed.surveys.queries.versions import asked_in
from heed.workspace.views.surveys import is_open, survey_for
from heed.workspace.views.surveys_inviting import qr_code


def link_of(kiosk: Kiosk) -> str:
    return link_to("portal:kiosk", kiosk_token_of(kiosk))


@needs("surveys.view")
@once
def survey_kiosks(request: SignedInRequest, survey_id: int) -> HttpResponse:
    """The tablets that ask in a survey, and putting up another."""
    survey, now = survey_for(request.user, survey_id), timezone.now()
    form = KioskForm(posted(request))
    if request.method == "POST" and form.is_valid():
        kiosk = open_kiosk(
            survey_id=survey.pk, name=form.cleaned_data["name"], actor=request.user, now=now
        )
        return redirect("workspace:survey_kiosk", survey.pk, kiosk.pk)
    context = {
        "now": now,
        "survey": survey,
        "form": form,
        "lines": kiosk_lines(survey, now=now),
        "is_open": is_open(survey),
        "may_open": request.user.may("surveys.open"),
        "files_needed": files_needed(asked_in(survey.version)),
    }
    status = 422 if form.is_bound else 200
    return render(request, "workspace/survey_kiosks.html", context, status=status)


@needs("surveys.open")
def survey_kiosk(request: SignedInRequest, survey_id: int, kiosk_id: int) -> HttpResponse:
    """The link of one kiosk, as words and as a code for the tablet's camera."""
    survey = survey_for(request.user, survey_id)
    kiosk = get_object_or_404(kiosks_of(survey), pk=kiosk_id)
    context = {
        "now": timezone.now(),
        "survey": survey,
        "kiosk": kiosk,
        "link": link_of(kiosk),
        "code": qr_code(link_of(kiosk)),
    }
    return render(request, "workspace/survey_kiosk.html", context)


@needs("surveys.open")
@require_POST
def survey_kiosk_link(request: SignedInRequest, survey_id: int, kiosk_id: int) -> HttpResponse:
    survey = survey_for(request.user, survey_id)
    kiosk = get_object_or_404(kiosks_of(survey), pk=kiosk_id)
    renew_link(kiosk_id=kiosk.pk, actor=request.user, now=timezone.now())
    messages.success(request, _("The link before is no longer good. Open this one on the tablet."))
    return redirect("workspace:survey_kiosk", survey.pk, kiosk.pk)


@needs("surveys.open")
@require_POST
def survey_kiosk_retire(request: SignedInRequest, survey_id: int, kiosk_id: int) -> HttpResponse:
    survey = survey_for(request.user, survey_id)
    kiosk = get_object_or_404(kiosks_of(survey), pk=kiosk_id)
    retire_kiosk(kiosk_id=kiosk.pk, actor=request.user, now=timezone.now())
    messages.success(
        request, _("Nobody begins there any more. What the tablet has kept still comes in.")
    )
    return redirect("workspace:survey_kiosks", survey.pk)
