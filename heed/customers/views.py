from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, needs, once, posted
from heed.accounts.queries import colleagues_of
from heed.core.links import link_to
from heed.customers import operations
from heed.customers.forms import (
    HEAD_FIELDS,
    ContactPointForm,
    CustomerForm,
    EraseForm,
    FactForm,
    NewCustomerForm,
)
from heed.customers.merging import merge_customers, undo_merge
from heed.customers.models import ContactPoint, Customer, Fact, Merge
from heed.customers.queries import (
    beside,
    customer_found_by,
    customers_visible_to,
    personal_token,
)


def _chosen(request: SignedInRequest, customer_id: int) -> Customer:
    return get_object_or_404(customers_visible_to(request.user), pk=customer_id)


@needs("customers.change")
@once
def customer_create(request: SignedInRequest) -> HttpResponse:
    form = NewCustomerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        team = request.user.teams.first() if request.user.teams.count() == 1 else None
        created = operations.create_customer(
            team=team, actor=request.user, now=timezone.now(), **form.cleaned_data
        )
        return redirect("workspace:customer", created.pk)
    status = 422 if form.is_bound else 200
    return render(request, "customers/customer_create.html", {"form": form}, status=status)


@needs("customers.change")
def customer_change(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = _chosen(request, customer_id)
    initial = {name: getattr(customer, name) for name in HEAD_FIELDS}
    form = CustomerForm(posted(request), initial=initial, agents=colleagues_of(request.user))
    if request.method == "POST" and form.is_valid():
        operations.change_customer(
            customer=customer, changes=form.cleaned_data, actor=request.user, now=timezone.now()
        )
        messages.success(request, _("The changes are saved."))
        return redirect("workspace:customer", customer.pk)
    context = {
        "form": form,
        "customer": customer,
        "point_form": ContactPointForm(),
        "may_erase": request.user.may("customers.erase"),
        "may_merge": request.user.may("customers.merge"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "customers/customer_change.html", context, status=status)


@needs("customers.change")
def personal_link(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """The link to the customer's own page of promises: to copy, to renew, to close."""
    customer = _chosen(request, customer_id)
    if request.method == "POST":
        is_open = request.POST.get("what") != "close"
        operations.change_personal_link(
            customer=customer, is_open=is_open, actor=request.user, now=timezone.now()
        )
        sentence = _("The link is a new one.") if is_open else _("The link shows nothing any more.")
        messages.success(request, sentence)
        return redirect("customers:personal_link", customer.pk)
    token = personal_token(customer)
    address = link_to("portal:promises", token) if token else ""
    context = {"customer": customer, "address": address}
    return render(request, "customers/personal_link.html", context)


@needs("customers.merge")
def customer_same(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """Another customer beside this one, to be put together, and what was put together before."""
    customer = _chosen(request, customer_id)
    asked = request.GET.get("with", "")
    other = customer_found_by(asked, request.user) if asked.strip() else None
    if request.method == "POST":
        other = customer_found_by(request.POST.get("merged", ""), request.user)
        if other is None:
            raise Http404
        merge_customers(
            kept_id=customer.pk, merged_id=other.pk, actor=request.user, now=timezone.now()
        )
        messages.success(request, _("The two customers are one now."))
        return redirect("customers:same", customer.pk)
    context = {
        "customer": customer,
        "other": other if other != customer else None,
        "asked": asked,
        "sides": beside(customer, other) if other and other != customer else [],
        "merges": customer.merges.filter(undone_at=None).select_related("merged", "merged_by"),
    }
    return render(request, "customers/customer_same.html", context)


@needs("customers.merge")
@require_POST
def merge_undo(request: SignedInRequest, merge_id: int) -> HttpResponse:
    visible = customers_visible_to(request.user).order_by().values("pk")
    merge = get_object_or_404(Merge, pk=merge_id, kept__in=visible)
    undo_merge(merge_id=merge.pk, actor=request.user, now=timezone.now())
    messages.success(request, _("They are two customers again."))
    return redirect("customers:same", merge.kept_id)


@needs("customers.erase")
@once
def customer_erase(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = _chosen(request, customer_id)
    form = EraseForm(posted(request), expected=customer.name)
    if request.method == "POST" and form.is_valid():
        operations.erase_customer(customer=customer, actor=request.user, now=timezone.now())
        messages.success(request, _("Erased for good. The words of letters go within a minute."))
        return redirect("workspace:customer", customer.pk)
    context = {"form": form, "customer": customer}
    status = 422 if form.is_bound else 200
    return render(request, "customers/customer_erase.html", context, status=status)


@needs("customers.change")
@require_POST
def contact_point_add(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = _chosen(request, customer_id)
    form = ContactPointForm(request.POST)
    if not form.is_valid():
        context = {
            "customer": customer,
            "point_form": form,
            "may_erase": request.user.may("customers.erase"),
            "form": CustomerForm(
                initial={name: getattr(customer, name) for name in HEAD_FIELDS},
                agents=colleagues_of(request.user),
            ),
        }
        return render(request, "customers/customer_change.html", context, status=422)
    operations.add_contact_point(
        customer=customer, actor=request.user, now=timezone.now(), **form.cleaned_data
    )
    return redirect("customers:change", customer.pk)


@needs("phone_numbers.mark")
@require_POST
def phone_number_mark(request: SignedInRequest, point_id: int) -> HttpResponse:
    """Say that somebody else answers at a number, or that the customer does after all."""
    visible = customers_visible_to(request.user).order_by().values("pk")
    points = ContactPoint.objects.filter(customer__in=visible, kind=ContactPoint.Kind.PHONE)
    point = get_object_or_404(points, pk=point_id)
    is_wrong = request.POST.get("what") != "right"
    operations.mark_phone_number(
        point_id=point.pk, is_wrong=is_wrong, actor=request.user, now=timezone.now()
    )
    said = _("Nobody dials %(number)s any more.") if is_wrong else _("%(number)s is right again.")
    messages.success(request, said % {"number": point.value})
    return redirect("workspace:customer", point.customer_id)


@needs("customers.change")
@require_POST
@once
def fact_note(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = _chosen(request, customer_id)
    form = FactForm(request.POST)
    if form.is_valid():
        operations.note_fact(
            customer=customer, actor=request.user, now=timezone.now(), **form.cleaned_data
        )
    else:
        messages.error(request, _("Say what is worth remembering, and where it is known from."))
    return redirect("workspace:customer", customer.pk)


@needs("customers.change")
@require_POST
def fact_forget(request: SignedInRequest, fact_id: int) -> HttpResponse:
    visible = customers_visible_to(request.user).order_by().values("pk")
    fact = get_object_or_404(Fact.objects.filter(customer__in=visible), pk=fact_id)
    customer_id = fact.customer_id
    operations.forget_fact(fact=fact, actor=request.user, now=timezone.now())
    messages.success(request, _("Forgotten for good."))
    return redirect("workspace:customer", customer_id)
