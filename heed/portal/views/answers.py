from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache

from heed.accounts.http import posted
from heed.accounts.queries import organisation, system_user
from heed.portal.forms import TwoQuestionsForm
from heed.surveys.models import Invitation
from heed.surveys.operations.invitations import answer_invitation
from heed.surveys.queries.invitations import invitation_with


@never_cache
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The two questions, in the customer's language; reading the page changes nothing."""
    invitation = invitation_with(token)
    if invitation is None:
        raise Http404
    with translation.override(invitation.customer.language):
        return _page(request, invitation)


def _page(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    now = timezone.now()
    form = TwoQuestionsForm(posted(request), asks_satisfaction=organisation().asks_satisfaction)
    context: dict[str, object] = {"invitation": invitation, "form": form}
    if invitation.answered_at:
        return render(request, "portal/answered.html", context)
    if invitation.expires_at and invitation.expires_at < now:
        return render(request, "portal/expired.html", context, status=410)
    if request.method != "POST" or not form.is_valid():
        return render(request, "portal/answer.html", context, status=422 if form.is_bound else 200)
    answer_invitation(
        invitation_id=invitation.pk, actor=system_user(), now=now, **form.cleaned_data
    )
    return render(request, "portal/answered.html", context)
