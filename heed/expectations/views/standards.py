from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, back_to, needs, once
from heed.expectations.forms.topics import ExclusionForm, StandardForm, TierOfferForm
from heed.expectations.models import Exclusion, Standard, TierOffer, Topic
from heed.expectations.operations import exclusions, standards
from heed.expectations.queries.records import expectations_visible_to
from heed.expectations.views.records import done
from heed.expectations.views.topics import address_of, after, topic_page


@needs("standards.change")
@require_POST
@once
def standard_record(request: SignedInRequest, topic_id: int) -> HttpResponse:
    topic = get_object_or_404(Topic, pk=topic_id)
    form = StandardForm(request.POST)
    if not form.is_valid():
        return topic_page(request, topic, status=422, standard_form=form)
    standard = standards.record_standard(
        topic=topic, actor=request.user, now=timezone.now(), **form.cleaned_data
    )
    undo = address_of("standard_withdraw", standard)
    return after(request, topic, _("The norm is on record; earlier ones stay."), undo)


@needs("standards.change")
@require_POST
def standard_withdraw(request: SignedInRequest, standard_id: int) -> HttpResponse:
    standard = get_object_or_404(Standard.objects.select_related("topic"), pk=standard_id)
    standards.withdraw_standard(standard=standard, actor=request.user, now=timezone.now())
    return after(request, standard.topic, _("The norm was withdrawn."))


@needs("standards.change")
@require_POST
@once
def tier_offer_record(request: SignedInRequest, topic_id: int) -> HttpResponse:
    topic = get_object_or_404(Topic, pk=topic_id)
    form = TierOfferForm(request.POST)
    if not form.is_valid():
        return topic_page(request, topic, status=422, offer_form=form)
    offer = standards.record_tier_offer(
        topic=topic, actor=request.user, now=timezone.now(), **form.cleaned_data
    )
    undo = address_of("tier_offer_withdraw", offer)
    return after(request, topic, _("Our offer is on record; earlier ones stay."), undo)


@needs("standards.change")
@require_POST
def tier_offer_withdraw(request: SignedInRequest, offer_id: int) -> HttpResponse:
    offer = get_object_or_404(TierOffer.objects.select_related("topic"), pk=offer_id)
    standards.withdraw_tier_offer(offer=offer, actor=request.user, now=timezone.now())
    return after(request, offer.topic, _("The offer was withdrawn."))


@needs("topics.change")
@require_POST
@once
def exclusion_mark(request: SignedInRequest, topic_id: int) -> HttpResponse:
    topic = get_object_or_404(Topic, pk=topic_id)
    form = ExclusionForm(request.POST, topic=topic)
    if not form.is_valid():
        return topic_page(request, topic, status=422, exclusion_form=form)
    exclusions.mark_exclusion(
        first=topic,
        second=form.cleaned_data["other"],
        reason=form.cleaned_data["reason"],
        actor=request.user,
        now=timezone.now(),
    )
    return after(request, topic, _("Both are marked as excluding each other."))


@needs("topics.change")
@require_POST
def exclusion_lift(request: SignedInRequest, topic_id: int, exclusion_id: int) -> HttpResponse:
    topic = get_object_or_404(Topic, pk=topic_id)
    rows = Exclusion.objects.select_related("first", "second")
    exclusion = get_object_or_404(rows, pk=exclusion_id)
    exclusions.lift_exclusion(exclusion=exclusion, actor=request.user, now=timezone.now())
    return after(request, topic, _("They no longer exclude each other."))


@needs("expectations.record")
@require_POST
def norm_told(request: SignedInRequest, expectation_id: int) -> HttpResponse:
    """Note that the customer was told the norm, so that nobody tells it twice."""
    expectation = get_object_or_404(expectations_visible_to(request.user), pk=expectation_id)
    standards.note_norm_told(expectation=expectation, actor=request.user, now=timezone.now())
    messages.success(request, _("Noted: the customer knows the norm."))
    return done(
        request,
        back_to(request, reverse("workspace:customer", args=[expectation.customer_id])),
    )
