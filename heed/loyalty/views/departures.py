from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from heed.accounts.http import SignedInRequest, back_to, needs, once, posted
from heed.customers.models import Customer
from heed.customers.queries import customers_visible_to
from heed.expectations.queries.standards import today
from heed.loyalty.forms.departures import DepartureForm, WithdrawForm, initial_of
from heed.loyalty.operations import departures as operations
from heed.loyalty.queries.departures import departures_in_force


@needs("departures.record")
@once
def departure_record(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = get_object_or_404(customers_visible_to(request.user), pk=customer_id)
    now = timezone.now()
    form = DepartureForm(posted(request), initial={"left_on": today(now)})
    if request.method == "POST" and form.is_valid():
        operations.record_departure(
            customer=customer, account=form.account(), actor=request.user, now=now
        )
        return _after(request, customer, _("Recorded that the customer left."))
    return _page(request, "departure_record", customer, {"form": form})


@needs("departures.record")
@once
def departure_correct(request: SignedInRequest, departure_id: int) -> HttpResponse:
    rows = departures_in_force(request.user).select_related("customer")
    departure = get_object_or_404(rows, pk=departure_id)
    form = DepartureForm(posted(request), initial=initial_of(departure))
    if request.method == "POST" and form.is_valid():
        operations.correct_departure(
            departure_id=departure.pk,
            account=form.account(),
            actor=request.user,
            now=timezone.now(),
        )
        return _after(request, departure.customer, _("Corrected; the former entry stays in sight."))
    context = {"form": form, "departure": departure}
    return _page(request, "departure_record", departure.customer, context)


@needs("departures.record")
@once
def departure_withdraw(request: SignedInRequest, departure_id: int) -> HttpResponse:
    rows = departures_in_force(request.user).select_related("customer")
    departure = get_object_or_404(rows, pk=departure_id)
    form = WithdrawForm(posted(request))
    if request.method == "POST" and form.is_valid():
        operations.withdraw_departure(
            departure_id=departure.pk,
            because=form.cleaned_data["because"],
            actor=request.user,
            now=timezone.now(),
        )
        return _after(request, departure.customer, _("Taken back; the entry stays in sight."))
    context = {"form": form, "departure": departure}
    return _page(request, "departure_withdraw", departure.customer, context)


def _back(request: SignedInRequest, customer: Customer) -> str:
    return back_to(request, reverse("workspace:customer", args=[customer.pk]))


def _after(request: SignedInRequest, customer: Customer, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    address = _back(request, customer)
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _page(
    request: SignedInRequest, name: str, customer: Customer, context: dict[str, object]
) -> HttpResponse:
    """Show a form in the drawer, or as a page of its own."""
    context = context | {
        "customer": customer,
        "back": _back(request, customer),
        "now": timezone.now(),
    }
    template = f"loyalty/{name}.html"
    status = 422 if request.method == "POST" else 200
    return render(request, f"{template}#form" if request.htmx else template, context, status=status)
