from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, back_to, needs, once, posted
from heed.customers.models import Customer
from heed.expectations.forms.topics import (
    ExclusionForm,
    LevelForm,
    StandardForm,
    TierOfferForm,
    TopicForm,
)
from heed.expectations.models import Topic
from heed.expectations.operations import topics as operations
from heed.expectations.queries import standards
from heed.expectations.queries import topics as queries
from heed.expectations.queries.levels import levels_in_force, levels_of
from heed.expectations.views.records import done

FIELDS = (
    *("name", "name_zh", "kind", "unit", "unit_zh", "direction"),
    *("grace_business_days", "parent"),
)


def list_context(request: SignedInRequest) -> dict[str, object]:
    """The tree of topics with the level, the norm and our offers in force."""
    now = timezone.now()
    on = standards.today(now)
    norms, offers = standards.norms_in_force(on), standards.offers_in_force(on)
    pairs, levels = list(queries.exclusions()), levels_in_force(on)
    return {
        "now": now,
        "lines": [
            {
                "topic": each.topic,
                "depth": min(each.depth, 4),
                "norm": norms.get(each.topic.pk),
                "level": levels.get(each.topic.pk),
                "offers": _offers(each.topic, offers),
                "excludes": [other for _pair, other in queries.exclusions_of(each.topic, pairs)],
            }
            for each in queries.topic_tree()
        ],
        "retired": list(queries.retired_topics()),
        "may_change": request.user.may("topics.change"),
        "may_see_ledger": request.user.may("ledger.view"),
    }


def _offers(topic: Topic, offers: standards.Offers) -> list[object]:
    tiers = ("", *Customer.Tier.values)
    return [offers[topic.pk, tier] for tier in tiers if (topic.pk, tier) in offers]


@needs("expectations.view")
def topics(request: SignedInRequest) -> HttpResponse:
    return render(request, "expectations/topics.html", list_context(request))


def in_drawer(
    request: SignedInRequest, part: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    """Show a part in the drawer, or with the list of topics behind it."""
    context = context | {"part": part, "back": reverse("expectations:topics")}
    if request.htmx:
        return render(request, f"expectations/{part}.html", context, status=status)
    whole = list_context(request) | context
    return render(request, "expectations/topics.html", whole, status=status)


def topic_page(
    request: SignedInRequest, topic: Topic, *, status: int = 200, **invalid: object
) -> HttpResponse:
    """One topic in the drawer: its levels, norms, offers and exclusions with their history."""
    now = timezone.now()
    on = standards.today(now)
    context: dict[str, object] = {
        "topic": topic,
        "now": now,
        "levels": list(levels_of(topic)),
        "standards": list(standards.standards_of(topic)),
        "tier_offers": list(standards.tier_offers_of(topic)),
        "pairs": queries.exclusions_of(topic, list(queries.exclusions())),
        "level_form": LevelForm(initial={"valid_from": on}),
        "standard_form": StandardForm(initial={"valid_from": on}),
        "offer_form": TierOfferForm(initial={"valid_from": on}),
        "exclusion_form": ExclusionForm(topic=topic),
        "may_change": request.user.may("topics.change"),
        "may_lay_down": request.user.may("standards.change"),
        "open_form": next(iter(invalid), ""),
    }
    return in_drawer(request, "topic", context | invalid, status=status)


def after(request: SignedInRequest, topic: Topic, sentence: str, undo: str = "") -> HttpResponse:
    """Go back where the form was with a notice, and a button that takes the change back."""
    messages.success(request, sentence, extra_tags=undo)
    return done(request, back_to(request, reverse("expectations:topic", args=[topic.pk])))


def address_of(view: str, row: Model) -> str:
    return reverse(f"expectations:{view}", args=[row.pk])


@needs("expectations.view")
def topic(request: SignedInRequest, topic_id: int) -> HttpResponse:
    return topic_page(request, get_object_or_404(Topic, pk=topic_id))


@needs("topics.change")
@once
def topic_add(request: SignedInRequest) -> HttpResponse:
    form = TopicForm(posted(request))
    if request.method == "POST" and form.is_valid():
        added = operations.add_topic(actor=request.user, now=timezone.now(), **form.cleaned_data)
        return after(request, added, _("The topic is in use."), address_of("topic_retire", added))
    status = 422 if form.is_bound else 200
    return in_drawer(request, "topic_form", {"form": form, "topic": None}, status=status)


@needs("topics.change")
@once
def topic_change(request: SignedInRequest, topic_id: int) -> HttpResponse:
    chosen = get_object_or_404(Topic, pk=topic_id)
    form = TopicForm(posted(request), initial={name: getattr(chosen, name) for name in FIELDS})
    if request.method == "POST" and form.is_valid():
        operations.change_topic(
            topic_id=chosen.pk, actor=request.user, now=timezone.now(), **form.cleaned_data
        )
        return after(request, chosen, _("The topic was changed."))
    status = 422 if form.is_bound else 200
    return in_drawer(request, "topic_form", {"form": form, "topic": chosen}, status=status)


@needs("topics.change")
@require_POST
def topic_retire(request: SignedInRequest, topic_id: int) -> HttpResponse:
    chosen = get_object_or_404(Topic, pk=topic_id)
    operations.retire_topic(topic_id=chosen.pk, actor=request.user, now=timezone.now())
    sentence = _("“%(topic)s” is no longer used. What stands in the ledger stays.")
    messages.success(
        request, sentence % {"topic": chosen}, extra_tags=address_of("topic_restore", chosen)
    )
    return done(request, reverse("expectations:topics"))


@needs("topics.change")
@require_POST
def topic_restore(request: SignedInRequest, topic_id: int) -> HttpResponse:
    chosen = get_object_or_404(Topic, pk=topic_id)
    operations.restore_topic(topic_id=chosen.pk, actor=request.user, now=timezone.now())
    sentence = _("“%(topic)s” is in use again.")
    messages.success(
        request, sentence % {"topic": chosen}, extra_tags=address_of("topic_retire", chosen)
    )
    return done(request, reverse("expectations:topics"))
