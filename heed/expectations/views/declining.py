"""A kind refusal: five short parts become one letter, which is read once more and sent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from heed.accounts.http import SignedInRequest, needs, once, posted
from heed.accounts.queries import organisation
from heed.expectations.forms.offers import DecliningForm
from heed.expectations.models import Negotiation
from heed.expectations.operations.declining import decline_negotiation
from heed.expectations.operations.offer_letters import has_address
from heed.expectations.ready_sentences import as_letter, ready_to_decline
from heed.expectations.views.negotiations import chosen, page_of_negotiation


@needs("negotiations.conduct")
@once
def negotiation_decline(request: SignedInRequest, negotiation_id: int) -> HttpResponse:
    """Make the letter of the five parts, then send it as changed; or keep that it was said."""
    negotiation = chosen(request, negotiation_id)
    ready = ready_to_decline(negotiation.customer)
    form = DecliningForm(posted(request), initial=_first(negotiation, ready))
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and request.POST.get("step") in {"send", "said"}:
        return _decline(request, negotiation, form)
    context = {
        "form": form,
        "ready": ready,
        "negotiation": negotiation,
        "customer": negotiation.customer,
        "has_address": has_address(negotiation),
        "letter": _letter(request, negotiation, form) if is_sent else "",
    }
    status = 422 if form.errors else 200
    return render(request, "expectations/negotiation_decline.html", context, status=status)


def _first(negotiation: Negotiation, ready: dict[str, list[str]]) -> dict[str, object]:
    firsts = {part: sentences[0] for part, sentences in ready.items() if part != "instead"}
    return firsts | {"topic": negotiation.topic_id}


def _letter(request: SignedInRequest, negotiation: Negotiation, form: DecliningForm) -> str:
    signed = (request.user.name, organisation().name)
    return as_letter(negotiation.customer, form.parts(), signed=signed)


def _decline(
    request: SignedInRequest, negotiation: Negotiation, form: DecliningForm
) -> HttpResponse:
    is_letter = request.POST.get("step") == "send"
    with translation.override(negotiation.customer.language):
        subject = translation.gettext("About your wish")
    decline_negotiation(
        negotiation_id=negotiation.pk,
        topic=form.cleaned_data["topic"],
        because=form.cleaned_data["because"],
        text=form.cleaned_data["text"] if is_letter else "",
        subject=subject,
        token=form.cleaned_data["token"],
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("Declined. The wish is counted among the opportunities."))
    return redirect(page_of_negotiation(negotiation))
