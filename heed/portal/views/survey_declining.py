from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from heed.accounts.queries import system_user
from heed.customers import operations
from heed.portal.views.survey_pages import render_end
from heed.surveys.queries.invitations import survey_invitation_with


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decline_surveys(request: HttpRequest, token: str) -> HttpResponse:
    """Not to be asked again, confirmed and taken back on the same page."""
    invitation = survey_invitation_with(token)
    if invitation is None or invitation.customer.erased_at:
        return render_end(request, None, "unknown", status=404)
    customer = invitation.customer
    with translation.override(customer.language):
        if request.method != "POST":
            return render(request, "portal/survey_no_more.html", {"customer": customer})
        operations.decline_surveys(
            customer_id=customer.pk,
            is_declined=request.POST.get("answer") != "ask",
            actor=system_user(),
            now=timezone.now(),
        )
        return redirect(request.path)
