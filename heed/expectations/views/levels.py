from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, back_to, needs, once
from heed.expectations.forms.topics import LevelForm
from heed.expectations.models import Topic
from heed.expectations.operations.levels import set_topic_level, withdraw_levels
from heed.expectations.views.records import done
from heed.expectations.views.topics import after, topic_page

MOST = 200


@needs("standards.change")
@require_POST
@once
def level_set(request: SignedInRequest, topic_id: int) -> HttpResponse:
    """Say by hand which need level a topic is on."""
    topic = get_object_or_404(Topic, pk=topic_id)
    form = LevelForm(request.POST)
    if not form.is_valid():
        return topic_page(request, topic, status=422, level_form=form)
    row = set_topic_level(topic=topic, actor=request.user, now=timezone.now(), **form.cleaned_data)
    return after(request, topic, _("The level is on record; earlier ones stay."), undo_of([row.pk]))


def undo_of(level_ids: list[int]) -> str:
    """The address that takes these entries back."""
    ids = ",".join(str(each) for each in level_ids)
    return f"{reverse('expectations:levels_withdraw')}?{urlencode({'ids': ids})}"


@needs("standards.change")
@require_POST
def levels_withdraw(request: SignedInRequest) -> HttpResponse:
    """Take back levels entered by mistake."""
    ids = [part for part in request.GET.get("ids", "").split(",") if part.isascii()]
    known = [int(part) for part in ids[:MOST] if part.isdigit() and len(part) < 19]
    withdraw_levels(level_ids=known, actor=request.user, now=timezone.now())
    messages.success(request, _("Taken back. What stood before stands again."))
    return done(request, back_to(request, reverse("expectations:topics")))
