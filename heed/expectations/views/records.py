from urllib.parse import urlencode

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
from heed.conversations.queries import conversations_visible_to
from heed.core.calendars import business_hours
from heed.customers.models import Customer
from heed.customers.queries import customers_visible_to
from heed.expectations.forms.promises import PromiseForm
from heed.expectations.forms.proposals import attached_promises
from heed.expectations.models import Topic
from heed.expectations.operations.letters import Terms, answer_and_promise
from heed.expectations.operations.promises import record_promise
from heed.expectations.queries.due_advice import advisor_about, coverage_from, due_advice
from heed.expectations.queries.topics import topics_in_use


def done(request: SignedInRequest, address: str) -> HttpResponse:
    """Go on to the address, whether the form came from a drawer or a page."""
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def page_of(customer: Customer, conversation: Conversation | None) -> str:
    """Where a form about the customer was opened: her conversation, or else her page."""
    if conversation:
        return reverse("workspace:conversation", args=[conversation.pk])
    return reverse("workspace:customer", args=[customer.pk])


def named_conversation(request: SignedInRequest, customer: Customer) -> Conversation | None:
    """The conversation the address names, if it is one of the customer's that may be seen."""
    wanted = request.GET.get("conversation", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        return None
    visible = conversations_visible_to(request.user).filter(customer=customer)
    return get_object_or_404(visible, pk=wanted)


def topic_in(request: SignedInRequest) -> Topic | None:
    """The topic in use that a form has chosen; None where it is none."""
    wanted = request.GET.get("topic", "") or request.POST.get("topic", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        return None
    return topics_in_use().filter(pk=wanted).first()


def render_form(
    request: SignedInRequest, template: str, context: dict[str, object], *, status: int
) -> HttpResponse:
    """Show a form in the drawer, or as a page where there is no script."""
    name = f"{template}#form" if request.htmx else template
    return render(request, name, context, status=status)


@needs("promises.record")
@once
def promise_record(request: SignedInRequest, customer_id: int) -> HttpResponse:
    visible = customers_visible_to(request.user).select_related("team")
    customer = get_object_or_404(visible, pk=customer_id)
    conversation = named_conversation(request, customer)
    now = timezone.now()
    team = conversation.team if conversation and conversation.team else customer.team
    hours = business_hours(team.calendar_id if team else None)
    form = PromiseForm(
        posted(request), hours=hours, now=now, customer=customer, conversation=conversation
    )
    back = back_to(request, page_of(customer, conversation))
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
    advisor = advisor_about(customer, conversation, topic_in(request), hours=hours, now=now)
    context = {
        "form": form,
        "customer": customer,
        "back": back,
        "now": now,
        "advice": due_advice(advisor, coverage=coverage_from(request.POST.get("coverage", ""))),
        "due_times_url": _due_times_of(customer, conversation),
    }
    status = 422 if form.is_bound else 200
    return render_form(request, "expectations/promise_record.html", context, status=status)


def _due_times_of(customer: Customer, conversation: Conversation | None) -> str:
    """Where the form asks for due times again, for another topic or another share to be kept."""
    named = {"form": "buttons"} | ({"conversation": str(conversation.pk)} if conversation else {})
    return f"{reverse('expectations:due_times', args=[customer.pk])}?{urlencode(named)}"


@needs("conversations.answer")
@require_POST
def answer_send(request: SignedInRequest, conversation_id: int) -> HttpResponse:
    """Send the answer, with the promise in its promise line and those ticked in its text."""
    visible = conversations_visible_to(request.user)
    conversation = get_object_or_404(visible, pk=conversation_id)
    form = AnswerForm(request.POST, request.FILES)
    now = timezone.now()
    has_promise = bool(request.POST.get("wording", "").strip())
    promise = _promise_form(request, conversation) if has_promise else None
    attached, unusable = attached_promises(request.POST.getlist("found"), now=now)
    problems = [*_problems(form), *(_problems(promise) if promise else []), *unusable]
    if problems:
        context = {"problems": problems, "form": form, "promise_form": promise}
        context |= {"back": conversation, "attached": attached}
        return render(request, "expectations/answer_problem.html", context, status=422)
    answer_and_promise(
        conversation=conversation,
        text=form.cleaned_data["text"],
        promises=[*([Terms(**promise.cleaned_data)] if promise else []), *attached],
        token=form.cleaned_data["token"],
        attachments=[as_attachment(file) for file in form.cleaned_data["attachments"]],
        close="close" in request.POST and not (promise or attached),
        actor=request.user,
        now=now,
    )
    messages.success(request, _("Your answer is on its way."))
    return redirect("workspace:conversation", conversation_id)


def _promise_form(request: SignedInRequest, conversation: Conversation) -> PromiseForm:
    hours = business_hours(conversation.team.calendar_id if conversation.team else None)
    return PromiseForm(
        request.POST,
        hours=hours,
        now=timezone.now(),
        customer=conversation.customer,
        conversation=conversation,
    )


def _problems(form: AnswerForm | PromiseForm) -> list[str]:
    return [str(problem) for problems in form.errors.values() for problem in problems]
