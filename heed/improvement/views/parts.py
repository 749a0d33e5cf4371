"""What the views of improvements share."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from heed.accounts.http import SignedInRequest, back_to


def after(request: SignedInRequest, sentence: str, undo: str = "") -> HttpResponse:
    """Say what was done, and go back to where the form was opened."""
    messages.success(request, sentence, extra_tags=undo)
    address = back_to(request, reverse("improvement:board"))
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def page(
    request: SignedInRequest, name: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    """Show a form in the drawer, or as a page of its own."""
    context = context | {
        "back": back_to(request, reverse("improvement:board")),
        "now": timezone.now(),
    }
    template = f"improvement/{name}.html"
    return render(request, f"{template}#form" if request.htmx else template, context, status=status)
