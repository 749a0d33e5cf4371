from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, needs, once, posted
from heed.expectations.queries.records import topics
from heed.surveys.format.reading import questionnaire_from
from heed.surveys.forms.item_topics import ItemTopicsForm
from heed.surveys.operations.item_topics import link_item_topics
from heed.surveys.queries.item_topics import items_with_topics
from heed.workspace.views.questionnaires import found_for


@needs("surveys.design")
@once
def questionnaire_topics(request: SignedInRequest, questionnaire_id: int) -> HttpResponse:
    """Say which topic of the ledger each item asks about."""
    held = found_for(request.user, questionnaire_id)
    items = items_with_topics(held, questionnaire_from(held.draft), get_language() or "en")
    form = ItemTopicsForm(posted(request), items=items)
    if request.method == "POST" and form.is_valid():
        former = link_item_topics(
            questionnaire_id=held.pk,
            topics=form.chosen(),
            actor=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("Kept."), extra_tags=_undo(held.pk, former) if former else "")
        return redirect("workspace:questionnaire", held.pk)
    context = {"held": held, "form": form, "items": items}
    status = 422 if form.is_bound else 200
    return render(request, "workspace/questionnaire_topics.html", context, status=status)


def _undo(questionnaire_id: int, former: dict[str, int | None]) -> str:
    address = reverse("workspace:questionnaire_topics_restore", args=[questionnaire_id])
    return f"{address}?{urlencode({item: pk or '' for item, pk in former.items()})}"


@needs("surveys.design")
@require_POST
def questionnaire_topics_restore(request: SignedInRequest, questionnaire_id: int) -> HttpResponse:
    """Tie items as they were before."""
    held = found_for(request.user, questionnaire_id)
    known = {str(each.pk): each for each in topics()}
    link_item_topics(
        questionnaire_id=held.pk,
        topics={item: known.get(str(pk)) for item, pk in request.GET.items()},
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("Taken back. What stood before stands again."))
    return redirect("workspace:questionnaire", held.pk)
