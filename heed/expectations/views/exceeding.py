from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from heed.accounts.http import SignedInRequest, back_to, needs, once, posted
from heed.accounts.queries import organisation
from heed.customers.queries import customers_visible_to
from heed.expectations.forms.exceeding import ExceedingForm
from heed.expectations.operations.exceeding import record_exceeding
from heed.expectations.views.records import done


@needs("exceedings.record")
@once
def exceeding_record(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = get_object_or_404(customers_visible_to(request.user), pk=customer_id)
    form = ExceedingForm(
        posted(request),
        customer=customer,
        currency=organisation().currency,
        initial={"promise": request.GET.get("promise", "")},
    )
    back = back_to(request, reverse("workspace:customer", args=[customer.pk]))
    if request.method == "POST" and form.is_valid():
        record_exceeding(
            customer=customer, actor=request.user, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("Noted. Its effect is read from what the customer says next."))
        return done(request, back)
    context = {"form": form, "customer": customer, "back": back}
    template = "expectations/exceeding_record.html"
    name = f"{template}#form" if request.htmx else template
    return render(request, name, context, status=422 if form.is_bound else 200)
