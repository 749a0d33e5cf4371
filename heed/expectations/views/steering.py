from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, needs, once, posted
from heed.customers.models import Customer
from heed.expectations.forms.steering import SteeringForm
from heed.expectations.models import Steering, Topic
from heed.expectations.operations import steering as operations
from heed.expectations.queries import steering as queries
from heed.expectations.queries.standards import more_is_better
from heed.expectations.queries.steering_effects import effect_of
from heed.expectations.ready_words import steering_words
from heed.expectations.views.records import done

MOST_EFFECTS = 5


def _tier(name: str) -> str:
    if name != "all" and name not in Customer.Tier.values:
        raise Http404
    return "" if name == "all" else name


def _words(cell: queries.Cell | None, topic: Topic) -> dict[str, str]:
    """The direction the figures speak for, with ready words in both languages."""
    finding = cell.finding if cell else None
    if cell is None or finding is None:
        return {"direction": Steering.Direction.HOLD}
    direction = finding.verdict.value
    reached = cell.promisable if direction == Steering.Direction.LOWER else cell.delivered
    value = reached.value if reached else None
    is_more = more_is_better(topic)
    english, chinese = (
        steering_words(direction, topic, value, more_is_better=is_more, language=language)
        for language in ("en", "zh-hans")
    )
    return {"direction": direction, "wording": english, "wording_zh": chinese}


@needs("ledger.view")
@once
def steering(request: SignedInRequest, topic_id: int, tier: str) -> HttpResponse:
    """One topic and tier: the figures, what they speak for, what to say, and what was decided."""
    topic, chosen_tier, now = get_object_or_404(Topic, pk=topic_id), _tier(tier), timezone.now()
    cells = queries.steering_cells(request.user, now=now, topic=topic)
    cell = next((each for each in cells if each.tier == chosen_tier), None)
    form = SteeringForm(posted(request), initial=_words(cell, topic))
    if request.method == "POST" and form.is_valid():
        operations.decide_steering(
            topic=topic,
            tier=chosen_tier,
            evidence=cell.evidence if cell else {},
            actor=request.user,
            now=now,
            **form.cleaned_data,
        )
        messages.success(request, _("Decided. Agents see the words where they need them."))
        return done(request, reverse("workspace:steering"))
    decisions = queries.decisions_on(topic, chosen_tier)[:MOST_EFFECTS]
    context = {
        "topic": topic,
        "tier": chosen_tier,
        "tier_key": tier,
        "cell": cell,
        "form": form,
        "now": now,
        "back": reverse("workspace:steering"),
        "may_decide": request.user.may("steering.decide") and not topic.retired_at,
        "decisions": [
            {"steering": each, "effect": effect_of(each, request.user, now=now)}
            for each in decisions
        ],
    }
    name = "expectations/steering.html#detail" if request.htmx else "expectations/steering.html"
    return render(request, name, context, status=422 if form.is_bound else 200)


@needs("steering.decide")
@require_POST
def steering_end(request: SignedInRequest, steering_id: int) -> HttpResponse:
    chosen = get_object_or_404(Steering, pk=steering_id)
    operations.end_steering(steering_id=chosen.pk, actor=request.user, now=timezone.now())
    messages.success(request, _("Ended. Nothing is said about it any more."))
    return done(request, reverse("workspace:steering"))
