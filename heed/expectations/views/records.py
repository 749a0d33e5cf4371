from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from heed.accounts.http import SignedInRequest, back_to, needs, once, posted
from heed.conversations.forms import AnswerForm, as_attachment
from heed.conversations.models import Conversation
from heed.conversations.operations.answering import answer
from heed.conversations.queries import conversations_visible_to
from heed.core.calendars import business_hours
from heed.customers.models import Customer
from heed.customers.queries import customers_visible_to
from heed.expectations.forms import ExpectationForm, PromiseForm
from heed.expectations.operations.expectations import record_expectation
from heed.expectations.operations.letters import answer_and_promise
from heed.expectations.operations.promises import record_promise


def done(request: SignedInRequest, address: str) -> HttpResponse:
    """Go on to the address, whether the form came from a drawer or a page."""
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _page_of(customer: Customer, conversation: Conversation | None) -> str:
    if conversation:
        return reverse("workspace:conversation", args=[conversation.pk])
    return reverse("workspace:customer", args=[customer.pk])


def _conversation(request: SignedInRequest, customer: Customer) -> Conversation | None:
    wanted = request.GET.get("conversation", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        return None
    visible = conversations_visible_to(request.user).filter(customer=customer)
    return get_object_or_404(visible, pk=wanted)


def _render(
    request: SignedInRequest, template: str, context: dict[str, object], *, status: int
) -> HttpResponse:
    name = f"{template}#form" if request.htmx else template
    return render(request, name, context, status=status)


@needs("expectations.record")
@once
def expectation_record(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = get_object_or_404(customers_visible_to(request.user), pk=customer_id)
    conversation = _conversation(request, customer)
    form = ExpectationForm(posted(request))
    back = back_to(request, _page_of(customer, conversation))
    if request.method == "POST" and form.is_valid():
        record_expectation(
            customer=customer,
            conversation=conversation,
            actor=request.user,
            now=timezone.now(),
            **form.cleaned_data,
        )
        messages.success(request, _("The expectation stands in the ledger."))
        return done(request, back)
    context = {"form": form, "customer": customer, "back": back}
    status = 422 if form.is_bound else 200
    return _render(request, "expectations/expectation_record.html", context, status=status)


@needs("promises.record")
@once
def promise_record(request: SignedInRequest, customer_id: int) -> HttpResponse:
    visible = customers_visible_to(request.user).select_related("team")
    customer = get_object_or_404(visible, pk=customer_id)
    conversation = _conversation(request, customer)
    now = timezone.now()
    team = conversation.team if conversation and conversation.team else customer.team
    hours = business_hours(team.calendar_id if team else None)
    form = PromiseForm(posted(request), hours=hours, now=now)
    back = back_to(request, _page_of(customer, conversation))
    if request.method == "POST" and form.is_valid():
        record_promise(
            customer=customer,
            conversation=conversation,
            actor=request.user,
            now=now,
            **form.cleaned_data,
        )
        messages.success(request, _("The promise stands in the ledger."))
        return done(request, back)
    context = {"form": form, "customer": customer, "back": back, "now": now}
    status = 422 if form.is_bound else 200
    return _render(request, "expectations/promise_record.html", context, status=status)


@needs("conversations.answer")
@require_POST
def answer_send(request: SignedInRequest, conversation_id: int) -> HttpResponse:
    """Send the answer, with the promise in its promise line, if there is one."""
    visible = conversations_visible_to(request.user)
    conversation = get_object_or_404(visible, pk=conversation_id)
    form = AnswerForm(request.POST, request.FILES)
    now = timezone.now()
    has_promise = bool(request.POST.get("wording", "").strip())
    promise = _promise_form(request, conversation) if has_promise else None
    problems = [*_problems(form), *(_problems(promise) if promise else [])]
    if problems:
        return render(
            request,
            "expectations/answer_problem.html",
            {"problems": problems, "form": form, "promise_form": promise, "back": conversation},
            status=422,
        )
    letter = {
        "conversation": conversation,
        "text": form.cleaned_data["text"],
        "token": form.cleaned_data["token"],
        "attachments": [as_attachment(file) for file in form.cleaned_data["attachments"]],
        "actor": request.user,
        "now": now,
    }
    if promise:
        answer_and_promise(**letter, **promise.cleaned_data)
    else:
        answer(**letter, close="close" in request.POST)
    messages.success(request, _("Your answer is on its way."))
    return redirect("workspace:conversation", conversation_id)


def _promise_form(request: SignedInRequest, conversation: Conversation) -> PromiseForm:
    hours = business_hours(conversation.team.calendar_id if conversation.team else None)
    return PromiseForm(request.POST, hours=hours, now=timezone.now())


def _problems(form: AnswerForm | PromiseForm) -> list[str]:
    return [str(problem) for problems in form.errors.values() for problem in problems]
