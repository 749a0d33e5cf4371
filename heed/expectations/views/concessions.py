"""Steps of the ladder: planned, asked, answered, told; and the letter that tells of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, back_to, needs, once, posted
from heed.accounts.queries import organisation
from heed.expectations.forms.negotiations import StepAnswerForm, StepForm
from heed.expectations.forms.offers import LetterForm
from heed.expectations.models import Concession, Negotiation
from heed.expectations.operations import concessions as operations
from heed.expectations.operations.offer_letters import has_address
from heed.expectations.queries.negotiations import (
    budget_left,
    concessions_visible_to,
    course_of,
    untold_steps,
)
from heed.expectations.ready_sentences import as_letter, said_of
from heed.expectations.views.negotiations import chosen, page_of_negotiation
from heed.expectations.views.records import done, render_form


def _step(request: SignedInRequest, concession_id: int) -> Concession:
    return get_object_or_404(concessions_visible_to(request.user), pk=concession_id)


@needs("negotiations.conduct")
@once
def concession_plan(request: SignedInRequest, negotiation_id: int) -> HttpResponse:
    negotiation = chosen(request, negotiation_id)
    form = StepForm(posted(request), actor=request.user, currency=negotiation.currency)
    if request.method == "POST" and form.is_valid():
        operations.plan_concession(
            negotiation_id=negotiation.pk,
            actor=request.user,
            now=timezone.now(),
            **form.cleaned_data,
        )
        return done(request, page_of_negotiation(negotiation))
    context = {"form": form, "negotiation": negotiation, "budget": budget_left(negotiation)}
    context["back"] = page_of_negotiation(negotiation)
    status = 422 if form.is_bound else 200
    return render_form(request, "expectations/concession_plan.html", context, status=status)


@needs("negotiations.conduct")
@require_POST
@once
def concession_ask(request: SignedInRequest, concession_id: int) -> HttpResponse:
    step = _step(request, concession_id)
    asked = operations.ask_concession(concession_id=step.pk, actor=request.user, now=timezone.now())
    if asked.asked_of:
        sentence = _("%(name)s is asked and told of it.") % {"name": asked.asked_of.name}
    elif asked.answered_at:
        sentence = _("Decided by you, and stamped with time and name.")
    else:
        sentence = _("Stamped as asked. Enter the answer when you have it.")
    messages.success(request, sentence)
    return redirect(page_of_negotiation(step.negotiation))


@needs("negotiations.view")
@once
def concession(request: SignedInRequest, concession_id: int) -> HttpResponse:
    """One step with what led to it, and yes or no to it for whom that is to say."""
    step = _step(request, concession_id)
    form = StepAnswerForm(posted(request))
    if step.kind == Concession.Kind.SUPERVISOR:
        form.fields["answer"].label = _("Your reason")
    back = back_to(request, page_of_negotiation(step.negotiation))
    if request.method == "POST" and form.is_valid():
        answered = operations.answer_concession(
            concession_id=step.pk, actor=request.user, now=timezone.now(), **form.cleaned_data
        )
        messages.success(
            request, _("The answer stands: %(state)s.") % {"state": answered.get_state_display()}
        )
        return redirect(back)
    context = {
        "now": timezone.now(),
        "step": step,
        "negotiation": step.negotiation,
        "customer": step.negotiation.customer,
        "budget": budget_left(step.negotiation),
        "course": course_of(step.negotiation),
        "form": form,
        "back": back,
        "may_answer": _may_answer(request, step),
    }
    status = 422 if form.is_bound else 200
    return render(request, "expectations/concession.html", context, status=status)


def _may_answer(request: SignedInRequest, step: Concession) -> bool:
    if step.state != Concession.State.ASKED:
        return False
    if step.kind != Concession.Kind.SUPERVISOR:
        return request.user.may("negotiations.conduct")
    own = {step.asked_by_id, step.negotiation.owner_id}
    return request.user.may("concessions.approve") and request.user.pk not in own


@needs("negotiations.conduct")
@require_POST
@once
def concession_tell(request: SignedInRequest, concession_id: int) -> HttpResponse:
    """Keep that the customer was told of a step by word of mouth."""
    step = _step(request, concession_id)
    operations.tell_concession(concession_id=step.pk, actor=request.user, now=timezone.now())
    messages.success(request, _("Kept that the customer was told."))
    return redirect(page_of_negotiation(step.negotiation))


@needs("negotiations.conduct")
@once
def concessions_write(request: SignedInRequest, negotiation_id: int) -> HttpResponse:
    """A letter about the steps that were taken and not told yet, ready to be read and sent."""
    negotiation = chosen(request, negotiation_id)
    steps = untold_steps(negotiation)
    form = LetterForm(posted(request), initial=_ready(request, negotiation, steps), steps=steps)
    if request.method == "POST" and form.is_valid():
        with translation.override(negotiation.customer.language):
            subject = translation.gettext("What we could find out for you")
        operations.tell_by_letter(
            negotiation_id=negotiation.pk,
            concession_ids=form.cleaned_data["steps"],
            text=form.cleaned_data["text"],
            token=form.cleaned_data["token"],
            subject=subject,
            actor=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("Your letter is on its way, and the steps are told."))
        return redirect(page_of_negotiation(negotiation))
    context = {
        "form": form,
        "negotiation": negotiation,
        "customer": negotiation.customer,
        "steps": steps,
        "has_address": has_address(negotiation),
    }
    status = 422 if form.is_bound else 200
    return render(request, "expectations/concessions_write.html", context, status=status)


def _ready(
    request: SignedInRequest, negotiation: Negotiation, steps: list[Concession]
) -> dict[str, object]:
    sentences = [said_of(step, negotiation.customer) for step in steps]
    signed = (request.user.name, organisation().name)
    return {
        "steps": [step.pk for step in steps],
        "text": as_letter(negotiation.customer, sentences, signed=signed),
    }
